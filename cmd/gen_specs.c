#include "cmd/gen_specs.h"

#include "cmd/command.h"
#include "cmd/configuration.h"
#include "gen/from_zone.h"
#include "lint/base/memory.h"
#include "lint/base/text.h"
#include "lint/dns/idn.h"
#include "lint/policy/policy.h"

#include <stdlib.h>

enum { USUAL_MAX_AGE = 604800, USUAL_TTL = 3600 };

static bool read_config(struct gen_specs *specs, const struct gen_arguments *arguments)
{
	if (arguments->isolated)
		return true;
	if (!configuration_read(&specs->config, arguments->config, &specs->has_config))
		return false;
	if (specs->has_config || !arguments->all)
		return true;
	complain("--all: there is no " CONFIG_NAME " here or above");
	return false;
}

static bool is_name(struct str written, struct str wanted)
{
	struct idn_text a, b;

	if (str_ends(written, STR(".")))
		written.len--;
	if (str_ends(wanted, STR(".")))
		wanted.len--;
	if (str_ieq(written, wanted))
		return true;
	return idn_to_ascii(written, &a) && idn_to_ascii(wanted, &b) &&
	       str_ieq(str_of(a.bytes, a.len), str_of(b.bytes, b.len));
}

/* What the configuration says of the domain NAME; nothing when it does not know it. */
static struct config_values configured(const struct gen_specs *specs, struct str name)
{
	for (size_t i = 0; i < specs->config.domain_count; i++)
		if (is_name(specs->config.domains[i].name, name))
			return specs->config.domains[i].values;
	return (struct config_values){ 0 };
}

/* The first of three lists that is not empty. */
static void choose(const struct str **list, size_t *count, const struct gen_words *words,
	const struct str *own, size_t own_count, const struct str *usual, size_t usual_count)
{
	*list = words->count > 0 ? words->list : own_count > 0 ? own : usual;
	*count = words->count > 0 ? words->count : own_count > 0 ? own_count : usual_count;
}

static void fill_lists(struct gen_spec *spec, const struct gen_arguments *arguments,
	const struct config_values *own, const struct config_values *usual)
{
	choose(&spec->mx, &spec->mx_count, &arguments->mx, own->mx, own->mx_count, usual->mx,
		usual->mx_count);
	choose(&spec->rua, &spec->rua_count, &arguments->rua, own->rua, own->rua_count, usual->rua,
		usual->rua_count);
	choose(&spec->hosts, &spec->host_count, &arguments->hosts, own->hosts, own->host_count,
		usual->hosts, usual->host_count);
}

static void fill(struct gen_spec *spec, const struct gen_specs *specs,
	const struct gen_arguments *arguments, const struct config_values *own)
{
	const struct config_values *usual = &specs->config.defaults;

	fill_lists(spec, arguments, own, usual);
	spec->mode = arguments->has_mode ? arguments->mode :
		     own->has_mode	 ? own->mode :
		     usual->has_mode	 ? usual->mode :
					   MODE_TESTING;
	spec->max_age = arguments->has_max_age ? arguments->max_age :
			own->has_max_age       ? own->max_age :
			usual->has_max_age     ? usual->max_age :
						 USUAL_MAX_AGE;
	spec->ttl = arguments->has_ttl ? arguments->ttl :
		    own->has_ttl       ? own->ttl :
		    usual->has_ttl     ? usual->ttl :
					 USUAL_TTL;
	spec->ttl_given = arguments->has_ttl || own->has_ttl || usual->has_ttl;
	spec->id_kind = arguments->has_id			? arguments->id_kind :
			specs->config.id == CONFIG_ID_TIMESTAMP ? GEN_ID_TIMESTAMP :
								  GEN_ID_SHA256;
	spec->id = arguments->id;
	spec->now = arguments->now;
	spec->lf = arguments->lf;
	spec->certificate = arguments->certificate;
	spec->key = arguments->key;
	spec->root = arguments->root;
	spec->leaves = specs->certs.leaves;
	spec->leaf_count = specs->certs.leaf_count;
	for (size_t i = 0; i < arguments->target_count; i++)
		spec->needs |= arguments->targets[i]->needs;
}

