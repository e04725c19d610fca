/* The policy where somebody else runs the web server: GitHub Pages, a Cloudflare Worker. */
#include "gen/parts.h"

void gen_to_pages(const struct gen_domain *domain, struct gen_files *files)
{
	struct buf name = { 0 };

	gen_to_policy(domain, files);
	buf_printf(&name, "%s\n", domain->host);
	gen_file_take(files, arena_printf(files->arena, "%s/CNAME", domain->host), &name);
	/* Without it Pages leaves out what begins with a dot. */
	gen_file_add(files, arena_printf(files->arena, "%s/.nojekyll", domain->host), STR(""));
}

/* TEXT as strings of JavaScript, one a line. */
static void put_lines(struct buf *buf, struct str text)
{
	while (text.len > 0) {
		size_t end = str_find_char(text, '\n') + 1;

		buf_add(buf, STR("  \""));
		for (size_t i = 0; i < end; i++)
			if (text.ptr[i] == '\r')
				buf_add(buf, STR("\\r"));
			else if (text.ptr[i] == '\n')
				buf_add(buf, STR("\\n"));
			else
				buf_add_char(buf, text.ptr[i]);
		text = str_skip(text, end);
		buf_add(buf, text.len > 0 ? STR("\" +\n") : STR("\";\n"));
	}
}

void gen_to_worker(const struct gen_domain *domain, struct gen_files *files)
{
	struct buf buf = { 0 };

	buf_printf(&buf, "// https://%s/.well-known/mta-sts.txt (RFC 8461 3.3)\n", domain->host);
	buf_add(&buf, STR("const policy =\n"));
	put_lines(&buf, domain->policy);
	buf_add(&buf,
		STR("const headers = { \"content-type\": \"text/plain\" };\n"
		    "\n"
		    "export default {\n"
		    "  async fetch(request) {\n"
		    "    if (new URL(request.url).pathname !== \"/.well-known/mta-sts.txt\") {\n"
		    "      return new Response(\"not found\\n\", { status: 404, headers });\n"
		    "    }\n"
		    "    if (request.method !== \"GET\" && request.method !== \"HEAD\") {\n"
		    "      return new Response(\"GET only\\n\", {\n"
		    "        status: 405,\n"
		    "        headers: { ...headers, allow: \"GET, HEAD\" },\n"
		    "      });\n"
		    "    }\n"
		    "    return new Response(request.method === \"HEAD\" ? null : policy, "
		    "{ headers });\n"
		    "  },\n"
		    "};\n"));
	gen_file_take(files, arena_printf(files->arena, "worker/%s.mjs", domain->host), &buf);
}
