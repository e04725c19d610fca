/* Configuration of web servers: what is read of it, and what it answers for the policy's path. */
#include "tests/unit/scene.h"
#include "tests/server_text.h"

#include <string.h>
#include <unistd.h>

/* What a host of the first block that has it is told: the outcome, "?" where something may change
 * it, and the bytes that decide. */
struct answer_case {
	enum server_software software;
	struct str text;
	const char *expected; /* "NONE": no block */
};

static void write_answer(struct buf *out, struct str text, const struct server_answer *answer)
{
	static const char *const outcomes[] = {
		[OUTCOME_UNKNOWN] = "unknown",
		[OUTCOME_LITERAL] = "literal",
		[OUTCOME_FILE] = "file",
		[OUTCOME_REDIRECT] = "redirect",
		[OUTCOME_DENIED] = "denied",
	};
	struct str at = str_skip(text, (size_t)answer->at.offset);

	buf_printf(out, "%s%s", outcomes[answer->outcome], answer->sure ? "" : "?");
	if (answer->outcome == OUTCOME_REDIRECT || answer->outcome == OUTCOME_DENIED) {
		buf_printf(out, " %u ", answer->status);
		buf_add(out, str_take(at, answer->at.length));
	}
	if (answer->outcome == OUTCOME_LITERAL) {
		buf_add_char(out, ' ');
		buf_add(out,
			answer->body == NULL ? STR("(unknown)") : buf_str(&answer->body->text));
	}
}

static void judge_answer(const struct answer_case *one, size_t *wrong)
{
	const struct server_block *block;
	struct sources sources = { 0 };
	struct server_answer answer;
	struct servers servers;
	struct buf out = { 0 };
	bool unknown;

	server_text_read(&servers, &sources, one->software, one->text);
	if (servers_route(&servers, STR("mta-sts.example.com"), &block, 1, &unknown) > 0) {
		answer = server_ask(&servers, block, STR("mta-sts.example.com"));
		write_answer(&out, one->text, &answer);
	} else {
		buf_add(&out, unknown ? STR("unknown name") : STR("NONE"));
	}
	buf_add_char(&out, '\0');
	if (strcmp(out.ptr, one->expected) != 0) {
		print_error("%s\n--- expected\n%s\n--- found\n%s\n", one->text.ptr, one->expected,
			out.ptr);
		++*wrong;
	}
	buf_finish(&out);
	servers_finish(&servers);
	sources_finish(&sources);
}

#define NGINX(text, expected)                                                                      \
	{                                                                                          \
		SERVER_NGINX, STR_INIT(text), expected                                             \
	}
#define IN_NGINX(text, expected)                                                                   \
	NGINX("server { server_name mta-sts.example.com; " text " }", expected)
#define APACHE(text, expected)                                                                     \
	{                                                                                          \
		SERVER_APACHE,                                                                     \
			STR_INIT("<VirtualHost *:443>\nServerName mta-sts.example.com\n" text      \
				 "\n</VirtualHost>\n"),                                            \
			expected                                                                   \
	}
#define CADDY(text, expected)                                                                      \
	{                                                                                          \
		SERVER_CADDY, STR_INIT(text), expected                                             \
	}
#define IN_CADDY(text, expected) CADDY("mta-sts.example.com {\n" text "\n}\n", expected)

