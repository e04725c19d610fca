#include "cmd/lint_options.h"

#include "cmd/command.h"

/* The length by which LIST names the rule best; 0 when it does not. */
static size_t match_length(enum rule_id id, const char **lists, size_t count)
{
	size_t best = 0;

	for (size_t i = 0; i < count; i++) {
		struct str rest = str_c(lists[i]), part;

		while (str_cut(&rest, ',', &part)) {
			part = str_trim(part);
			while (str_ends(part, STR("-")))
				part.len--;
			if (rule_matches(id, part) && part.len > best)
				best = part.len;
		}
	}
	return best;
}

static bool names_a_rule(struct str name)
{
	for (unsigned i = 0; i < RULE_COUNT; i++)
		if (rule_matches((enum rule_id)i, name))
			return true;
	return false;
}

static bool complain_rule(const char *option, struct str name)
{
	const char *near = rule_suggest(name);

	complain("%s: unknown rule '%.*s'%s%s%s", option, (int)name.len, name.ptr,
		near == NULL ? "" : "; did you mean '", near == NULL ? "" : near,
		near == NULL ? "" : "'?");
	return false;
}

static bool are_rules(const char *option, const char **lists, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct str rest = str_c(lists[i]), part;

		while (str_cut(&rest, ',', &part))
			if (!names_a_rule(str_trim(part)))
				return complain_rule(option, str_trim(part));
	}
	return true;
}

/* The longest name wins. */
static bool apply_lists(struct lint_arguments *arguments)
{
	struct levels *levels = &arguments->options.levels;

	if (!are_rules("--select", arguments->select, arguments->select_count) ||
		!are_rules("--ignore", arguments->ignore, arguments->ignore_count))
		return false;
	levels->selecting = arguments->select_count > 0;
	for (unsigned i = 0; i < RULE_COUNT; i++) {
		size_t selected = match_length(
			(enum rule_id)i, arguments->select, arguments->select_count);
		size_t ignored = match_length(
			(enum rule_id)i, arguments->ignore, arguments->ignore_count);

		levels->selected[i] = selected > ignored;
		levels->ignored[i] = ignored > 0 && ignored >= selected;
	}
	return true;
}

static bool apply_level(struct levels *levels, const char *value)
{
	size_t len = strcspn(value, "=");
	struct str name = str_of(value, len);
	enum level level = value[len] == '=' ? level_find(str_c(value + len + 1)) : LEVEL_UNSET;
	enum rule_id id = rule_find(name);

	if (level == LEVEL_UNSET) {
		complain("--level: '%s' is not SLUG=error, warning, info or off", value);
		return false;
	}
	if (id == RULE_COUNT)
		return complain_rule("--level", name);
	levels->set[id] = level;
	/* Said of this very rule, so that a --select of its group does not turn it on again. */
	if (level == LEVEL_OFF)
		levels->selected[id] = false;
	return true;
}

bool lint_arguments_levels(struct lint_arguments *arguments)
{
	if (!apply_lists(arguments))
		return false;
	for (size_t i = 0; i < arguments->level_count; i++)
		if (!apply_level(&arguments->options.levels, arguments->levels[i]))
			return false;
	return true;
}
