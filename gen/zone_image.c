#include "gen/zone_image.h"

#include "lint/base/memory.h"
#include "lint/base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { TYPE_NSEC3 = 50 };

/* BYTES in a file without a name. */
static int spool(struct str bytes)
{
	FILE *file = tmpfile();
	int copy = -1;

	if (file == NULL)
		return -1;
	if (fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len && fflush(file) == 0)
		copy = dup(fileno(file));
	fclose(file);
	return copy;
}

const char *zone_image_place(struct zone_image *image, struct span span)
{
	const char *name = sources_at(&image->sources, span.file)->name;
	struct buf text = { 0 };
	size_t line = 1, from = 0;

	if (!source_again(&image->sources, span.file, 0, (size_t)span.offset, &text)) {
		buf_finish(&text);
		return name;
	}
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == '\n') {
			line++;
			from = i + 1;
		}
	name = arena_printf(&image->arena, "%s:%zu:%zu", name, line,
		text_columns(str_skip(buf_str(&text), from)) + 1);
	buf_finish(&text);
	return name;
}

/* A finding with which name servers refuse the file, or after which it is not known what it says.
 */
static bool forbids(const struct finding *finding)
{
	return finding->level == LEVEL_ERROR || finding->rule == RULE_ZONE_TEMPLATE ||
	       finding->rule == RULE_ZONE_INCLUDE_OUTSIDE;
}

static const char *find_fault(struct zone_image *image)
{
	for (size_t i = 0; i < image->diag.count; i++) {
		const struct finding *finding = image->diag.list[i];

		if (forbids(finding))
			return arena_printf(&image->arena, "%s: %s [%s]",
				zone_image_place(image, finding->span), finding->message,
				rules[finding->rule].slug);
	}
	return NULL;
}

static const char *find_signature(struct zone_image *image)
{
	static const uint16_t types[] = { TYPE_RRSIG, TYPE_NSEC, TYPE_NSEC3 };

	for (size_t i = 0; i < image->zone.rr_count; i++)
		for (size_t j = 0; j < sizeof types / sizeof *types; j++)
			if (image->zone.rrs[i].type == types[j])
				return arena_printf(&image->arena,
					"%s: the zone is signed: edit the unsigned zone, and sign "
					"again",
					zone_image_place(image, image->zone.rrs[i].span));
	return NULL;
}

static const char *find_soa_trouble(struct zone_image *image)
{
	const struct rr *first = NULL;

	for (size_t i = 0; i < image->zone.rr_count; i++) {
		const struct rr *rr = &image->zone.rrs[i];

		if (rr->type != TYPE_SOA)
			continue;
		if (first != NULL &&
			(!str_eq(first->rdata, rr->rdata) || !name_equal(first->owner, rr->owner)))
			return arena_printf(&image->arena,
				"%s: a second SOA, which differs from the first: these are two "
				"zones in one file",
				zone_image_place(image, rr->span));
		first = first == NULL ? rr : first;
	}
	return NULL;
}

static const char *find_trouble(struct zone_image *image, const char *name)
{
	const char *why = find_fault(image);

	if (why != NULL)
		return why;
	if (!image->zone.has_soa)
		return arena_printf(&image->arena,
			"%s: there is no SOA: it is a part of a zone, or what a program makes one "
			"of; name "
			"the file of the zone itself",
			name);
	if (image->zone.incomplete)
		return arena_printf(&image->arena, "%s: %s, so nobody knows what the zone holds",
			zone_image_place(image, image->zone.incomplete_at),
			image->zone.incomplete_why);
	why = find_soa_trouble(image);
	return why != NULL ? why : find_signature(image);
}

static int compare_owners(const void *left, const void *right)
{
	const struct owner_entry *a = left, *b = right;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return a->rr < b->rr ? -1 : a->rr > b->rr;
}

static void index_owners(struct zone_image *image)
{
	size_t count = image->zone.rr_count;

	image->owners = memory_alloc(count, sizeof *image->owners);
	for (size_t i = 0; i < count; i++)
		image->owners[i] = (struct owner_entry){ name_hash(image->zone.rrs[i].owner),
			&image->zone.rrs[i] };
	if (count > 1)
		qsort(image->owners, count, sizeof *image->owners, compare_owners);
}

const struct owner_entry *zone_image_at(
	const struct zone_image *image, struct name name, size_t *count)
{
	uint64_t hash = name_hash(name);
	size_t low = 0, high = image->zone.rr_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (image->owners[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	for (high = low; high < image->zone.rr_count && image->owners[high].hash == hash;)
		high++;
	*count = high - low;
	return image->owners + low;
}

bool zone_image_includes_set_ttl(struct zone_image *image)
{
	bool found = false;

	for (size_t i = 0; i < image->zone.include_count && !found; i++) {
		uint32_t file = image->zone.includes[i];
		struct buf text = { 0 };

		found = !source_again(&image->sources, file, 0,
				(size_t)sources_at(&image->sources, file)->size, &text) ||
			str_ifind(buf_str(&text), STR("$TTL")) < text.len;
		buf_finish(&text);
	}
	return found;
}

const char *zone_image_read(
	struct zone_image *image, const struct zone_write_input *input, struct str bytes)
{
	struct zone_input zone = {
		.apex = input->apex,
		.origin = input->origin,
		.root = input->root,
		.includes = input->includes,
		.directory = input->directory,
		.keep_all = true,
	};
	enum source_status status;
	int copy = spool(bytes);

	*image = (struct zone_image){ 0 };
	diag_init(&image->diag, &image->levels);
	if (copy < 0)
		return arena_printf(&image->arena,
			"%s: no room for a copy in the directory for temporary files", input->path);
	zone.file = sources_add(&image->sources, str_c(input->path), NULL);
	sources_at(&image->sources, zone.file)->spool = copy;
	if (!zone_read(&image->zone, &zone, &image->sources, &image->diag, &status))
		return arena_printf(
			&image->arena, "%s: %s", input->path, source_status_text(status));
	index_owners(image);
	return find_trouble(image, input->path);
}

void zone_image_finish(struct zone_image *image)
{
	free(image->owners);
	zone_finish(&image->zone);
	diag_finish(&image->diag);
	sources_finish(&image->sources);
	arena_finish(&image->arena);
	*image = (struct zone_image){ 0 };
}
