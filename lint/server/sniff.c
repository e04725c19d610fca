#include "lint/server/sniff.h"

#include "lint/base/source.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

const char *server_software_text(enum server_software software)
{
	static const char *const names[] = {
		[SERVER_NONE] = "",
		[SERVER_NGINX] = "nginx",
		[SERVER_APACHE] = "Apache",
		[SERVER_CADDY] = "Caddy",
	};

	return names[software];
}

/* Caddy's files are told by their name alone. */
static bool is_caddyfile(struct str base)
{
	return str_ieq(base, STR("Caddyfile")) || str_istarts(base, STR("Caddyfile.")) ||
	       str_ends(base, STR(".caddy")) || str_ends(base, STR(".caddyfile")) ||
	       str_ends(base, STR(".Caddyfile"));
}

bool server_name_fits(struct str path)
{
	static const struct str directories[] = {
		STR_INIT("sites-available"),
		STR_INIT("sites-enabled"),
		STR_INIT("conf.d"),
		STR_INIT("vhosts.d"),
	};
	struct str base = path_base(path), directory = path_base(path_dir(path));

	for (size_t i = 0; i < COUNT(directories); i++)
		if (str_eq(directory, directories[i]))
			return true;
	return str_ends(base, STR(".conf")) || is_caddyfile(base) ||
	       str_eq(base, STR(SERVER_HTACCESS));
}

/* A line that only the configuration of one server has. */
static const struct sign {
	struct str begins; /* after blanks; ASCII case folded for Apache, which does so */
	bool alone;	   /* a "{" or the end of the line follows */
	enum server_software software;
} signs[] = {
	{ STR_INIT("server"), true, SERVER_NGINX },
	{ STR_INIT("http"), true, SERVER_NGINX },
	{ STR_INIT("events"), true, SERVER_NGINX },
	{ STR_INIT("server_name "), false, SERVER_NGINX },
	{ STR_INIT("location = "), false, SERVER_NGINX },
	{ STR_INIT("location ~ "), false, SERVER_NGINX },
	{ STR_INIT("location /"), false, SERVER_NGINX },
	{ STR_INIT("<VirtualHost"), false, SERVER_APACHE },
	{ STR_INIT("<Location"), false, SERVER_APACHE },
	{ STR_INIT("<Directory"), false, SERVER_APACHE },
	{ STR_INIT("<Files"), false, SERVER_APACHE },
	{ STR_INIT("<IfModule"), false, SERVER_APACHE },
	{ STR_INIT("LoadModule "), false, SERVER_APACHE },
	{ STR_INIT("DocumentRoot "), false, SERVER_APACHE },
};

static bool shows(const struct sign *sign, struct str line)
{
	struct str rest;

	if (!(sign->software == SERVER_APACHE ? str_istarts(line, sign->begins) :
						str_starts(line, sign->begins)))
		return false;
	rest = str_trim(str_skip(line, sign->begins.len));
	return !sign->alone || rest.len == 0 || rest.ptr[0] == '{' || rest.ptr[0] == '#';
}

enum server_software server_sniff(struct str path, struct str text)
{
	struct str line;

	if (is_caddyfile(path_base(path)))
		return SERVER_CADDY;
	if (str_eq(path_base(path), STR(SERVER_HTACCESS)))
		return SERVER_APACHE;
	while (str_cut(&text, '\n', &line)) {
		if (str_ends(line, STR("\r")))
			line.len--;
		line = str_ltrim(line);
		for (size_t i = 0; i < COUNT(signs); i++)
			if (shows(&signs[i], line))
				return signs[i].software;
	}
	return SERVER_NONE;
}
