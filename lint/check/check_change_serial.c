/* change-serial-stale: secondaries take a zone only when its serial is ahead of theirs (RFC 1982,
 * RFC 1034 4.3.5). */
#include "lint/base/memory.h"
#include "lint/check/change.h"
#include "lint/dns/serial.h"
#include "lint/zone/mend.h"
#include "lint/zone/names.h"
#include "lint/zone/token.h"

#include <stdlib.h>

/* Zones whose files are larger are compared by those records only that other rules read, and that
 * are kept wherever in the file they stand. */
enum { WHOLE_MAX = 64 * 1024 * 1024 };

/* The records of a zone as a set: a hash for each, sorted, each once. */
struct image {
	struct check *check;
	struct sources *sources;
	struct str apex; /* as text, without a final dot */
	uint64_t *list;
	size_t count, capacity;
	bool template; /* some text of it is filled in by another program */
};

static uint64_t mix(uint64_t hash, const void *bytes, size_t len, bool fold)
{
	const char *at = bytes;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)(fold ? ascii_lower(at[i]) : at[i])) *
		       UINT64_C(1099511628211);
	return hash;
}

/* How data that no rule reads are written: names in some places, and then digits that blanks may
 * part. */
static const struct form {
	size_t names, names_end; /* tokens, from 0 */
	size_t digits;		 /* all from this one on; SIZE_MAX: none */
	uint16_t type;
	bool fold; /* those are hexadecimal */
} forms[] = {
	{ 0, 1, SIZE_MAX, 12, false }, /* PTR */
	{ 0, 2, SIZE_MAX, 17, false }, /* RP */
	{ 1, 2, SIZE_MAX, 18, false }, /* AFSDB */
	{ 3, 4, SIZE_MAX, 33, false }, /* SRV */
	{ 5, 6, SIZE_MAX, 35, false }, /* NAPTR */
	{ 1, 2, SIZE_MAX, 36, false }, /* KX */
	{ 0, 0, 3, 43, true },	       /* DS */
	{ 0, 0, 2, 44, true },	       /* SSHFP */
	{ 0, 0, 3, 48, false },	       /* DNSKEY */
	{ 0, 0, 3, 53, true },	       /* SMIMEA */
	{ 0, 0, 3, 59, true },	       /* CDS */
	{ 0, 0, 3, 60, false },	       /* CDNSKEY */
	{ 0, 0, 0, 61, false },	       /* OPENPGPKEY */
	{ 1, 2, SIZE_MAX, 64, false }, /* SVCB */
	{ 1, 2, SIZE_MAX, 65, false }, /* HTTPS */
};

static const struct form *form_of(uint16_t type)
{
	static const struct form any = { 0, 0, SIZE_MAX, 0, false };

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (forms[i].type == type)
			return &forms[i];
	return &any;
}

/* NAME relative to the apex, as those without a final dot are taken to be. */
static struct str relative(struct str name, struct str apex)
{
	size_t end = name.len > 0 ? name.len - 1 : 0;

	if (str_eq(name, STR("@")))
		return STR("");
	if (!str_ends(name, STR(".")) || end < apex.len ||
		!str_ieq(str_of(name.ptr + end - apex.len, apex.len), apex))
		return name;
	if (end == apex.len)
		return STR("");
	return name.ptr[end - apex.len - 1] == '.' ? str_take(name, end - apex.len - 1) : name;
}

/* Token number I of the data. */
static uint64_t mix_token(const struct image *image, uint64_t hash, const struct form *form,
	struct str text, size_t i)
{
	bool name = i >= form->names && i < form->names_end;

	if (name)
		text = relative(text, image->apex);
	hash = mix(hash, text.ptr, text.len, name || (i >= form->digits && form->fold));
	return i < form->digits ? mix(hash, " ", 1, false) : hash;
}

/* The data of a record that no rule reads, as written, without comments and blanks. */
static uint64_t mix_text(const struct image *image, uint64_t hash, const struct rr *rr)
{
	const struct form *form = form_of(rr->generated ? 0 : rr->type);
	struct buf text = { 0 };
	struct lexer lexer;
	struct token token;
	size_t i = 0;

	source_again(image->sources, rr->span.file, rr->span.offset, rr->span.length, &text);
	lexer_init(&lexer, buf_str(&text));
	while ((token = lexer_next(&lexer)).kind == TOKEN_TEXT || token.kind == TOKEN_QUOTED)
		if (rr->generated || rr->span.offset + token.at >= rr->value_at.offset)
			hash = mix_token(image, hash, form, token.text, i++);
	buf_finish(&text);
	return hash;
}

