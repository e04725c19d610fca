/* Records for programs that hold zones as code. */
#include "gen/parts.h"

/* Kinds of record, as the provider hashicorp/dns (RFC 2136) and DNSControl call them. */
static const struct kind {
	const char *resource, *attribute, *function;
	uint16_t type;
	bool list, dotted;
} kinds[] = {
	{ "dns_txt_record_set", "txt", "TXT", TYPE_TXT, true, false },
	{ "dns_a_record_set", "addresses", "A", TYPE_A, true, false },
	{ "dns_aaaa_record_set", "addresses", "AAAA", TYPE_AAAA, true, false },
	{ "dns_cname_record", "cname", "CNAME", TYPE_CNAME, false, true },
};

static const char *value_of(
	struct arena *arena, const struct kind *kind, const struct gen_record *record)
{
	return kind->dotted ? gen_quoted(arena, str_c(gen_rdata(arena, record))) :
			      gen_quoted(arena, record->value);
}

/* "_mta-sts" at "example.com" as an identifier: no two names make the same one, for none of them
 * holds an underscore but at its start. */
static void put_identifier(struct buf *buf, const struct gen_record *record, const char *domain)
{
	struct str parts[] = { str_c(record->label), STR("."), str_c(domain) };

	if (record->label[0] != '_')
		buf_add(buf, STR("host_"));
	for (size_t p = 0; p < sizeof parts / sizeof *parts; p++)
		for (size_t i = 0; i < parts[p].len; i++)
			buf_add_char(buf, parts[p].ptr[i] == '.' ? '_' : parts[p].ptr[i]);
}

/* The records of KIND at the owner of FIRST, which is the first of its kind there. */
static void put_resource(struct buf *buf, const struct gen_domain *domain, const struct kind *kind,
	const struct gen_record *first, size_t rest)
{
	struct arena *arena = domain->arena;
	size_t many = 0;

	buf_printf(buf, "\nresource \"%s\" \"", kind->resource);
	put_identifier(buf, first, domain->text);
	buf_printf(buf, "\" {\n  zone = \"%s.\"\n  name = \"%s\"\n  ttl  = %lu\n  %s = %s",
		domain->zone_text, gen_owner_in_zone(domain, first), (unsigned long)first->ttl,
		kind->attribute, kind->list ? "[" : "");
	for (size_t i = 0; i < rest; i++)
		if (first[i].type == kind->type && name_equal(first[i].owner, first->owner))
			buf_printf(buf, "%s%s", many++ == 0 ? "" : ", ",
				value_of(arena, kind, &first[i]));
	buf_printf(buf, "%s\n}\n", kind->list ? "]" : "");
}

/* The I-th record is the first of its type at its owner. */
static bool is_first(const struct gen_domain *domain, size_t i)
{
	const struct gen_record *records = domain->records;

	for (size_t k = 0; k < i; k++)
		if (records[k].type == records[i].type &&
			name_equal(records[k].owner, records[i].owner))
			return false;
	return true;
}

static const struct kind *kind_of(const struct gen_record *record)
{
	size_t i = 0;

	while (kinds[i].type != record->type)
		i++;
	return &kinds[i];
}

void gen_to_terraform(const struct gen_domain *domain, struct gen_files *files)
{
	struct buf buf = { 0 };

	buf_add(&buf, STR("# Needs the provider hashicorp/dns, which speaks RFC 2136 to any name "
			  "server.\n"));
	for (size_t i = 0; i < domain->record_count; i++)
		if (is_first(domain, i))
			put_resource(&buf, domain, kind_of(&domain->records[i]),
				&domain->records[i], domain->record_count - i);
	gen_file_take(files, arena_printf(files->arena, "terraform/%s.tf", domain->host), &buf);
}

void gen_to_dnscontrol(const struct gen_domain *domain, struct gen_files *files)
{
	struct buf buf = { 0 };

	buf_printf(&buf, "// Load it in dnsconfig.js, behind D(\"%s\", ...).\nD_EXTEND(\"%s\"",
		domain->zone_text, domain->zone_text);
	for (size_t i = 0; i < domain->record_count; i++) {
		const struct gen_record *record = &domain->records[i];
		const struct kind *kind = kind_of(record);

		buf_printf(&buf, ",\n  %s(\"%s\", %s, TTL(%lu))", kind->function,
			gen_owner_in_zone(domain, record), value_of(files->arena, kind, record),
			(unsigned long)record->ttl);
	}
	buf_add(&buf, STR("\n);\n"));
	gen_file_take(files, arena_printf(files->arena, "dnscontrol/%s.js", domain->host), &buf);
}
