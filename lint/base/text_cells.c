/* How wide text is on a terminal. Whole blocks, where nearly all of a block is alike: what people
 * write in comments and names, not all of Unicode. */
#include "lint/base/text.h"

/* The characters from FIRST to LAST take so many cells; those that are in no row take one. */
static const struct {
	uint32_t first, last;
	unsigned cells;
} blocks[] = {
	{ 0x0300, 0x036f, 0 }, /* combining marks */
	{ 0x0483, 0x0489, 0 }, /* of Cyrillic */
	{ 0x0591, 0x05bd, 0 }, /* Hebrew points */
	{ 0x064b, 0x065f, 0 }, /* Arabic marks */
	{ 0x0e31, 0x0e31, 0 }, /* Thai */
	{ 0x0e34, 0x0e3a, 0 }, { 0x0e47, 0x0e4e, 0 },
	{ 0x1100, 0x115e, 2 }, /* Hangul, the first of a syllable */
	{ 0x1161, 0x11ff, 0 }, /* and what goes below it */
	{ 0x1ab0, 0x1aff, 0 }, /* combining marks */
	{ 0x1dc0, 0x1dff, 0 }, { 0x20d0, 0x20ff, 0 },
	{ 0x2e80, 0x3029, 2 }, /* CJK radicals and punctuation */
	{ 0x302a, 0x302d, 0 }, { 0x302e, 0x303e, 2 }, { 0x3041, 0x3098, 2 }, /* kana */
	{ 0x3099, 0x309a, 0 }, { 0x309b, 0x3247, 2 },	/* kana, bopomofo, CJK in circles */
	{ 0x3250, 0x4dbf, 2 },				/* CJK */
	{ 0x4e00, 0xa4cf, 2 },				/* CJK, Yi */
	{ 0xa960, 0xa97f, 2 },				/* Hangul */
	{ 0xac00, 0xd7a3, 2 }, { 0xf900, 0xfaff, 2 },	/* CJK */
	{ 0xfe00, 0xfe0f, 0 },				/* variation selectors */
	{ 0xfe20, 0xfe2f, 0 },				/* combining marks */
	{ 0xfe30, 0xfe6b, 2 },				/* forms for vertical text */
	{ 0xff01, 0xff60, 2 },				/* full width */
	{ 0xffe0, 0xffe6, 2 }, { 0x1f300, 0x1f64f, 2 }, /* pictures */
	{ 0x1f680, 0x1f6ff, 2 }, { 0x1f900, 0x1f9ff, 2 }, { 0x1fa70, 0x1faff, 2 },
	{ 0x20000, 0x3fffd, 2 }, /* CJK */
};

static unsigned cells(uint32_t code)
{
	for (size_t i = 0; i < sizeof blocks / sizeof *blocks && code >= blocks[i].first; i++)
		if (code <= blocks[i].last)
			return blocks[i].cells;
	return 1;
}

size_t text_cells(struct str s)
{
	size_t sum = 0;
	uint32_t code;

	while (s.len > 0) {
		size_t len = text_utf8(s, &code);

		sum += len == 0 ? 1 : cells(code);
		s = str_skip(s, len == 0 ? 1 : len);
	}
	return sum;
}