static const struct answer_case answer_cases[] = {
	IN_NGINX("return 200 'a'b;", "NONE"),
	IN_NGINX("return 200 \"a\\tb\\\"c\\'\\\\n\\x\";", "literal a\tb\"c'\\n\\x"),
	IN_NGINX("return 200 a\\ b\\;c;", "literal a\\ b\\;c"),
	IN_NGINX("return 200 ${scheme}x;", "literal (unknown)"),
	IN_NGINX("# }\n return 200 a#b; # '\n", "literal a#b"),
	IN_NGINX("set $a '1\\n'; set $a 2; return 200 $a$a;", "literal 22"),
	IN_NGINX("if ($x) { set $a 1; } return 200 $a;", "literal (unknown)"),
	IN_NGINX("if ($host = mta-sts.example.com) { return 200 a; } return 404;", "literal a"),
	IN_NGINX("if ($host ~* ^MTA) { return 200 a; } return 404;", "literal a"),
	IN_NGINX("if ($host !~ ^mta) { return 200 a; } return 404;", "denied 404 return 404"),
	IN_NGINX("if ($request_method !~ ^(GET|HEAD)$) { return 405; } return 200 a;", "literal a"),
	IN_NGINX("if ($x = 1) { add_header a b; } return 200 a;", "literal a"),
	IN_NGINX("if ($x = 1) { return 403; } return 200 a;", "literal? a"),
	IN_NGINX("if ($host ~ (a+)+$) { return 200 a; } return 404;", "denied 404 return 404"),
	IN_NGINX("return https://x;", "redirect 302 return https://x"),
	IN_NGINX("return 308 https://x;", "redirect 308 return 308 https://x"),
	IN_NGINX("return 204;", "unknown?"),
	IN_NGINX("location / { proxy_pass http://x; }", "unknown?"),
	IN_NGINX("location / { content_by_lua_block { ngx.say(\"}\" .. '{') } }", "NONE"),
	IN_NGINX("location / { content_by_lua_block { if x then y({}) end } }", "unknown?"),
	IN_NGINX("location = /.well-known/mta-sts.txt/ { return 403; }", "file"),
	IN_NGINX("location = /.WELL-KNOWN/mta-sts.txt { return 403; }", "file"),
	IN_NGINX("location =/.well-known/mta-sts.txt { return 200 a; }", "literal a"),
	IN_NGINX("location ~/\\. { return 200 a; }", "literal a"),
	IN_NGINX("location ~*\\.TXT$ { return 200 a; }", "literal a"),
	IN_NGINX("location ~ (?:( { return 403; }", "file?"),
	IN_NGINX("location ~ \"(\" { return 403; }", "file?"),
	IN_NGINX("rewrite ^ /x last; location /x { return 200 a; }", "literal a"),
	IN_NGINX("location / { rewrite ^ /.well-known/mta-sts.txt; rewrite . /y last; }",
		"unknown?"),
	IN_NGINX("try_files $uri =404;", "file"),
	IN_NGINX("satisfy any; deny all;", "denied? 403 deny all"),
	IN_NGINX("allow 192.0.2.0/24; deny all;", "denied 403 deny all"),
	IN_NGINX("internal;", "denied 404 internal"),
	IN_NGINX("include ssl.conf; return 200 a;", "literal? a"),
	IN_NGINX("include /etc/letsencrypt/options-ssl-nginx.conf; return 200 a;", "literal a"),
	NGINX("server { server_name *.com; return 200 b; } server { server_name *.example.com; "
	      "return 200 a; }",
		"literal a"),
	NGINX("server { server_name mta-sts.*; return 200 b; } server { server_name *.com; "
	      "return 200 a; }",
		"literal a"),
	NGINX("server { server_name ~example; return 200 b; } server { server_name mta-sts.*; "
	      "return 200 a; }",
		"literal a"),
	NGINX("server { server_name ~MTA; return 200 a; }", "literal a"),
	NGINX("server { server_name mta-sts.$domain; return 200 a; }", "unknown name"),
	NGINX("server { server_name ~(; return 200 a; }", "unknown name"),
	NGINX("server { server_name MTA-STS.Example.COM; return 200 a; }", "literal a"),
	NGINX("location / { return 200 a; }", "unknown name"),
	NGINX("server { server_name mta-sts.example.com; return 200 'a; }", "NONE"),
	NGINX("server { server_name mta-sts.example.com; return 200 a; } }", "NONE"),
	NGINX("server { server_name mta-sts.example.com; return 200 a\0; }", "NONE"),
	NGINX("\xef\xbb\xbfserver { server_name mta-sts.example.com; return 200 \xff; }",
		"literal \xff"),

	APACHE("DocumentRoot /x", "file"),
	APACHE("# Redirect / https://x \\\nRedirect / https://y", "file"),
	APACHE("Redirect \\\n  / \\\n  https://y", "redirect 302 Redirect \\\n  / \\\n  https://y"),
	APACHE("redirectMATCH 301 \"\\.txt$\" 'https://y'",
		"redirect 301 redirectMATCH 301 \"\\.txt$\" 'https://y'"),
	APACHE("<IfModule !mod_rewrite.c>\nRedirect / https://x\n</IfModule>", "file"),
	APACHE("<ifmodule mod_alias.c>\nRedirectPermanent / https://x\n</IFMODULE>",
		"redirect 301 RedirectPermanent / https://x"),
	APACHE("<IfDefine X>\nRedirect / https://x\n</IfDefine>", "file?"),
	APACHE("<If \"true\">\nRequire all denied\n</If>", "file?"),
	APACHE("Redirect ${where} https://x", "file?"),
	APACHE("ProxyPass / http://localhost:8080/", "unknown?"),
	APACHE("ProxyPass /.well-known !\nProxyPass / http://localhost:8080/", "file"),
	APACHE("<Location />\nRequire ip 10.0.0.0/8 192.168.0.0/16\n</Location>",
		"denied 403 Require ip 10.0.0.0/8 192.168.0.0/16"),
	APACHE("<Location />\nRequire ip 192.0.2.1\n</Location>", "file?"),
	APACHE("<Location />\nAuthType Basic\nRequire valid-user\n</Location>",
		"denied 401 Require valid-user"),
	APACHE("<Location />\nRequire all denied\nRequire all granted\n</Location>", "file"),
	APACHE("<Location />\n<RequireAll>\nRequire all granted\nRequire local\n</RequireAll>\n"
	       "</Location>",
		"denied 403 RequireAll"),
	APACHE("<Location />\n<RequireNone>\nRequire all granted\n</RequireNone>\n</Location>",
		"file?"),
	APACHE("<Location /.well-known/mta>\nRequire all denied\n</Location>", "file"),
	APACHE("<Location ~ \"TXT$\">\nRequire all denied\n</Location>", "file"),
	APACHE("<Directory ~ \"/\\.\">\nRequire all denied\n</Directory>",
		"denied 403 Require all denied"),
	APACHE("<Directory /srv>\nRequire all denied\n</Directory>", "file?"),
	APACHE("RewriteEngine on\nRewriteCond %{HTTP_HOST} ^mta\nRewriteRule ^ - [G]",
		"denied 410 RewriteRule ^ - [G]"),
	APACHE("RewriteEngine on\nRewriteCond %{DOCUMENT_ROOT}/x -f\nRewriteRule ^ - [G]", "file?"),
	APACHE("RewriteEngine on\nRewriteRule ^ /x [L]\nRewriteRule ^ - [F]", "file"),
	APACHE("RewriteEngine on\nRewriteRule ^/.well-known /x\nRewriteRule !^/x - [F]", "file"),
	APACHE("RewriteEngine on\nRewriteRule ^(.*)$ http://localhost:8080$1 [P]", "unknown?"),
	APACHE("</Location>", "NONE"),
	APACHE("<Location \"/\">", "NONE"),
	APACHE("Redirect \"/ https://x", "NONE"),

	IN_CADDY("respond `a\\n\"`", "literal a\\n\""),
	IN_CADDY("respond \"a\\\"b\\\\c\nd\"", "literal a\"b\\\\c\nd"),
	IN_CADDY("respond <<EOF\n  a\n\n    b\n  EOF", "literal a\n\n  b"),
	IN_CADDY("respond <<EOF 200\n a\n EOF", "literal? <<EOF"),
	IN_CADDY("respond <<EOF\r\n  a\r\n  b\r\n  EOF", "literal a\nb"),
	IN_CADDY("respond <<A\nA", "literal "),
	IN_CADDY("respond <<EOF\nx", "NONE"),
	IN_CADDY("respond \"{host}\"", "literal (unknown)"),
	IN_CADDY("respond a 404", "denied 404 respond a 404"),
	IN_CADDY("respond \\\n  a", "literal a"),
	IN_CADDY("respond a # b", "literal a"),
	IN_CADDY("respond a#b", "literal a#b"),
	IN_CADDY("respond /x a\nrespond /.WELL-KNOWN/* b\nrespond c", "literal b"),
	IN_CADDY("respond c\nrespond *.txt b", "literal c"),
	IN_CADDY("@a path *.txt\nrespond @a b\nrespond c", "literal b"),
	IN_CADDY("@a {\n path /x\n path /.well-known/mta-sts.txt\n method GET\n}\nrespond @a b",
		"literal b"),
	IN_CADDY("@a header x y\nrespond @a b\nrespond c", "literal? c"),
	IN_CADDY("@a not {\n path /.well-known/*\n}\nredir @a https://x\nrespond c", "literal c"),
	IN_CADDY("@a path_regexp ^/\\.\nabort @a", "denied 0 abort @a"),
	IN_CADDY("uri strip_prefix /x\nrespond c", "unknown?"),
	IN_CADDY("import nowhere\nrespond c", "literal? c"),
	IN_CADDY("plugin x\nrespond c", "literal? c"),
	IN_CADDY("reverse_proxy :8080", "unknown?"),
	IN_CADDY("route /.well-known/* {\n error \"x\" 410\n}\nrespond c",
		"denied 410 error \"x\" 410"),
	IN_CADDY("handle /a {\n}\nhandle {\n respond b\n}\nrespond c", "literal b"),
	CADDY("mta-sts.example.com\nrespond a\n", "literal a"),
	CADDY("example.com,\nmta-sts.example.com {\n respond a\n}", "literal a"),
	CADDY("*.example.com {\n respond a\n}", "literal a"),
	CADDY("*.com {\n respond a\n}", "NONE"),
	CADDY("mta-sts.{$DOMAIN} {\n respond a\n}", "unknown name"),
	CADDY("{\n order respond first\n}\nmta-sts.example.com {\n respond a\n}", "literal? a"),
	CADDY("mta-sts.example.com {\n respond a\n", "NONE"),
	CADDY("mta-sts.example.com {\n respond \"a\n}\n", "NONE"),
};