static bool complain_mx(const char *path, struct str domain, enum gen_mx found)
{
	static const char *const why[] = {
		[GEN_MX_FOUND] = "",
		[GEN_MX_NULL] = "its MX is '.', it takes no mail; with --mode none it says so",
		[GEN_MX_ABSENT] = "it has no MX there; --mx HOST says what it will be",
		[GEN_MX_UNKNOWN] = "its MX are not all there or readable; 'mtasts lint' says more",
	};

	complain("%s: %.*s: %s", path, (int)domain.len, domain.ptr, why[found]);
	return false;
}

static bool complain_editions(const struct gen_specs *specs, struct str domain,
	const struct zone *one, const struct zone *other)
{
	complain("%.*s: its zone is both %s and %s: --from-zone FILE says which counts",
		(int)domain.len, domain.ptr, gen_zones_path(&specs->zones, one),
		gen_zones_path(&specs->zones, other));
	return false;
}

static bool complain_homeless(struct str domain)
{
	complain("%.*s: no zone here is its own: --from-zone FILE names the one that the records "
		 "go into",
		(int)domain.len, domain.ptr);
	return false;
}

/* The MX hosts of NAME, which lies in HOME. */
static bool take_mx(
	struct gen_specs *specs, const struct zone *home, struct name name, struct gen_spec *spec)
{
	enum gen_mx found = gen_zone_mx(
		&specs->zones.lint.world, name, &specs->arena, &spec->mx, &spec->mx_count);

	if (found == GEN_MX_FOUND || spec->mode == MODE_NONE)
		return true;
	return complain_mx(gen_zones_path(&specs->zones, home), spec->domain, found);
}

/* A zone goes before the configuration if the command line names it, else behind it: those of the
 * repository are looked at for what nobody said. */
static bool take_zone(struct gen_specs *specs, const struct gen_arguments *arguments, size_t i)
{
	struct gen_spec *spec = &specs->specs[i];
	bool named = specs->zones.named;
	bool lacks_mx = spec->mx_count == 0 && spec->mode != MODE_NONE &&
			(arguments->write || (spec->needs & GEN_NEEDS_MX) != 0);
	bool wants_mx = arguments->mx.count == 0 && (named || lacks_mx);
	const struct zone *home, *other;
	struct idn_text ascii;
	struct name_buf name;

	if (!(named || wants_mx || arguments->write) || !idn_to_ascii(spec->domain, &ascii) ||
		!name_from_host(str_of(ascii.bytes, ascii.len), &name))
		return true;
	if (!gen_zones_read(&specs->zones))
		return false;
	home = specs->homes[i] = gen_zones_find(&specs->zones, name_view(&name), &other);
	if (other != NULL)
		return complain_editions(specs, spec->domain, home, other);
	if (home == NULL)
		return arguments->write ? complain_homeless(spec->domain) : true;
	spec->zone = gen_zone_apex(home, &specs->arena);
	if (arguments->write)
		spec->needs |= GEN_NEEDS_MX | gen_zone_lacks(home, name_view(&name));
	return !wants_mx || take_mx(specs, home, name_view(&name), spec);
}

/* The policy at PATH below the output directory is one. */
static bool has_policy(struct gen_specs *specs, const char *out, const struct gen_domain *domain)
{
	static const struct levels usual_levels;
	struct sources sources = { 0 };
	enum source_status status;
	struct policy policy;
	struct diag diag;
	bool has;

	if (out == NULL)
		return false;
	diag_init(&diag, &usual_levels);
	has = policy_read(&policy,
		sources_add(&sources,
			str_c(arena_printf(
				&specs->arena, "%s/%s/.well-known/mta-sts.txt", out, domain->host)),
			NULL),
		&policy_limits_default, &sources, &diag, &status);
	has = has && policy.mode != MODE_UNKNOWN;
	policy_finish(&policy);
	diag_finish(&diag);
	sources_finish(&sources);
	return has;
}

/* The zone of DOMAIN, if it is known which that is, has the record. */
static bool has_record(struct gen_specs *specs, const struct gen_domain *domain)
{
	const struct zone *other;

	return gen_zones_read(&specs->zones) &&
	       gen_zones_find(&specs->zones, domain->name, &other) != NULL && other == NULL &&
	       gen_zone_has_sts(&specs->zones.lint.world, domain->name);
}

