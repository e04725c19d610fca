/* zone, world: look-ups answer the same whether records were kept or are read again. */
#include "tests/unit/unit.h"

#include "lint/model/world.h"
#include "lint/zone/again.h"

#include <stdio.h>
#include <unistd.h>

static uint64_t seed = 5;

static size_t random_below(size_t n)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (size_t)(seed >> 33) % n;
}

#define PICK(list) ((list)[random_below(sizeof(list) / sizeof *(list))])

static const char *const owners[] = { "a", "b", "www.a", "x.b", "*", "mta-sts", "_mta-sts", "c",
	"*.c", "d.c", "A" };
static const char *const records[] = { "60 A 192.0.2.1", "60 A 192.0.2.2", "60 AAAA 2001:db8::1",
	"60 NS ns.example.net.", "60 NS ns2.example.net.", "60 CNAME a.example.com.", "60 CNAME b",
	"60 MX 10 a", "60 MX 20 b", "61 MX 10 a", "61 A 192.0.2.1", "60 TXT \"v=STSv1; id=1;\"",
	"60 TXT \"x\"", "60 DNAME c", "60 SRV 1 2 3 a", "(60) A 192.0.2.9" };
static const char *const others[] = { "$ORIGIN sub.example.com.\n", "$ORIGIN example.com.\n",
	"$TTL 60\n", "$TTL 70\n", "\n; x\n", "$GENERATE 1-2 a A 192.0.2.$\n", " 60 A 192.0.2.3\n",
	" A 192.0.2.4\n", "a.example.com. NS ns.example.org.\n" };

static void make_zone(struct buf *zone)
{
	zone->len = 0;
	buf_printf(zone, "@ 60 IN SOA ns h 1 2 3 4 5\n@ 60 NS ns\n");
	for (size_t i = 1 + random_below(12); i > 0; i--) {
		const char *owner = PICK(owners);

		if (random_below(5) == 0)
			buf_printf(zone, "%s", PICK(others));
		for (size_t n = 1 + random_below(3); n > 0; n--)
			buf_printf(zone, "%s %s\n", owner, PICK(records));
	}
}

/* A world of one zone. */
struct side {
	struct zone_file zone, *list[1];
	struct diag diag;
	struct world world;
};

static void side_make(
	struct side *side, struct sources *sources, uint32_t file, uint64_t again_from)
{
	static const struct levels levels = { 0 };
	struct name_buf apex;
	struct zone_input input = { .file = file, .again_from = again_from };
	enum source_status status;

	name_from_host(STR("example.com"), &apex);
	input.origin = name_view(&apex);
	diag_init(&side->diag, &levels);
	assert_true(zone_read(&side->zone, &input, sources, &side->diag, &status));
	side->list[0] = &side->zone;
	world_init(&side->world, side->list, 1, sources, &side->diag);
}

static void side_finish(struct side *side)
{
	world_finish(&side->world);
	zone_finish(&side->zone);
	diag_finish(&side->diag);
}

static bool same_records(const struct lookup *a, const struct lookup *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (a->rrs[i]->ttl != b->rrs[i]->ttl ||
			a->rrs[i]->span.offset != b->rrs[i]->span.offset ||
			!str_eq(a->rrs[i]->rdata, b->rrs[i]->rdata))
			return false;
	return true;
}

static bool same_lookup(
	const struct side *kept, const struct side *again, struct name name, uint16_t type)
{
	struct arena arena = { 0 };
	struct lookup a = world_lookup(&kept->world, NULL, name, type, &arena);
	struct lookup b = world_lookup(&again->world, NULL, name, type, &arena);
	const struct rr *x = NULL, *y = NULL;
	bool same = a.answer == b.answer && a.reason == b.reason && a.whole == b.whole &&
		    a.wildcard == b.wildcard && a.chain_count == b.chain_count &&
		    (a.cut == NULL) == (b.cut == NULL) && same_records(&a, &b);

	same = same &&
	       zone_occluded(kept->world.zones, name, &arena, &x) ==
		       zone_occluded(again->world.zones, name, &arena, &y) &&
	       (x == NULL) == (y == NULL) && (x == NULL || x->span.offset == y->span.offset);
	arena_finish(&arena);
	return same;
}

/* Where a rule may ask for every MX, each is there. */
static bool same_exchangers(const struct side *kept, const struct side *again)
{
	const struct zone *sides[] = { kept->world.zones, again->world.zones };
	size_t counts[] = { 0, 0 };

	if (kept->zone.every_mx != again->zone.every_mx)
		return false;
	for (size_t i = 0; i < 2; i++)
		for (size_t j = 0; j < sides[i]->record_count; j++)
			counts[i] += sides[i]->records[j]->type == TYPE_MX;
	return !kept->zone.every_mx || counts[0] == counts[1];
}

static void judge(const char *path, const struct buf *zone)
{
	static const uint16_t types[] = { 0, TYPE_A, TYPE_AAAA, TYPE_NS, TYPE_CNAME, TYPE_MX,
		TYPE_TXT };
	static const char *const below[] = { "", "sub.", "no.", "a." };
	struct sources sources = { 0 };
	uint32_t file = sources_add(&sources, str_c(path), NULL);
	struct side kept, again;

	side_make(&kept, &sources, file, UINT64_MAX);
	side_make(&again, &sources, file, 1);
	for (size_t i = 0; i < sizeof owners / sizeof *owners; i++)
		for (size_t j = 0; j < sizeof below / sizeof *below; j++)
			for (size_t t = 0; t < sizeof types / sizeof *types; t++) {
				struct name_buf name;
				char text[128];

				snprintf(
					text, sizeof text, "%s.%sexample.com", owners[i], below[j]);
				assert_true(name_from_host(str_c(text), &name));
				if (!same_lookup(&kept, &again, name_view(&name), types[t]))
					fail_msg("%s, type %u, in:\n%.*s", text, types[t],
						(int)zone->len, zone->ptr);
			}
	if (!same_exchangers(&kept, &again))
		fail_msg("not every MX, in:\n%.*s", (int)zone->len, zone->ptr);
	side_finish(&kept);
	side_finish(&again);
	sources_finish(&sources);
}

static void look_ups(void **state)
{
	char path[] = "/tmp/mtasts-again-XXXXXX";
	struct buf zone = { 0 };

	(void)state;
	close(mkstemp(path));
	for (size_t n = 0; n < unit_rounds(400); n++) {
		FILE *file;

		unlink(path);
		file = fopen(path, "w");
		assert_non_null(file);
		make_zone(&zone);
		assert_int_equal(fwrite(zone.ptr, 1, zone.len, file), zone.len);
		fclose(file);
		judge(path, &zone);
	}
	unlink(path);
	buf_finish(&zone);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(look_ups),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
