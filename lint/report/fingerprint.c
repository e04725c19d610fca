#include "lint/report/fingerprint.h"

#include "lint/base/memory.h"
#include "lint/digest/digest.h"

#include <stdlib.h>

_Static_assert((int)FINGERPRINT_LEN == (int)DIGEST_ID_LEN, "a fingerprint is a short digest");

enum {
	LONGEST = 4096,	   /* bytes of a line that count */
	WINDOW = 64 * 1024 /* bytes that are read at a time */
};

/* Rules about what is absent. They point at what demands it, which has nothing to do with it. */
static const bool about_absent[RULE_COUNT] = {
	[RULE_CHANGE_REMOVED_ABRUPTLY] = true,
	[RULE_HOST_MISSING] = true,
	[RULE_HOST_NAME_UNSERVED] = true,
	[RULE_POLICY_MAX_AGE_MISSING] = true,
	[RULE_POLICY_MISSING] = true,
	[RULE_POLICY_MODE_MISSING] = true,
	[RULE_POLICY_MX_MISSING] = true,
	[RULE_POLICY_ORPHAN] = true,
	[RULE_POLICY_VERSION_MISSING] = true,
	[RULE_RECORD_MISSING] = true,
	[RULE_TLSRPT_MISSING] = true,
	[RULE_ZONE_SOA_MISSING] = true,
};

/* The bytes of a file from BASE on. Findings are sorted, so it is read through once. */
struct window {
	struct sources *sources;
	struct buf bytes;
	uint64_t base;
	uint32_t file;
	bool at_end; /* no byte of the file lies behind it */
};

/* Those that begin alike: a hash table of 2^n places, half of them empty. */
struct seen {
	const struct finding *first; /* NULL: an empty place */
	uint64_t count;
};

struct prints {
	const struct report *report;
	struct window window;
	struct seen *seen;
	size_t mask;
	struct buf text;
};

/* The line that begins at OFFSET, at most LONGEST bytes of it; empty when it cannot be read. */
static struct str window_line(struct window *window, uint32_t file, uint64_t offset)
{
	struct buf *bytes = &window->bytes;
	struct str line;

	if (file != window->file || offset < window->base || offset - window->base > bytes->len ||
		(bytes->len - (offset - window->base) < LONGEST && !window->at_end)) {
		bytes->len = 0;
		window->file = file;
		window->base = offset;
		if (!source_again(window->sources, file, offset, WINDOW, bytes))
			bytes->len = 0;
		window->at_end = bytes->len < WINDOW;
	}
	line = str_take(str_skip(buf_str(bytes), (size_t)(offset - window->base)), LONGEST);
	return str_take(line, str_find_char(line, '\n'));
}

/* Appends LINE without blanks and CR at its ends, each run of blanks as one. */
static void add_folded(struct buf *out, struct str line)
{
	while (line.len > 0 && line.ptr[line.len - 1] == '\r')
		line.len--;
	line = str_trim(line);
	for (size_t i = 0; i < line.len; i++)
		if (!ascii_is_blank(line.ptr[i]))
			buf_add_char(out, line.ptr[i]);
		else if (!ascii_is_blank(line.ptr[i + 1]))
			buf_add_char(out, ' ');
}

/* The three lines that say what the finding is about. */
static void describe(struct prints *prints, const struct finding *finding, const struct place *at)
{
	struct buf *text = &prints->text;
	uint32_t file = finding->span.file;

	text->len = 0;
	buf_add(text, str_c(rules[finding->rule].slug));
	buf_add_char(text, '\n');
	if (file != SPAN_NO_FILE)
		buf_add(text, str_c(report_machine_name(prints->report, file)));
	buf_add_char(text, '\n');
	if (file == SPAN_NO_FILE || about_absent[finding->rule])
		buf_add(text, str_c(finding->domain == NULL ? "" : finding->domain));
	else if (at->line != 0)
		add_folded(text, window_line(&prints->window, file, at->line_start));
	buf_add_char(text, '\n');
}

static void print_of(struct prints *prints, uint64_t count, char hex[FINGERPRINT_LEN + 1])
{
	size_t len = prints->text.len;

	buf_printf(&prints->text, "%llu", (unsigned long long)count);
	digest_hex(buf_str(&prints->text), hex);
	prints->text.len = len;
}

static size_t hash_of(const char *hex)
{
	size_t hash = 0;

	for (size_t i = 0; i < sizeof hash * 2; i++)
		hash = hash << 4 | (size_t)(hex[i] <= '9' ? hex[i] - '0' : hex[i] - 'a' + 10);
	return hash;
}

/* The place of those whose first one has the fingerprint HEX, or an empty one. */
static struct seen *seen_slot(const struct prints *prints, const char *hex)
{
	size_t at = hash_of(hex) & prints->mask;

	while (prints->seen[at].first != NULL &&
		strcmp(prints->seen[at].first->fingerprint, hex) != 0)
		at = (at + 1) & prints->mask;
	return &prints->seen[at];
}

static void print_finding(struct prints *prints, struct finding *finding, const struct place *at)
{
	struct seen *seen;

	describe(prints, finding, at);
	print_of(prints, 0, finding->fingerprint);
	seen = seen_slot(prints, finding->fingerprint);
	if (seen->first == NULL)
		seen->first = finding;
	else
		print_of(prints, seen->count, finding->fingerprint);
	seen->count++;
}

void fingerprint_all(const struct report *report, const struct places *places)
{
	struct prints prints = {
		.report = report,
		.window = { .sources = report->sources, .file = SPAN_NO_FILE },
	};
	size_t places_needed = 2;

	while (places_needed < report->diag->count * 2)
		places_needed *= 2;
	prints.mask = places_needed - 1;
	prints.seen = memory_alloc(places_needed, sizeof *prints.seen);
	for (size_t i = 0; i < report->diag->count; i++) {
		struct finding *finding = report->diag->list[i];

		if (finding->fingerprint[0] == '\0')
			print_finding(&prints, finding, &places_finding(places, i)->start);
	}
	free(prints.seen);
	buf_finish(&prints.text);
	buf_finish(&prints.window.bytes);
}
