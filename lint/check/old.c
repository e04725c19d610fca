#include "lint/check/old.h"

#include "lint/zone/octodns.h"

#include <stdio.h>
#include <unistd.h>

void old_policy(struct policy *policy, struct str text)
{
	static const struct levels usual;
	struct diag diag;

	diag_init(&diag, &usual);
	policy_parse(policy, 0, text, &policy_limits_default, &diag);
	diag_finish(&diag);
}

/* Makes TEXT the only source; false when there is no room for it. */
static bool make_source(struct sources *sources, struct str text)
{
	FILE *file = tmpfile();
	bool ok = file != NULL && fwrite(text.ptr, 1, text.len, file) == text.len &&
		  fflush(file) == 0;

	sources_add(sources, STR("old"), NULL);
	if (ok)
		sources->list[0].spool = dup(fileno(file));
	if (file != NULL)
		fclose(file);
	return ok && sources->list[0].spool >= 0;
}

static void look_at(struct arena *arena, struct old_zone *zone, struct sources *sources,
	const struct rr *rr, struct name name)
{
	static const struct levels usual;
	struct txt_input input = { .sources = sources, .rr = rr };
	struct diag diag;
	struct sts sts;

	if (rr->type == TYPE_SOA && !zone->has_serial && rr->rdata.len > 20) {
		zone->has_serial = true;
		zone->serial = rr_serial(rr);
	}
	if (rr->type != TYPE_TXT || name_is_none(name) || zone->id.len > 0 ||
		!name_equal(rr->owner, name))
		return;
	input.value = rr_txt(arena, rr);
	diag_init(&diag, &usual);
	sts = sts_read(&input, &diag);
	diag_finish(&diag);
	if (sts.selected && sts.valid)
		zone->id = arena_str(arena, sts.id);
}

struct old_zone old_zone(
	struct arena *arena, const struct old_input *from, struct str text, struct name name)
{
	static const struct levels usual;
	struct old_zone result = { .has_serial = false };
	struct zone_input input = from->zone;
	struct sources sources = { 0 };
	struct zone_file zone;
	struct diag diag;
	enum source_status status;

	input.file = 0;
	input.root = "/dev/null"; /* no directory: nothing lies below it */
	input.includes = NULL;
	input.keep_all = true;
	diag_init(&diag, &usual);
	if (make_source(&sources, text) && (from->octodns ? octodns_read : zone_read)(
						   &zone, &input, &sources, &diag, &status)) {
		for (size_t i = 0; i < zone.rr_count; i++)
			look_at(arena, &result, &sources, &zone.rrs[i], name);
		zone_finish(&zone);
	}
	diag_finish(&diag);
	sources_finish(&sources);
	return result;
}
