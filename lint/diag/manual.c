#include "lint/diag/manual.h"

static const struct manual_line sections[] = {
#define ROW(slug, line) { slug, line },
#include "lint/diag/manual.inc"
#undef ROW
	{ NULL, NULL },
};

void manual_text(struct buf *out, const struct manual_line *lines, const char *key)
{
	size_t blank = 0, before = out->len;

	for (; lines->key != NULL; lines++) {
		if (strcmp(lines->key, key) != 0)
			continue;
		if (lines->text[0] == '\0') {
			blank++;
			continue;
		}
		for (; out->len > before && blank > 0; blank--)
			buf_add_char(out, '\n');
		blank = 0;
		buf_add(out, str_c(lines->text));
		buf_add_char(out, '\n');
	}
}

void manual_section(struct buf *out, enum rule_id rule)
{
	manual_text(out, sections, rules[rule].slug);
}
