/*
 * Virtual hosts that serve the policy as RFC 8461 3.3 wants it: text/plain, no redirect (senders
 * follow none), 404 for everything else, TLS 1.2 or later. They serve the file that the target
 * `policy` writes, so that a changed policy changes no configuration.
 */
#include "gen/parts.h"

static void put_head(struct buf *buf, const struct gen_domain *domain)
{
	buf_printf(buf, "# https://%s/.well-known/mta-sts.txt (RFC 8461 3.3)\n", domain->host);
}

void gen_to_nginx(const struct gen_domain *domain, struct gen_files *files)
{
	struct buf buf = { 0 };

	put_head(&buf, domain);
	buf_printf(&buf,
		"server {\n"
		"\tlisten 443 ssl;\n"
		"\tlisten [::]:443 ssl;\n"
		"\tserver_name %s;\n"
		"\n"
		"\tssl_certificate %s;\n"
		"\tssl_certificate_key %s;\n"
		"\tssl_protocols TLSv1.2 TLSv1.3;\n"
		"\n"
		"\troot %s;\n"
		"\tlocation = /.well-known/mta-sts.txt {\n"
		"\t\ttypes { }\n"
		"\t\tdefault_type text/plain;\n"
		"\t}\n"
		"\tlocation / {\n"
		"\t\treturn 404;\n"
		"\t}\n"
		"}\n",
		domain->host, domain->certificate, domain->key, domain->root);
	gen_file_take(files, arena_printf(files->arena, "nginx/%s.conf", domain->host), &buf);
}

void gen_to_apache(const struct gen_domain *domain, struct gen_files *files)
{
	struct buf buf = { 0 };

	put_head(&buf, domain);
	buf_printf(&buf,
		"<VirtualHost *:443>\n"
		"\tServerName %s\n"
		"\tDocumentRoot \"%s\"\n"
		"\n"
		"\tSSLEngine on\n"
		"\tSSLProtocol -all +TLSv1.2 +TLSv1.3\n"
		"\tSSLCertificateFile \"%s\"\n"
		"\tSSLCertificateKeyFile \"%s\"\n"
		"\n"
		"\tRedirectMatch 404 \"^(?!/\\.well-known/mta-sts\\.txt$)\"\n"
		"\t<Directory \"%s\">\n"
		"\t\tOptions None\n"
		"\t\tAllowOverride None\n"
		"\t\tRequire all granted\n"
		"\t</Directory>\n"
		"\t<Location \"/.well-known/mta-sts.txt\">\n"
		"\t\tForceType text/plain\n"
		"\t</Location>\n"
		"</VirtualHost>\n",
		domain->host, domain->root, domain->certificate, domain->key, domain->root);
	gen_file_take(files, arena_printf(files->arena, "apache/%s.conf", domain->host), &buf);
}

void gen_to_caddy(const struct gen_domain *domain, struct gen_files *files)
{
	struct buf buf = { 0 };

	put_head(&buf, domain);
	buf_printf(&buf, "%s {\n", domain->host);
	/* Without a certificate of its own the site gets one from Caddy. */
	if (domain->spec->certificate.len > 0 || domain->spec->key.len > 0)
		buf_printf(&buf, "\ttls %s %s {\n", domain->certificate, domain->key);
	else
		buf_add(&buf, STR("\ttls {\n"));
	buf_printf(&buf,
		"\t\tprotocols tls1.2 tls1.3\n"
		"\t}\n"
		"\n"
		"\troot * %s\n"
		"\thandle /.well-known/mta-sts.txt {\n"
		"\t\theader Content-Type text/plain\n"
		"\t\tfile_server\n"
		"\t}\n"
		"\thandle {\n"
		"\t\trespond 404\n"
		"\t}\n"
		"}\n",
		domain->root);
	gen_file_take(files, arena_printf(files->arena, "caddy/%s.caddyfile", domain->host), &buf);
}
