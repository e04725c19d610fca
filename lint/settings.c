#include "lint/settings.h"

#include "lint/dns/idn.h"

/* TEXT, of the configuration, as a name in ARENA; none when it is none. */
static struct name take_name(struct str text, struct arena *arena)
{
	struct idn_text ascii;
	struct name_buf name;

	if (str_ends(text, STR(".")))
		text.len--;
	if (!idn_to_ascii(text, &ascii) || !name_from_host(str_of(ascii.bytes, ascii.len), &name))
		return (struct name){ 0 };
	return name_copy(arena, name_view(&name));
}

static void take_mx(
	struct model_configured *domain, const struct config_values *values, struct arena *arena)
{
	struct name *list = arena_alloc(arena, values->mx_count, sizeof *list);

	for (size_t i = 0; i < values->mx_count; i++) {
		struct name host = take_name(values->mx[i], arena);

		if (str_starts(values->mx[i], STR("*")) || name_is_none(host))
			domain->mx_unknown = true;
		else
			list[domain->mx_count++] = host;
	}
	domain->mx = list;
}

static void take_domains(
	struct settings *settings, const struct config *config, struct arena *arena)
{
	struct model_configured *list = arena_alloc(arena, config->domain_count, sizeof *list);

	for (size_t i = 0; i < config->domain_count; i++) {
		const struct config_domain *domain = &config->domains[i];
		struct model_configured *new = &list[settings->domain_count];

		new->name = take_name(domain->name, arena);
		if (name_is_none(new->name))
			continue;
		settings->domain_count++;
		take_mx(new, domain->values.mx_count > 0 ? &domain->values : &config->defaults,
			arena);
	}
	settings->domains = list;
}

struct settings settings_of(const struct config *config, struct arena *arena)
{
	struct settings settings = { .limits = policy_limits_default };

	if (config == NULL)
		return settings;
	settings.limits.max_age_brief = config->limits.max_age_brief;
	take_domains(&settings, config, arena);
	settings.includes = config->maps;
	return settings;
}