static void answers(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof answer_cases / sizeof *answer_cases; i++)
		judge_answer(&answer_cases[i], &wrong);
	assert_int_equal(wrong, 0);
}

/* Every byte of a text stands for what is written at its place: itself, or an escape. */
static void places_of(enum server_software software, struct str text)
{
	struct sources sources = { 0 };
	const struct server_text *body;
	struct servers servers;

	server_text_read(&servers, &sources, software, text);
	assert_int_equal(servers.count, 1);
	body = servers.blocks[0].answer.body;
	assert_non_null(body);
	for (size_t i = 0; i < body->text.len; i++) {
		struct span at = server_text_at(body, i, 1);
		struct str raw = str_take(str_skip(text, (size_t)at.offset), at.length);
		char said = body->text.ptr[i];

		if (raw.len == 2)
			assert_true(raw.ptr[0] == '\\' &&
				    (raw.ptr[1] == said || (said == '\n' && raw.ptr[1] == 'n') ||
					    (said == '\r' && raw.ptr[1] == 'r') ||
					    (said == '\t' && raw.ptr[1] == 't')));
		else
			assert_true(raw.len == 1 && raw.ptr[0] == said);
		for (size_t j = i; j < body->text.len; j++) {
			struct span part = server_text_at(body, i, (uint32_t)(j - i + 1));
			struct span last = server_text_at(body, j, 1);

			if (last.offset >= at.offset)
				assert_true(part.offset == at.offset &&
					    part.offset + part.length == last.offset + last.length);
		}
	}
	servers_finish(&servers);
	sources_finish(&sources);
}

