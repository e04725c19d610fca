/* The records, and how they are written. */
#include "gen/parts.h"

#include "lint/base/text.h"
#include "lint/txt/txt.h"

enum { STRING_MAX = 255, RECORDS_BESIDE_HOSTS = 2 };

static const struct levels usual_levels;

const char *gen_sts_text(const struct gen_domain *domain, const char *id)
{
	return arena_printf(domain->arena, "v=STSv1; id=%s;", id);
}

static const char *tlsrpt_text(const struct gen_domain *domain)
{
	struct buf buf = { 0 };
	const char *text;

	buf_add(&buf, STR("v=TLSRPTv1; rua="));
	for (size_t i = 0; i < domain->spec->rua_count; i++) {
		if (i > 0)
			buf_add_char(&buf, ',');
		buf_add(&buf, domain->spec->rua[i]);
	}
	text = arena_str(domain->arena, buf_str(&buf)).ptr;
	buf_finish(&buf);
	return text;
}

/* LABELS, joined by dots, before the domain. */
static struct name owner_below(const struct gen_domain *domain, const char *labels)
{
	struct name_buf first, owner;

	name_from_host(str_c(labels), &first);
	name_join(name_view(&first), domain->name, &owner);
	return name_copy(domain->arena, name_view(&owner));
}

static struct gen_record record_of(
	const struct gen_domain *domain, const char *label, uint16_t type, struct str value)
{
	return (struct gen_record){
		.label = label,
		.owner = owner_below(domain, label),
		.type = type,
		.ttl = domain->spec->ttl,
		.value = value,
	};
}

/* The reader finds the addresses that were asked for, one by one: none of them holds a comma or a
 * semicolon that would make it more than an address. */
static void match_addresses(
	const struct gen_domain *domain, const struct tlsrpt *tlsrpt, struct gen_refusals *refusals)
{
	const struct gen_spec *spec = domain->spec;

	for (size_t i = 0; i < spec->rua_count; i++)
		if (i >= tlsrpt->uri_count || !str_eq(tlsrpt->uris[i].text, spec->rua[i])) {
			gen_refuse(refusals,
				"%s: rua '%s' is not one URI: write mailto:ADDRESS or "
				"https://HOST/PATH, with ',' ';' '!' as %%2C %%3B %%21",
				domain->text, text_quote(domain->arena, spec->rua[i]));
			return;
		}
}

/* Lets the reader of the record judge RECORD. */
static void judge(const struct gen_domain *domain, const struct gen_record *record, bool is_sts,
	struct gen_refusals *refusals)
{
	size_t before = refusals->count;
	struct tlsrpt tlsrpt = { 0 };
	struct sources sources = { 0 };
	struct rr rr = {
		.owner = record->owner,
		.type = TYPE_TXT,
		.span = { .file = SPAN_NO_FILE },
		.owner_at = { .file = SPAN_NO_FILE },
		.value_at = { .file = SPAN_NO_FILE },
	};
	struct txt_input input = { .sources = &sources, .rr = &rr, .value = record->value };
	struct diag diag;

	diag_init(&diag, &usual_levels);
	if (is_sts)
		sts_read(&input, &diag);
	else
		tlsrpt = tlsrpt_read(&input, &diag);
	gen_refuse_findings(refusals, domain, &diag);
	if (!is_sts && refusals->count == before)
		match_addresses(domain, &tlsrpt, refusals);
	diag_finish(&diag);
	sources_finish(&sources);
}

static void add_reports(
	struct gen_domain *domain, struct gen_record *records, struct gen_refusals *refusals)
{
	struct gen_record *record = &records[domain->record_count];

	if (domain->spec->rua_count == 0 && (domain->spec->needs & GEN_NEEDS_RUA) == 0)
		return;
	if (domain->spec->rua_count == 0) {
		gen_refuse(refusals,
			"%s: no address for TLS reports: add --rua mailto:ADDRESS; "
			"without reports nobody sees that mail fails",
			domain->text);
		return;
	}
	if (domain->spec->rua_count > TLSRPT_MAX_URIS) {
		gen_refuse(refusals, "%s: more than %d addresses for TLS reports", domain->text,
			TLSRPT_MAX_URIS);
		return;
	}
	*record = record_of(domain, "_smtp._tls", TYPE_TXT, str_c(tlsrpt_text(domain)));
	domain->record_count++;
	judge(domain, record, false, refusals);
}

