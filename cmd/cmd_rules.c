#include "cmd/command.h"

#include "cmd/options.h"
#include "lint/diag/manual.h"
#include "lint/diag/senders.h"

#include <stdio.h>

static const char *const effects[] = {
	[EFFECT_OTHER] = "depends on what is concerned",
	[EFFECT_DROPPED] = "senders drop the record or the policy: no protection",
	[EFFECT_MAIL] = "mail is lost or delayed",
};

static const char *const fixes[] = {
	[FIX_NONE] = "a person decides",
	[FIX_SAFE] = "there is one right answer",
	[FIX_UNSAFE] = "it changes meaning: a person decides",
};

static void put_level(const struct rule *rule)
{
	enum level usual = rule->level[PROFILE_DEFAULT], relaxed = rule->level[PROFILE_RELAXED],
		   strict = rule->level[PROFILE_STRICT];

	printf("level:     %s", level_text(usual));
	if (rule->mode == MODE_MOVES)
		fputs(" in mode enforce, warning in testing or unknown, silent in none", stdout);
	if (relaxed != usual)
		printf("; %s in profile relaxed", level_text(relaxed));
	if (strict != usual)
		printf("; %s in profile strict", level_text(strict));
	putchar('\n');
}

static void put_senders(enum rule_id id)
{
	bool any = false;

	for (unsigned i = 0; i < SENDERS_COUNT; i++) {
		if (senders[i].rule != id)
			continue;
		if (!any)
			puts("\nWhat real senders do:\n");
		any = true;
		printf("    %s\n        %s\n", senders[i].input, senders[i].text);
	}
}

static void put_manual(enum rule_id id)
{
	struct buf section = { 0 };

	manual_section(&section, id);
	if (section.len > 0)
		printf("\n%.*s", (int)section.len, section.ptr);
	buf_finish(&section);
}

static void explain(enum rule_id id)
{
	const struct rule *rule = &rules[id];

	printf("%s: %s\n\n", rule->slug, rule->summary);
	put_level(rule);
	printf("effect:    %s\n", effects[rule->effect]);
	printf("repair:    %s\n", fixes[rule->fix]);
	if (rule->reference[0] != '\0')
		printf("reference: %s\n", rule->reference);
	put_manual(id);
	put_senders(id);
}

/* Lists the rules that SELECTOR names (empty: all). Returns how many. */
static size_t list(struct str selector)
{
	size_t count = 0;

	for (unsigned i = 0; i < RULE_COUNT; i++) {
		if (selector.len > 0 && !rule_matches((enum rule_id)i, selector))
			continue;
		printf("%-28s %-8s %s\n", rules[i].slug,
			level_text(rules[i].level[PROFILE_DEFAULT]), rules[i].summary);
		count++;
	}
	return count;
}

static bool take_help(void *target, const char *value)
{
	(void)value;
	*(bool *)target = true;
	return true;
}

static const struct option_row table[] = {
	{ "help", 'h', NULL, "show this", take_help },
};

const struct option_list rules_option_list = { table, sizeof table / sizeof *table };

static int complain_unknown(const char *name)
{
	const char *near = rule_suggest(str_c(name));

	if (near == NULL)
		complain("unknown rule '%s'; 'mtasts rules' lists them", name);
	else
		complain("unknown rule '%s'; did you mean '%s'?", name, near);
	return STATUS_TROUBLE;
}

int cmd_rules(int argc, char **argv)
{
	bool help = false;
	enum rule_id id;
	int first;

	if (!options_parse(argc, argv, table, sizeof table / sizeof *table, &help, &first))
		return STATUS_TROUBLE;
	if (help) {
		command_usage("rules");
		return output_status(STATUS_OK);
	}
	if (argc - first > 1) {
		complain("rules takes one rule or prefix");
		return STATUS_TROUBLE;
	}
	if (argc == first) {
		list(STR(""));
		return output_status(STATUS_OK);
	}
	id = rule_find(str_c(argv[first]));
	if (id != RULE_COUNT)
		explain(id);
	else if (list(str_c(argv[first])) == 0)
		return complain_unknown(argv[first]);
	return output_status(STATUS_OK);
}