static void places(void **state)
{
	(void)state;
	places_of(SERVER_NGINX,
		STR("server { return 200 \"a\\n\\r\\n\\t\\\\\\\"\\'b\nc\\x\\\\n\"; }"));
	places_of(SERVER_NGINX, STR("server { set $a 'x\\n'; set $b y; return 200 $b$a$b; }"));
	places_of(SERVER_CADDY, STR(":443 {\n respond \"a\\\"\\\\\\n\nb\" 200\n}"));
	places_of(SERVER_CADDY, STR(":443 {\n respond `a\\\"\n`\n}"));
	places_of(SERVER_CADDY, STR(":443 {\n respond <<EOF\r\n\t\ta\r\n\r\n\t\t\tb\n\t\tEOF\n}"));
}

/* Findings in a text point at the bytes of the configuration. */
static const struct scene scenes[] = {
	{ "nginx: escapes before and in what is wrong",
		"==> nginx.conf <==\n"
		"server { listen 443 ssl; server_name mta-sts.example.com; location / {\n"
		"return 200 \"version: STSv1\\nmode:\\tenforce\\nmx: a\\\\b\\r\\nmx: "
		"c\\\"d.example\\n"
		"max_age: 1w\\n\\n\"; } }\n",
		"policy-mx-invalid E \\\\\n"
		"policy-line-ending-mixed I \\r\\n\n"
		"policy-mx-invalid E \\\"\n"
		"policy-max-age-invalid E 1w\n"
		"policy-blank-line E \\n\n" },
	{ "Caddy: a heredoc",
		"==> Caddyfile <==\n"
		"mta-sts.example.com {\n respond <<X\n  version: STSv1\n  mode: Enforce\n"
		"  mx: a.example.com.\n  max_age: 604800\n  X\n}\n",
		"policy-mode-invalid E Enforce\npolicy-mx-invalid E .\n" },
	{ "one text for two names, and a zone",
		"==> example.com.zone <==\n$ORIGIN example.com.\n@ 3600 SOA ns.example.net. h 1 2 "
		"3 4 5\n"
		"@ 3600 MX 10 mail\nmail 3600 A 192.0.2.1\n_mta-sts 3600 TXT \"v=STSv1; id=1\"\n"
		"mta-sts 3600 A 192.0.2.2\n"
		"==> nginx.conf <==\n"
		"server { listen 443 ssl; server_name mta-sts.example.com mta-sts.example.org;\n"
		"location = /.well-known/mta-sts.txt { return 200 \"version: STSv1\\nmode: "
		"enforce\\n"
		"mx: mx.example.com\\nmax_age: 604800\\n\"; } }\n",
		"" },
	{ "a pattern gives the domains of the zones",
		"==> example.com.zone <==\n$ORIGIN example.com.\n@ 3600 SOA ns.example.net. h 1 2 "
		"3 4 5\n"
		"@ 3600 MX 10 mail\nmail 3600 A 192.0.2.1\n_mta-sts 3600 TXT \"v=STSv1; id=1\"\n"
		"mta-sts 3600 A 192.0.2.2\n"
		"==> nginx.conf <==\n"
		"server { listen 443 ssl; server_name ~^mta-sts\\.;\n"
		"location = /.well-known/mta-sts.txt { return 200 \"version: STSv1\\nmode: "
		"enforce\\n"
		"mx: mx.example.com\\nmx: mail.example.com\\nmax_age: 604800\\n\"; } }\n",
		"" },
	{ "a text for all is no policy",
		"==> nginx.conf <==\nserver { listen 443 ssl default_server; return 200 ok; }\n",
		"" },
	{ "a text for a policy host is meant as one",
		"==> nginx.conf <==\nserver { listen 443 ssl; server_name mta-sts.example.com;\n"
		"return 200 ok; }\n",
		"policy-not-a-policy E ok\n" },
	{ "a snippet that is included twice is judged once",
		"==> nginx.conf <==\nhttp {\n"
		"server { listen 443 ssl; server_name mta-sts.example.com; include s/*.conf; }\n"
		"server { listen 443 ssl; server_name mta-sts.example.org; include s/*.conf; }\n}\n"
		"==> s/policy.conf <==\nlocation = /.well-known/mta-sts.txt {\n"
		"return 200 \"version: STSv1\\nmode: on\\nmx: a.example.com\\nmax_age: "
		"604800\\n\";\n}\n",
		"policy-mode-invalid E on\n" },
	{ "files that include each other",
		"==> nginx.conf <==\nserver { server_name mta-sts.example.com; return 403; }\n"
		"include a.conf;\n==> a.conf <==\ninclude nginx.conf;\ninclude a.conf;\n",
		"" },
};

