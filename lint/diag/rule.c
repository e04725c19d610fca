#include "lint/diag/rule.h"

#define E LEVEL_ERROR
#define W LEVEL_WARNING
#define I LEVEL_INFO
#define OFF LEVEL_OFF

const struct rule rules[RULE_COUNT] = {
#define RULE(id, slug, level, relaxed, strict, mode, effect, fix, summary, reference)              \
	[RULE_##id] = { slug, { level, relaxed, strict }, mode, effect, fix, summary, reference },
#include "lint/diag/rules.def"
#undef RULE
};

static const char *const level_names[] = {
	[LEVEL_UNSET] = "",
	[LEVEL_OFF] = "off",
	[LEVEL_INFO] = "info",
	[LEVEL_WARNING] = "warning",
	[LEVEL_ERROR] = "error",
};

enum rule_id rule_find(struct str slug)
{
	for (unsigned i = 0; i < RULE_COUNT; i++)
		if (str_eq(str_c(rules[i].slug), slug))
			return (enum rule_id)i;
	return RULE_COUNT;
}

/* The only rule whose name begins with TEXT, or NULL. */
static const char *only_one(struct str text)
{
	const char *found = NULL;

	for (unsigned i = 0; i < RULE_COUNT; i++) {
		if (!str_starts(str_c(rules[i].slug), text))
			continue;
		if (found != NULL)
			return NULL;
		found = rules[i].slug;
	}
	return found;
}

const char *rule_suggest(struct str text)
{
	const char *best = only_one(text);
	unsigned nearest = text.len < 8 ? 2 : 3;

	for (unsigned i = 0; i < RULE_COUNT; i++) {
		unsigned distance = str_distance(text, str_c(rules[i].slug), nearest);

		if (distance <= nearest) {
			best = rules[i].slug;
			nearest = distance == 0 ? 0 : distance - 1;
		}
	}
	return best;
}

bool rule_matches(enum rule_id id, struct str selector)
{
	struct str slug = str_c(rules[id].slug);

	while (selector.len > 0 && selector.ptr[selector.len - 1] == '-')
		selector.len--;
	return selector.len > 0 && str_starts(slug, selector) &&
	       (slug.len == selector.len || slug.ptr[selector.len] == '-');
}

const char *level_text(enum level level)
{
	return level_names[level];
}

enum level level_find(struct str name)
{
	for (unsigned i = LEVEL_OFF; i <= LEVEL_ERROR; i++)
		if (str_eq(str_c(level_names[i]), name))
			return (enum level)i;
	return LEVEL_UNSET;
}
