/* Records for octoDNS's YAML provider. It wants keys sorted, and every ';' of a TXT value escaped.
 */
#include "gen/parts.h"

/* VALUE as a YAML scalar between single quotes. */
static void put_value(struct buf *buf, const struct gen_record *record)
{
	buf_add_char(buf, '\'');
	for (size_t i = 0; i < record->value.len; i++) {
		char c = record->value.ptr[i];

		if (record->type == TYPE_TXT && c == ';')
			buf_add_char(buf, '\\');
		if (c == '\'')
			buf_add_char(buf, c);
		buf_add_char(buf, c);
	}
	if (record->type == TYPE_CNAME)
		buf_add_char(buf, '.');
	buf_add(buf, STR("'\n"));
}

/* The records of TYPE in the run of COUNT at RECORDS, as one item of a list. */
static void put_type(struct buf *buf, const struct gen_record *records, size_t count, uint16_t type)
{
	size_t many = 0;

	for (size_t i = 0; i < count; i++)
		if (records[i].type == type && many++ == 0)
			buf_printf(buf, "- ttl: %lu\n  type: %s\n  values:\n",
				(unsigned long)records[i].ttl, gen_type(&records[i]));
	for (size_t i = 0; i < count; i++)
		if (records[i].type == type) {
			buf_add(buf, STR("  - "));
			put_value(buf, &records[i]);
		}
}

static void put_single(struct buf *buf, const struct gen_record *record)
{
	buf_printf(buf, "  ttl: %lu\n  type: %s\n  value: ", (unsigned long)record->ttl,
		gen_type(record));
	put_value(buf, record);
}

void gen_to_octodns(const struct gen_domain *domain, struct gen_files *files)
{
	bool apex = name_equal(domain->name, domain->zone);
	struct buf buf = { 0 };
	size_t i = 0;

	buf_add(&buf, STR("---\n"));
	while (i < domain->record_count) {
		const struct gen_record *first = &domain->records[i];
		size_t count = 1;

		while (i + count < domain->record_count &&
			name_equal(first[count].owner, first->owner))
			count++;
		buf_printf(&buf, "%s:\n", gen_owner_in_zone(domain, first));
		if (count == 1) {
			put_single(&buf, first);
		} else {
			put_type(&buf, first, count, TYPE_A);
			put_type(&buf, first, count, TYPE_AAAA);
		}
		i += count;
	}
	/* The names that octoDNS looks for: of a whole zone, of a part of one. */
	gen_file_take(files,
		apex ? arena_printf(files->arena, "octodns/%s.yaml", domain->text) :
		       arena_printf(files->arena, "octodns/%s./%s.yaml", domain->zone_text,
			       domain->text),
		&buf);
}