static void findings_in_texts(void **state)
{
	(void)state;
	scenes_check(scenes, sizeof scenes / sizeof *scenes, "policy-", RULE_COUNT);
}

/* The same text many times, between a beginning and an end. */
static void read_many(enum server_software software, const char *begin, const char *one,
	size_t times, const char *end)
{
	struct sources sources = { 0 };
	struct servers servers;
	struct buf buf = { 0 };

	buf_add(&buf, str_c(begin));
	for (size_t i = 0; i < times; i++)
		buf_add(&buf, str_c(one));
	buf_add(&buf, str_c(end));
	server_text_read(&servers, &sources, software, buf_str(&buf));
	servers_finish(&servers);
	sources_finish(&sources);
	buf_finish(&buf);
}

/* Long, deep and repeated things end soon. */
static void bounds(void **state)
{
	static const struct {
		enum server_software software;
		const char *begin, *one, *end;
		size_t times;
	} cases[] = {
		{ SERVER_NGINX, "", "a { ", "", 100000 },
		{ SERVER_NGINX, "server { return 200 \"", "\\n", "\"; }", 1000000 },
		{ SERVER_NGINX, "server { ", "location /.well-known/ { ", "", 60 },
		{ SERVER_NGINX, "http { ", "server { server_name mta-sts.a; }", "}", 50000 },
		{ SERVER_NGINX, "server { server_name ", "mta-sts.example.com ", "; }", 100000 },
		{ SERVER_NGINX, "server { ", "if ($host = a) { return 1; } ", "}", 50000 },
		{ SERVER_NGINX, "server { ", "location ~ (a*)*b$ { } ", "}", 2000 },
		{ SERVER_NGINX, "server { ", "set $a $a$a; ", "return 200 $a; }", 1000 },
		{ SERVER_NGINX, "server { ", "include x*.conf; ", "}", 10000 },
		{ SERVER_APACHE, "", "<Location />\n", "", 100000 },
		{ SERVER_APACHE, "", "<VirtualHost *:443>\n</VirtualHost>\n", "", 30000 },
		{ SERVER_APACHE, "<VirtualHost *:443>\n", "<Location />\n</Location>\n",
			"</VirtualHost>\n", 50000 },
		{ SERVER_CADDY, "", "a {\n", "", 100000 },
		{ SERVER_CADDY, "a {\n", "respond /x b\n", "}\n", 100000 },
		{ SERVER_CADDY, "a {\n", "handle {\n}\n", "}\n", 50000 },
		{ SERVER_CADDY, "", "(x) {\n import x\n import x\n}\nimport x\n", "", 100 },
		{ SERVER_CADDY, "(x) {\n", " import x\n respond /a b\n", "}\na {\n import x\n}\n",
			10 },
		{ SERVER_CADDY, "(x) {\n import x\n import x\n}\n", "a {\n import x\n}\n", "",
			1000 },
		{ SERVER_CADDY, "", "respond <<E\n", "", 100000 },
	};

	(void)state;
	alarm(UNIT_PATIENCE);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		read_many(cases[i].software, cases[i].begin, cases[i].one, cases[i].times,
			cases[i].end);
	alarm(0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers),
		cmocka_unit_test(places),
		cmocka_unit_test(findings_in_texts),
		cmocka_unit_test(bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
