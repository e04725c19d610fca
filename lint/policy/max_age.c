#include "lint/diag/senders.h"
#include "lint/policy/reader.h"

enum {
	DAY = 86400,
	WEEK = 7 * DAY,
	MAX_AGE_DIGITS = 10,	    /* RFC 8461 3.2 */
	MAX_AGE_MAXIMUM = 31557600, /* a year, likewise */
	MAX_UINT64_DIGITS = 20,
};

const struct policy_limits policy_limits_default = { .max_age_brief = WEEK };

static const struct {
	struct str name;
	uint64_t seconds;
} units[] = {
	{ STR_INIT("s"), 1 },
	{ STR_INIT("sec"), 1 },
	{ STR_INIT("second"), 1 },
	{ STR_INIT("m"), 60 },
	{ STR_INIT("min"), 60 },
	{ STR_INIT("minute"), 60 },
	{ STR_INIT("h"), 3600 },
	{ STR_INIT("hour"), 3600 },
	{ STR_INIT("d"), DAY },
	{ STR_INIT("day"), DAY },
	{ STR_INIT("w"), WEEK },
	{ STR_INIT("week"), WEEK },
	{ STR_INIT("month"), 30 * DAY },
	{ STR_INIT("y"), 365 * DAY },
	{ STR_INIT("year"), 365 * DAY },
};

/* The seconds in the unit of that name, which may have a final "s"; 0 for no unit. */
static uint64_t unit_find(struct str name)
{
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (str_ieq(name, units[i].name) ||
			(name.len == units[i].name.len + 1 && name.len > 2 &&
				str_istarts(name, units[i].name) &&
				ascii_lower(name.ptr[name.len - 1]) == 's'))
			return units[i].seconds;
	return 0;
}

static struct str take_while(struct str *rest, bool (*belongs)(char c))
{
	size_t len = 0;
	struct str taken;

	while (len < rest->len && belongs(rest->ptr[len]))
		len++;
	taken = str_take(*rest, len);
	*rest = str_ltrim(str_skip(*rest, len));
	return taken;
}

/* "1w", "7 days", "1h30m", "604800s". */
static bool with_units(struct str value, uint64_t *seconds)
{
	uint64_t total = 0;

	while (value.len > 0) {
		struct str digits = take_while(&value, ascii_is_digit);
		uint64_t unit = unit_find(take_while(&value, ascii_is_alpha)), number;

		if (unit == 0 || !str_number(digits, UINT32_MAX, &number))
			return false;
		total += number * unit;
		if (total > UINT32_MAX)
			return false;
	}
	*seconds = total;
	return total > 0;
}

/* "604,800", "604.800", "604 800", "6_04_800", "604800.0", "604800;", leading zeros, a "+". Where
 * the last group has not three digits, one may be lost. */
static bool with_separators(struct str value, uint64_t *seconds)
{
	uint64_t number = 0;
	size_t dot = str_find_char(value, '.'), last = 0; /* digits of the last group */
	bool grouped = false;

	if (value.len > 0 && value.ptr[0] == '+')
		value = str_skip(value, 1);
	if (dot < value.len && value.len - dot != 4)
		value.len = dot; /* a fraction, not a group of three digits */
	for (size_t i = 0; i < value.len; i++) {
		if (ascii_is_digit(value.ptr[i]))
			number = number * 10 + (uint64_t)(value.ptr[i] - '0');
		else if (i == 0 || memchr(",._' ;\"", value.ptr[i], 7) == NULL)
			return false;
		last = ascii_is_digit(value.ptr[i]) ? last + 1 : 0;
		grouped |= last == 0;
		if (number > MAX_AGE_MAXIMUM)
			return false;
	}
	*seconds = number;
	return number > 0 && (!grouped || last == 0 || last == 3);
}

/* The number of seconds that VALUE was meant to be, if that is plain. */
static bool meant(struct str value, uint64_t *seconds)
{
	static const char quotes[] = "\"'<>[]";

	while (value.len > 0 && memchr(quotes, value.ptr[0], sizeof quotes - 1) != NULL)
		value = str_skip(value, 1);
	while (value.len > 0 && memchr(quotes, value.ptr[value.len - 1], sizeof quotes - 1) != NULL)
		value.len--;
	return (with_units(value, seconds) || with_separators(value, seconds)) &&
	       *seconds <= MAX_AGE_MAXIMUM;
}

/* "6e5", "0x93A80", "604800.0", nothing: what a lenient conversion takes for a number, or for 0. */
static bool is_other_form(struct str value)
{
	bool mark = value.len == 0;

	for (size_t i = 0; i < value.len; i++) {
		if (memchr("0123456789abcdefABCDEFxX.", value.ptr[i], 25) == NULL)
			return false;
		mark |= memchr(".eExX", value.ptr[i], 5) != NULL;
	}
	return mark && (value.len == 0 || ascii_is_digit(value.ptr[0]));
}