/* Data that are names are compared in any case. */
static bool is_names(uint16_t type)
{
	return type == TYPE_MX || type == TYPE_NS || type == TYPE_CNAME || type == TYPE_DNAME ||
	       type == TYPE_SOA;
}

/* Of an SOA the octets before its serial, which are its names, and those behind it. */
static void add_record(struct image *image, const struct rr *rr)
{
	enum { NUMBERS = 20, SERIAL = 4 };
	size_t len = rr->rdata.len;
	uint64_t hash = UINT64_C(14695981039346656037);

	hash = mix(hash, rr->owner.wire, rr->owner.len, true);
	hash = mix(hash, &rr->type, sizeof rr->type, false);
	hash = mix(hash, &rr->ttl, sizeof rr->ttl, false);
	if (rr->type == TYPE_SOA && len > NUMBERS) {
		hash = mix(hash, rr->rdata.ptr, len - NUMBERS, true);
		hash = mix(hash, rr->rdata.ptr + len - NUMBERS + SERIAL, NUMBERS - SERIAL, false);
	} else if (len > 0) {
		hash = mix(hash, rr->rdata.ptr, len, is_names(rr->type));
	} else {
		hash = mix_text(image, hash, rr);
	}
	MEMORY_GROW(image->list, image->count, image->capacity);
	image->list[image->count++] = hash;
}

