#include "gen/zone_plan.h"

#include <stdlib.h>

/* What PLAN left in the write stays only if it is good. */
static void plan_finish(struct plan *plan, bool good)
{
	struct zone_write *write = plan->write;

	free(plan->removed);
	free(plan->coming);
	if (good)
		return;
	edits_finish(&write->edits);
	edits_finish(&write->soa_edits);
	write->note_count = 0;
	write->added = write->replaced = write->removed = 0;
	write->soa_path = NULL;
}

static bool plan_domain(struct plan *plan, const struct gen_domain *domain)
{
	plan->set_ttl = domain->spec->ttl_given;
	for (size_t i = 0, end; i < domain->record_count; i = end) {
		const struct gen_record *first = &domain->records[i];

		for (end = i + 1; end < domain->record_count &&
				  name_equal(domain->records[end].owner, first->owner);)
			end++;
		if (!plan_group(plan, first, end - i))
			return false;
	}
	return true;
}

static bool plan_domains(struct plan *plan)
{
	const struct zone_write_input *input = plan->write->input;

	for (size_t i = 0; i < input->count; i++)
		if (!plan_domain(plan, &input->domains[i]))
			return false;
	return true;
}

/* Everything, once the groups are known; edits are settled and verified. */
static bool complete(struct plan *plan)
{
	struct zone_write *write = plan->write;
	struct buf new = { 0 };
	const char *why;
	bool ok;

	plan_removals(plan);
	plan_additions(plan);
	if (write->edits.count == 0)
		return true;
	if (!write->input->keep_serial && !plan_serial(plan))
		return false;
	if (!edits_settle(&write->edits, plan->text.len, &why) ||
		!edits_settle(&write->soa_edits, write->soa_file.bytes.len, &why))
		return plan_refuse(plan, "%s: %s", write->input->path, why);
	edits_apply(&write->edits, plan->text, &new);
	ok = plan_verify(plan, buf_str(&new));
	buf_finish(&new);
	return ok;
}

/* Beside other records if that works, else at the end of the file, where no record follows that
 * could take an owner or a TTL from new ones. */
static bool make_plan(struct zone_write *write, struct zone_image *image)
{
	bool ok = false, again = true;

	for (int attempt = 0; attempt < 2 && !ok && again; attempt++) {
		struct plan plan = { .write = write,
			.image = image,
			.text = buf_str(&write->file.bytes),
			.at_end = attempt > 0 };

		plan.gone = arena_alloc(&write->arena, image->zone.rr_count, sizeof *plan.gone);
		again = plan_domains(&plan);
		ok = again && complete(&plan);
		write->why = plan.why;
		plan_finish(&plan, ok);
	}
	return ok;
}

bool zone_write_plan(struct zone_write *write, const struct zone_write_input *input)
{
	struct zone_image image;
	bool ok;

	*write = (struct zone_write){
		.input = input, .file = { .directory = -1 }, .soa_file = { .directory = -1 }
	};
	if (!rewrite_open(&write->file, input->root, input->path, ZONE_WRITE_MAX)) {
		write->why = arena_printf(&write->arena, "%s: %s", input->path, write->file.why);
		return false;
	}
	write->why = zone_image_read(&image, input, buf_str(&write->file.bytes));
	if (write->why != NULL)
		write->why = arena_str(&write->arena, str_c(write->why)).ptr;
	ok = write->why == NULL && make_plan(write, &image);
	zone_image_finish(&image);
	return ok;
}

bool zone_write_changes(const struct zone_write *write)
{
	return write->edits.count > 0;
}

static void diff(const struct zone_write *write, const struct rewrite *file,
	const struct edits *edits, struct buf *out)
{
	struct str name = str_c(file->path),
		   top = str_c(write->input->top == NULL ? "" : write->input->top);

	if (str_starts(name, top))
		name = str_skip(name, top.len);
	while (str_starts(name, STR("/")))
		name = str_skip(name, 1);
	edits_diff(edits, buf_str(&file->bytes), name, out);
}

void zone_write_diff(const struct zone_write *write, struct buf *out)
{
	diff(write, &write->file, &write->edits, out);
	if (write->soa_path != NULL)
		diff(write, &write->soa_file, &write->soa_edits, out);
}

static bool commit(
	struct zone_write *write, struct rewrite *file, const struct edits *edits, const char *path)
{
	struct buf new = { 0 };
	bool ok;

	edits_apply(edits, buf_str(&file->bytes), &new);
	ok = rewrite_replace(file, buf_str(&new));
	if (!ok)
		write->why = arena_printf(&write->arena, "%s: %s", path, file->why);
	buf_finish(&new);
	return ok;
}

bool zone_write_commit(struct zone_write *write)
{
	return (write->edits.count == 0 ||
		       commit(write, &write->file, &write->edits, write->input->path)) &&
	       (write->soa_path == NULL ||
		       commit(write, &write->soa_file, &write->soa_edits, write->soa_path));
}

void zone_write_finish(struct zone_write *write)
{
	rewrite_finish(&write->file);
	rewrite_finish(&write->soa_file);
	edits_finish(&write->edits);
	edits_finish(&write->soa_edits);
	free(write->notes);
	arena_finish(&write->arena);
}