/* Kinds of value that senders differ about. */
static void add_senders(struct reader *reader, struct finding *finding, struct str value)
{
	size_t digits = 0;

	while (digits < value.len && ascii_is_digit(value.ptr[digits]))
		digits++;
	if (value.len > 0 && value.ptr[0] == '+')
		diag_senders(reader->diag, finding, SENDERS_POLICY_MAX_AGE_PLUS);
	else if (value.len > 0 && value.ptr[0] == '-')
		diag_senders(reader->diag, finding, SENDERS_POLICY_MAX_AGE_MINUS);
	else if (digits >= MAX_UINT64_DIGITS && digits == value.len)
		diag_senders(reader->diag, finding, SENDERS_POLICY_MAX_AGE_OVERFLOW);
	else if (digits > MAX_AGE_DIGITS && digits == value.len)
		diag_senders(reader->diag, finding, SENDERS_POLICY_MAX_AGE_DIGITS);
	else if (str_find_char(value, '_') < value.len)
		diag_senders(reader->diag, finding, SENDERS_POLICY_MAX_AGE_GROUPS);
	else if (is_other_form(value))
		diag_senders(reader->diag, finding, SENDERS_POLICY_MAX_AGE_FORM);
}

static void policy_max_age_invalid(struct reader *reader, struct str value)
{
	uint64_t seconds = WEEK;
	bool plain = meant(value, &seconds);
	struct finding *finding;

	if (value.len == 0)
		finding = diag_add(reader->diag, RULE_POLICY_MAX_AGE_INVALID,
			reader->policy->max_age_at, "max_age has no value");
	else
		finding = diag_add(reader->diag, RULE_POLICY_MAX_AGE_INVALID,
			reader->policy->max_age_at,
			"max_age '%s' is not a number of 1 to 10 digits",
			diag_quote(reader->diag, value));
	diag_help(reader->diag, finding,
		plain ? "write 'max_age: %llu'" :
			"write a number of seconds, such as 'max_age: %llu'",
		(unsigned long long)seconds);
	add_senders(reader, finding, value);
	/* "1m" may be a minute or a month; below a day nothing is sure. */
	if (plain && value.len > 0 && seconds >= DAY)
		reader_fix(reader, finding, value,
			str_c(arena_printf(
				&reader->diag->arena, "%llu", (unsigned long long)seconds)));
}

static void policy_max_age_too_long(struct reader *reader)
{
	struct finding *finding = diag_add(reader->diag, RULE_POLICY_MAX_AGE_TOO_LONG,
		reader->policy->max_age_at,
		"max_age %llu is above the maximum of %u seconds (a year)",
		(unsigned long long)reader->policy->max_age, (unsigned)MAX_AGE_MAXIMUM);

	diag_help(reader->diag, finding, "write 'max_age: %u' or less", (unsigned)MAX_AGE_MAXIMUM);
	diag_senders(reader->diag, finding,
		reader->policy->max_age > INT32_MAX ? SENDERS_POLICY_MAX_AGE_HUGE :
						      SENDERS_POLICY_MAX_AGE_TOO_LONG);
}

void max_age_judge(struct reader *reader, struct str value)
{
	struct policy *policy = reader->policy;

	policy->max_age_known = value.len <= MAX_AGE_DIGITS &&
				str_number(value, UINT64_MAX, &policy->max_age);
	if (!policy->max_age_known)
		policy_max_age_invalid(reader, value);
	else if (policy->max_age > MAX_AGE_MAXIMUM)
		policy_max_age_too_long(reader);
}

static void policy_max_age_short(struct reader *reader)
{
	const struct policy *policy = reader->policy;
	enum level level = policy->mode == MODE_ENFORCE ? LEVEL_UNSET : LEVEL_INFO;
	struct finding *finding = diag_add_level(reader->diag, RULE_POLICY_MAX_AGE_SHORT, level,
		policy->max_age_at,
		policy->max_age == 0 ?
			"max_age is 0: no sender keeps the policy, so it protects nobody" :
			"max_age is below a day: most senders forget the policy between "
			"two messages");

	diag_help(reader->diag, finding, "write 'max_age: %u' or more", (unsigned)WEEK);
	if (policy->max_age == 0)
		diag_senders(reader->diag, finding, SENDERS_POLICY_MAX_AGE_ZERO);
}

static void policy_max_age_brief(struct reader *reader)
{
	unsigned long long least = reader->limits->max_age_brief;
	struct finding *finding = diag_add(reader->diag, RULE_POLICY_MAX_AGE_BRIEF,
		reader->policy->max_age_at,
		"max_age %llu is below %llu seconds: weeks are expected",
		(unsigned long long)reader->policy->max_age, least);

	diag_help(reader->diag, finding, "write 'max_age: %llu' or more", least);
}

static void policy_max_age_lingering(struct reader *reader)
{
	struct finding *finding = diag_add(reader->diag, RULE_POLICY_MAX_AGE_LINGERING,
		reader->policy->max_age_at, "mode none with max_age above a week");

	diag_help(reader->diag, finding,
		"write 'max_age: %u': a policy that only says 'none' need not be kept for long",
		(unsigned)DAY);
}

void max_age_judge_length(struct reader *reader)
{
	const struct policy *policy = reader->policy;

	if (!policy->max_age_known || policy->max_age > MAX_AGE_MAXIMUM)
		return;
	if (policy->mode == MODE_NONE) {
		if (policy->max_age > WEEK)
			policy_max_age_lingering(reader);
	} else if (policy->max_age < DAY) {
		policy_max_age_short(reader);
	} else if (policy->max_age < reader->limits->max_age_brief) {
		policy_max_age_brief(reader);
	}
}