static bool host_record(struct gen_domain *domain, struct str text, struct gen_record *record)
{
	unsigned char octets[16];
	size_t len = address_parse(text, octets);
	struct str value = text;
	uint16_t type = len == 4 ? TYPE_A : len == 16 ? TYPE_AAAA : TYPE_CNAME;

	if (len == 0 && !gen_host_text(domain->arena, text, &value))
		return false;
	*record = record_of(domain, "mta-sts", type, arena_str(domain->arena, value));
	return true;
}

static void add_hosts(
	struct gen_domain *domain, struct gen_record *records, struct gen_refusals *refusals)
{
	const struct gen_spec *spec = domain->spec;

	if (spec->host_count == 0 && (spec->needs & GEN_NEEDS_HOST))
		gen_refuse(refusals,
			"%s: nothing says where '%s' lies: add --host ADDRESS, or "
			"--host NAME of the web server",
			domain->text, domain->host);
	for (size_t i = 0; i < spec->host_count; i++) {
		struct gen_record *record = &records[domain->record_count];

		if (!host_record(domain, spec->hosts[i], record)) {
			gen_refuse(refusals, "%s: host '%s' is neither an address nor a host name",
				domain->text, text_quote(domain->arena, spec->hosts[i]));
			continue;
		}
		if (record->type == TYPE_CNAME && spec->host_count > 1)
			gen_refuse(refusals, "%s: host '%s' is a name; a name stands alone (CNAME)",
				domain->text, text_quote(domain->arena, spec->hosts[i]));
		if (record->type == TYPE_CNAME && str_eq(record->value, str_c(domain->host)))
			gen_refuse(refusals,
				"%s: '%s' cannot lead to itself: give its address, or "
				"the name of the web server",
				domain->text, domain->host);
		domain->record_count++;
	}
}

void gen_records(struct gen_domain *domain, struct gen_refusals *refusals)
{
	const struct gen_spec *spec = domain->spec;
	struct gen_record *records = arena_alloc(
		domain->arena, RECORDS_BESIDE_HOSTS + spec->host_count, sizeof *records);

	domain->records = records;
	if (domain->id != NULL) {
		records[domain->record_count++] = record_of(
			domain, "_mta-sts", TYPE_TXT, str_c(gen_sts_text(domain, domain->id)));
		judge(domain, &records[0], true, refusals);
	}
	add_reports(domain, records, refusals);
	add_hosts(domain, records, refusals);
}

const char *gen_quoted(struct arena *arena, struct str value)
{
	struct buf buf = { 0 };
	const char *text;

	buf_add_char(&buf, '"');
	for (size_t i = 0; i < value.len; i++) {
		if (value.ptr[i] == '"' || value.ptr[i] == '\\')
			buf_add_char(&buf, '\\');
		buf_add_char(&buf, value.ptr[i]);
	}
	buf_add_char(&buf, '"');
	text = arena_str(arena, buf_str(&buf)).ptr;
	buf_finish(&buf);
	return text;
}

static const char *strings(struct arena *arena, struct str value)
{
	struct buf buf = { 0 };
	const char *text;

	for (; value.len > 0; value = str_skip(value, STRING_MAX))
		buf_printf(&buf, "%s%s", buf.len == 0 ? "" : " ",
			gen_quoted(arena, str_take(value, STRING_MAX)));
	text = arena_str(arena, buf_str(&buf)).ptr;
	buf_finish(&buf);
	return text;
}

const char *gen_rdata(struct arena *arena, const struct gen_record *record)
{
	if (record->type == TYPE_TXT)
		return strings(arena, record->value);
	return record->type == TYPE_CNAME ? arena_printf(arena, "%s.", record->value.ptr) :
					    record->value.ptr;
}

const char *gen_type(const struct gen_record *record)
{
	return record->type == TYPE_TXT	 ? "TXT" :
	       record->type == TYPE_A	 ? "A" :
	       record->type == TYPE_AAAA ? "AAAA" :
					   "CNAME";
}

const char *gen_owner_in_zone(const struct gen_domain *domain, const struct gen_record *record)
{
	size_t below = name_labels(domain->name) - name_labels(domain->zone);
	struct buf buf = { 0 };
	const char *text;

	buf_add(&buf, str_c(record->label));
	for (size_t i = 0; i < below; i++) {
		buf_add_char(&buf, '.');
		buf_add(&buf, name_label(domain->name, i));
	}
	text = arena_str(domain->arena, buf_str(&buf)).ptr;
	buf_finish(&buf);
	return text;
}
