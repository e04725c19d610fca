/*
 * nginx: what the parts of the reader for nginx share. A request goes through the rewrite
 * directives of the server, the choice of a location, the rewrite directives of that, access, and
 * content (ngx_http_core_module.c, ngx_http_rewrite_module.c). Used by lint/server only.
 */
#ifndef LINT_SERVER_NGINX_H
#define LINT_SERVER_NGINX_H

#include "lint/server/ask.h"

enum {
	NGINX_MAX_LEVELS = SERVER_MAX_DEPTH + 2,
	NGINX_MAX_CYCLES = 10,
	NGINX_MAX_VARIABLES = 64,
};

struct nginx_variable {
	struct str name;
	const struct server_node *node; /* the last `set` of it; NULL: not known */
};

/* Levels: what is around the server, the server, and the locations from the outside in. */
struct nginx {
	struct ask *ask;
	struct server_level levels[NGINX_MAX_LEVELS];
	size_t depth;
	struct nginx_variable variables[NGINX_MAX_VARIABLES];
	size_t variable_count;
};

enum nginx_step {
	NGINX_GO_ON,
	NGINX_STOP,  /* `break` */
	NGINX_AGAIN, /* the path is another one: locations are looked for again */
	NGINX_ANSWERED,
};

/* nginx_location.c: takes the location for ask->path on as levels; false when none fits. */
bool nginx_locate(struct nginx *nginx);

/* nginx_rewrite.c: runs the rewrite directives of LEVEL. */
enum nginx_step nginx_rewrite(struct nginx *nginx, const struct server_level *level);

/* nginx_condition.c: what `if (...)` says. */
enum truth nginx_condition(struct nginx *nginx, const struct server_node *node);

/* The value of the variable NAME; false when it is not known. */
bool nginx_value(struct nginx *nginx, struct str name, struct str *value);

/* nginx_access.c: whether access is denied, which answers. */
bool nginx_denies(struct nginx *nginx);

/* nginx_type.c: the media type of the answer, where it is set. */
void nginx_type(struct nginx *nginx);

/* The last directive NAME of the innermost level that has one; NULL when none has. */
const struct server_node *nginx_inherited(const struct nginx *nginx, struct str name);

/* NODE is an include that is not here, and may hold anything. */
bool nginx_is_hidden(const struct server_node *node);

#endif
