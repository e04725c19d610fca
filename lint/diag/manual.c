#include "lint/diag/manual.h"

/* The sections, line by line. */
static const struct {
	const char *slug, *line;
} manual[] = {
#define ROW(slug, line) { slug, line },
#include "lint/diag/manual.inc"
#undef ROW
	{ NULL, NULL },
};

void manual_section(struct buf *out, enum rule_id rule)
{
	size_t blank = 0, before = out->len;

	for (size_t i = 0; manual[i].slug != NULL; i++) {
		if (strcmp(manual[i].slug, rules[rule].slug) != 0)
			continue;
		if (manual[i].line[0] == '\0') {
			blank++;
			continue;
		}
		for (; out->len > before && blank > 0; blank--)
			buf_add_char(out, '\n');
		blank = 0;
		buf_add(out, str_c(manual[i].line));
		buf_add_char(out, '\n');
	}
}