static int compare_hashes(const void *left, const void *right)
{
	const uint64_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

static void sort_image(struct image *image)
{
	size_t kept = 0;

	if (image->count > 0)
		qsort(image->list, image->count, sizeof *image->list, compare_hashes);
	for (size_t i = 0; i < image->count; i++)
		if (i == 0 || image->list[i] != image->list[kept - 1])
			image->list[kept++] = image->list[i];
	image->count = kept;
}

/* Reads FILE again with all its records, into IMAGE. */
static void add_file(struct image *image, const struct zone_file *file)
{
	static const struct levels usual;
	struct zone_input input = file->input;
	struct sources part;
	struct zone_file whole;
	struct diag diag;
	enum source_status status;

	sources_part(&part, image->sources);
	diag_init(&diag, &usual);
	input.file = file->file;
	input.keep_all = true;
	if (zone_read(&whole, &input, &part, &diag, &status)) {
		struct sources *sources = image->sources;

		image->sources = &part;
		for (size_t i = 0; i < whole.rr_count; i++)
			add_record(image, &whole.rrs[i]);
		image->sources = sources;
		zone_finish(&whole);
	}
	for (size_t i = 0; i < diag.count; i++)
		image->template = image->template || diag.list[i]->rule == RULE_ZONE_TEMPLATE;
	diag_finish(&diag);
	sources_finish(&part);
}

/* What is read again in full; UINT64_MAX for what is no zone file. */
static uint64_t size_of(const struct sources *sources, const struct zone *zone)
{
	uint64_t size = 0;

	for (size_t i = 0; i < zone->file_count; i++) {
		const struct zone_file *file = zone->files[i];

		if (file->octodns)
			return UINT64_MAX;
		size += sources_at(sources, file->file)->size;
		for (size_t k = 0; k < file->include_count; k++)
			size += sources_at(sources, file->includes[k])->size;
	}
	return size;
}

static void make_image(struct image *image, const struct zone *zone, bool whole)
{
	for (size_t i = 0; whole && i < zone->file_count; i++)
		add_file(image, zone->files[i]);
	for (size_t i = 0; !whole && i < zone->record_count; i++)
		if ((type_bit(zone->records[i]->type) & NAMES_AGAIN) == 0)
			add_record(image, zone->records[i]);
	sort_image(image);
}

static bool same_images(const struct image *a, const struct image *b)
{
	return a->count == b->count &&
	       (a->count == 0 || memcmp(a->list, b->list, a->count * sizeof *a->list) == 0);
}

/* SOURCE holds what it held before, as git knows. */
static bool is_untouched(const struct check *check, const struct source *source)
{
	const struct past_entry *entry = NULL;

	return past_find(check->before->sources->past, source->path, true, &entry) == PAST_ENTRY &&
	       entry->object != NULL && entry->now != NULL;
}

/* Every file of ZONE, which SOURCES hold, is. */
static bool all_untouched(
	const struct check *check, const struct sources *sources, const struct zone *zone)
{
	bool result = true;

	for (size_t i = 0; result && i < zone->file_count; i++) {
		const struct zone_file *file = zone->files[i];

		result = is_untouched(check, sources_at(sources, file->file));
		for (size_t k = 0; result && k < file->include_count; k++)
			result = is_untouched(check, sources_at(sources, file->includes[k]));
	}
	return result;
}

static const struct rr *soa_of(const struct zone *zone)
{
	for (size_t i = 0; i < zone->record_count; i++)
		if (zone->records[i]->type == TYPE_SOA && zone->records[i]->rdata.len > 20)
			return zone->records[i];
	return NULL;
}

/* What the two versions say; true if any of it is worth a finding. */
struct serials {
	const struct rr *soa, *was;
	uint32_t now, before;
	bool smaller;
};

/* Records changed, and none of what changed is filled in later. */
static bool records_changed(
	struct check *check, const struct zone *zone, const struct zone *earlier, bool *template)
{
	struct str apex = str_c(name_text(&check->arena, zone->apex));
	struct image now = { .check = check, .sources = check->sources, .apex = apex };
	struct image before = { .check = check, .sources = check->before->sources, .apex = apex };
	bool whole = size_of(now.sources, zone) <= WHOLE_MAX &&
		     size_of(before.sources, earlier) <= WHOLE_MAX;
	bool same;

	make_image(&now, zone, whole);
	make_image(&before, earlier, whole);
	same = same_images(&now, &before);
	*template = now.template || before.template;
	free(now.list);
	free(before.list);
	return !same;
}

static void change_serial_stale(struct check *check, const struct serials *serials)
{
	struct mend mend = { &check->diag->arena, check->sources, serials->soa };
	uint32_t next = serial_next(serials->before, check->now);
	struct fix_edit *edit = mend_serial(&mend, next);
	struct mend mend_was = { &check->diag->arena, check->before->sources, serials->was };
	struct fix_edit *was = mend_serial(&mend_was, next);
	struct span at = edit == NULL ? serials->soa->value_at : edit->at;
	struct finding *finding;

	if (serials->smaller)
		finding = diag_add_level(check->diag, RULE_CHANGE_SERIAL_STALE, LEVEL_ERROR, at,
			"the serial went back from %lu to %lu: secondaries keep the zone that they "
			"have",
			(unsigned long)serials->before, (unsigned long)serials->now);
	else
		finding = diag_add(check->diag, RULE_CHANGE_SERIAL_STALE, at,
			"records changed and the serial %lu did not: secondaries keep the zone "
			"that "
			"they have",
			(unsigned long)serials->now);
	diag_note(check->diag, finding,
		change_span(check, was == NULL ? serials->was->value_at : was->at), "it was %lu",
		(unsigned long)serials->before);
	diag_help(check->diag, finding, "write the serial %lu", (unsigned long)next);
	if (finding == NULL)
		return;
	diag_fix(check->diag, finding, true);
	diag_fix_add(check->diag, finding, edit);
}

void change_serial(struct check *check, const struct zone *zone, const struct zone *earlier)
{
	struct serials serials = { .soa = soa_of(zone), .was = soa_of(earlier) };
	bool template, changed;

	if (check->serial_managed || serials.soa == NULL || serials.was == NULL ||
		diag_level(check->diag, RULE_CHANGE_SERIAL_STALE, LEVEL_ERROR) == LEVEL_OFF)
		return;
	serials.now = rr_serial(serials.soa);
	serials.before = rr_serial(serials.was);
	serials.smaller = serial_is_greater(serials.before, serials.now);
	if (serials.now <= 1 || serial_is_greater(serials.now, serials.before) ||
		(all_untouched(check, check->sources, zone) &&
			all_untouched(check, check->before->sources, earlier)))
		return;
	changed = records_changed(check, zone, earlier, &template);
	if (!template && (changed || serials.smaller) &&
		(serials.smaller || !change_serial_is_static(check, serials.soa, zone)))
		change_serial_stale(check, &serials);
}
