#include "lint/policy/reader.h"

static void policy_version_missing(struct reader *reader)
{
	diag_help(reader->diag,
		diag_add(reader->diag, RULE_POLICY_VERSION_MISSING, reader->policy->first_line,
			"the policy has no version"),
		"add the line 'version: STSv1' at the top");
}

static void policy_mode_missing(struct reader *reader)
{
	diag_help(reader->diag,
		diag_add(reader->diag, RULE_POLICY_MODE_MISSING, reader->policy->first_line,
			"the policy has no mode"),
		"add the line 'mode: testing', and 'mode: enforce' once the reports are clean");
}

static void policy_max_age_missing(struct reader *reader)
{
	diag_help(reader->diag,
		diag_add(reader->diag, RULE_POLICY_MAX_AGE_MISSING, reader->policy->first_line,
			"the policy has no max_age"),
		"add the line 'max_age: 604800'");
}

/* At least one is required, except in mode none, where five senders ask for it all the same. */
static void policy_mx_missing(struct reader *reader)
{
	bool strict = reader->diag->levels->profile == PROFILE_STRICT;
	struct span at = reader->policy->first_line;
	struct finding *finding = NULL;

	if (reader->intended == MODE_ENFORCE || reader->intended == MODE_TESTING)
		finding = diag_add(reader->diag, RULE_POLICY_MX_MISSING, at,
			"the policy has no mx line, which mode %s requires",
			mode_text(reader->intended));
	else if (reader->intended == MODE_NONE)
		finding = diag_add_level(reader->diag, RULE_POLICY_MX_MISSING,
			strict ? LEVEL_INFO : LEVEL_OFF, at,
			"the policy has no mx line: mode none needs none, and some senders want "
			"one");
	diag_help(reader->diag, finding, "add a line 'mx: HOST' for each MX host");
}

static void (*const missing[FIELD_COUNT])(struct reader *reader) = {
	[FIELD_VERSION] = policy_version_missing,
	[FIELD_MODE] = policy_mode_missing,
	[FIELD_MAX_AGE] = policy_max_age_missing,
	[FIELD_MX] = policy_mx_missing,
};

void whole_judge(struct reader *reader)
{
	for (unsigned id = 0; id < FIELD_COUNT; id++)
		if (!reader->meant[id])
			missing[id](reader);
	for (unsigned id = 0; id < FIELD_MX; id++)
		reader->flawed |= !reader->first[id].present;
	reader->flawed |= !reader->first[FIELD_MX].present && reader->policy->mode != MODE_NONE;
	max_age_judge_length(reader);
	patterns_judge_duplicates(reader);
}
