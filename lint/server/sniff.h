/*
 * sniff: whether a file is the configuration of a web server, and of which, told from its name and
 * from lines that only such a file has.
 */
#ifndef LINT_SERVER_SNIFF_H
#define LINT_SERVER_SNIFF_H

#include "lint/base/str.h"

#define SERVER_HTACCESS ".htaccess"

enum server_software {
	SERVER_NONE,
	SERVER_NGINX,
	SERVER_APACHE,
	SERVER_CADDY,
};

/* "nginx", "Apache", "Caddy"; "" for SERVER_NONE. */
const char *server_software_text(enum server_software software);

/* PATH is called as such files are: *.conf, .htaccess, sites-enabled/..., Caddyfile, ... */
bool server_name_fits(struct str path);

/* The server that TEXT, the content of PATH or its beginning, is for; linear in TEXT. */
enum server_software server_sniff(struct str path, struct str text);

#endif
