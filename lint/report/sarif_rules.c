/* What a SARIF log says of the rules: services show it beside each finding. */
#include "lint/report/sarif.h"

#include "lint/diag/manual.h"

static const char *const levels[] = {
	[LEVEL_UNSET] = "none",
	[LEVEL_OFF] = "none",
	[LEVEL_INFO] = "note",
	[LEVEL_WARNING] = "warning",
	[LEVEL_ERROR] = "error",
};

/* Tags of code scanning, by what follows for mail. */
static const char *const effects[] = {
	[EFFECT_OTHER] = "mta-sts",
	[EFFECT_DROPPED] = "protection-lost",
	[EFFECT_MAIL] = "mail-lost",
};

const char *sarif_level(enum level level)
{
	return levels[level];
}

static json_t *json_plain(struct str text)
{
	json_t *object = json_object();

	json_set(object, "text", json_stringn(text.ptr, text.len));
	return object;
}

/* The manual's text as Markdown: what is indented is shown as it is, nothing else is markup. */
static void add_markdown(struct buf *out, struct str text)
{
	struct str line;

	for (bool first = true; str_cut(&text, '\n', &line); first = false) {
		bool literal = str_starts(line, STR("    "));

		if (!first)
			buf_add_char(out, '\n');
		for (size_t i = 0; i < line.len; i++) {
			if (!literal && strchr("\\`*_<>[]#&|~", line.ptr[i]) != NULL)
				buf_add_char(out, '\\');
			buf_add_char(out, line.ptr[i]);
		}
	}
}

static json_t *json_help(enum rule_id id)
{
	struct buf text = { 0 }, markdown = { 0 };
	json_t *help;

	manual_section(&text, id);
	if (text.len == 0)
		buf_add(&text, str_c(rules[id].summary));
	add_markdown(&markdown, buf_str(&text));
	help = json_plain(buf_str(&text));
	json_set(help, "markdown", json_stringn(buf_str(&markdown).ptr, markdown.len));
	buf_finish(&text);
	buf_finish(&markdown);
	return help;
}

static json_t *json_configuration(const struct rule *rule)
{
	json_t *configuration = json_object();

	if (rule->level[PROFILE_DEFAULT] == LEVEL_OFF)
		json_set(configuration, "enabled", json_false());
	else
		json_set(configuration, "level",
			json_string(sarif_level(rule->level[PROFILE_DEFAULT])));
	return configuration;
}

static json_t *json_properties(const struct rule *rule)
{
	json_t *properties = json_object(), *tags = json_array();

	json_array_append_new(tags, json_string(effects[rule->effect]));
	if (rule->reference[0] != '\0')
		json_array_append_new(tags, json_string(rule->reference));
	json_set(properties, "tags", tags);
	return properties;
}

static json_t *json_rule(enum rule_id id)
{
	const struct rule *rule = &rules[id];
	json_t *object = json_object();

	json_set(object, "id", json_string(rule->slug));
	json_set(object, "shortDescription", json_plain(str_c(rule->summary)));
	json_set(object, "fullDescription",
		json_pack("{s:o}", "text",
			rule->reference[0] == '\0' ?
				json_string(rule->summary) :
				json_sprintf("%s (%s)", rule->summary, rule->reference)));
	json_set(object, "help", json_help(id));
	json_set(object, "helpUri", json_sprintf("%s%s", REPORT_RULES, rule->slug));
	json_set(object, "defaultConfiguration", json_configuration(rule));
	json_set(object, "properties", json_properties(rule));
	return object;
}

/* Which rules the findings name. */
static void find_named(const struct report *report, bool named[RULE_COUNT])
{
	memset(named, 0, RULE_COUNT * sizeof *named);
	for (size_t i = 0; i < report->diag->count; i++)
		named[report->diag->list[i]->rule] = true;
}

json_t *sarif_rules(const struct report *report)
{
	bool named[RULE_COUNT];
	json_t *list = json_array();

	find_named(report, named);
	for (unsigned i = 0; i < RULE_COUNT; i++)
		if (named[i])
			json_array_append_new(list, json_rule((enum rule_id)i));
	return list;
}

void sarif_rule_numbers(const struct report *report, size_t numbers[RULE_COUNT])
{
	bool named[RULE_COUNT];
	size_t next = 0;

	find_named(report, named);
	for (unsigned i = 0; i < RULE_COUNT; i++)
		numbers[i] = named[i] ? next++ : 0;
}
