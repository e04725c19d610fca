#include "lint/report/xml.h"

#include "lint/base/text.h"

#include <inttypes.h>

/* What stands for C; NULL: itself. */
static const char *reference(char c)
{
	static const struct {
		char c;
		const char *text;
	} references[] = {
		{ '&', "&amp;" },
		{ '<', "&lt;" },
		{ '>', "&gt;" },
		{ '"', "&quot;" },
		{ '\'', "&apos;" },
	};

	for (size_t i = 0; i < sizeof references / sizeof *references; i++)
		if (references[i].c == c)
			return references[i].text;
	return NULL;
}

void xml_put_safe(FILE *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		const char *instead = reference(text.ptr[i]);

		if (instead == NULL)
			fputc(text.ptr[i], out);
		else
			fputs(instead, out);
	}
}

void xml_put(FILE *out, const char *text)
{
	struct buf buf = { 0 };

	text_escape(&buf, str_c(text));
	xml_put_safe(out, buf_str(&buf));
	buf_finish(&buf);
}

void xml_attribute(FILE *out, const char *name, const char *value)
{
	fprintf(out, " %s=\"", name);
	xml_put(out, value);
	fputc('"', out);
}

void xml_attribute_number(FILE *out, const char *name, uint64_t value)
{
	fprintf(out, " %s=\"%" PRIu64 "\"", name, value);
}

void xml_declaration(FILE *out)
{
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", out);
}
