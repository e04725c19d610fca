/* The records as a part of a zone file, to be included in it. */
#include "gen/parts.h"

void gen_to_zone(const struct gen_domain *domain, struct gen_files *files)
{
	struct buf buf = { 0 };

	buf_printf(&buf, "$ORIGIN %s.\n", domain->text);
	for (size_t i = 0; i < domain->record_count; i++) {
		const struct gen_record *record = &domain->records[i];

		buf_printf(&buf, "%s\t%lu\tIN\t%s\t%s\n", record->label, (unsigned long)record->ttl,
			gen_type(record), gen_rdata(files->arena, record));
	}
	gen_file_take(files, arena_printf(files->arena, "%s.mta-sts.zone", domain->text), &buf);
}