/* Enforce is for those who saw in testing that it works. */
static bool may_enforce(struct gen_specs *specs, const struct gen_arguments *arguments,
	const struct gen_domain *domain)
{
	if (!arguments->has_mode || arguments->mode != MODE_ENFORCE || arguments->enforce_now ||
		has_policy(specs, arguments->out, domain) || has_record(specs, domain))
		return true;
	complain("%s: nothing here shows that it has MTA-STS already, and mode enforce stops mail "
		 "wherever a certificate does not fit: begin with --mode testing and read the "
		 "reports; --enforce-now does it all the same",
		domain->text);
	return false;
}

static bool make_one(struct gen_specs *specs, const struct gen_arguments *arguments, size_t i)
{
	struct gen_refusals refusals = { .arena = &specs->arena };
	struct gen_domain *domain = &specs->domains[i];
	bool ok = take_zone(specs, arguments, i) &&
		  gen_make(domain, &specs->specs[i], &specs->arena, &refusals);

	for (size_t r = 0; r < refusals.count; r++)
		complain("%s", refusals.list[r]);
	gen_refusals_finish(&refusals);
	if (domain->host == NULL)
		return false;
	return may_enforce(specs, arguments, domain) && ok;
}

static int compare_domains(const void *a, const void *b)
{
	const struct gen_domain *x = *(const struct gen_domain *const *)a;
	const struct gen_domain *y = *(const struct gen_domain *const *)b;

	return strcmp(x->text, y->text);
}

/* Two that are one name would write the same files. */
static bool are_different(const struct gen_specs *specs)
{
	const struct gen_domain **order = memory_alloc(specs->count + 1, sizeof *order);
	bool ok = true;

	for (size_t i = 0; i < specs->count; i++)
		order[i] = &specs->domains[i];
	qsort(order, specs->count, sizeof *order, compare_domains);
	for (size_t i = 1; i < specs->count; i++)
		if (strcmp(order[i - 1]->text, order[i]->text) == 0) {
			complain("%s: the same domain twice", order[i]->text);
			ok = false;
		}
	free(order);
	return ok;
}

static void list_specs(struct gen_specs *specs, const struct gen_arguments *arguments)
{
	specs->count = arguments->all ? specs->config.domain_count : arguments->domain_count;
	specs->specs = arena_alloc(&specs->arena, specs->count + 1, sizeof *specs->specs);
	specs->domains = arena_alloc(&specs->arena, specs->count + 1, sizeof *specs->domains);
	specs->homes = arena_alloc(&specs->arena, specs->count + 1, sizeof *specs->homes);
	for (size_t i = 0; i < specs->count; i++) {
		struct gen_spec *spec = &specs->specs[i];
		struct config_values own;

		spec->domain = arguments->all ? specs->config.domains[i].name :
						str_c(arguments->domains[i]);
		own = arguments->all ? specs->config.domains[i].values :
				       configured(specs, spec->domain);
		fill(spec, specs, arguments, &own);
	}
}

bool gen_specs_make(struct gen_specs *specs, const struct gen_arguments *arguments)
{
	bool ok = true;

	*specs = (struct gen_specs){ 0 };
	if (!read_config(specs, arguments))
		return false;
	gen_zones_init(
		&specs->zones, arguments->from_zone, specs->has_config ? &specs->config : NULL);
	if ((specs->zones.named && !gen_zones_read(&specs->zones)) ||
		!gen_certs_read(&specs->certs, arguments))
		return false;
	list_specs(specs, arguments);
	if (specs->count == 0 && arguments->all) {
		complain("%s: it has no domains", specs->config.path);
		return false;
	}
	for (size_t i = 0; i < specs->count; i++)
		ok = make_one(specs, arguments, i) && ok;
	return ok && are_different(specs);
}

void gen_specs_finish(struct gen_specs *specs)
{
	gen_zones_finish(&specs->zones);
	gen_certs_finish(&specs->certs);
	if (specs->has_config)
		config_finish(&specs->config);
	arena_finish(&specs->arena);
}
