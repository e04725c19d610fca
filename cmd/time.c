#include "cmd/lint_options.h"

#include <stdio.h>

/* Days from 1970-01-01 to the first of March 0000 of the same calendar. */
enum { DAYS_TO_EPOCH = 719468, DAYS_OF_ERA = 146097 };

/* Takes exactly N digits off *S, no more than MAX and no less than MIN. */
static bool digits(struct str *s, size_t n, unsigned min, unsigned max, int64_t *value)
{
	uint64_t number;

	if (s->len < n || !str_number(str_take(*s, n), max, &number) || number < min)
		return false;
	*value = (int64_t)number;
	*s = str_skip(*s, n);
	return true;
}

/* Takes one of CHARACTERS off *S. */
static bool mark(struct str *s, const char *characters)
{
	if (s->len == 0 || strchr(characters, s->ptr[0]) == NULL)
		return false;
	*s = str_skip(*s, 1);
	return true;
}

/* Days since the epoch in the proleptic Gregorian calendar; years begin in March. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
	int64_t shifted = month <= 2 ? year - 1 : year, era = shifted / 400;
	int64_t of_era = shifted - era * 400;
	int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

	return era * DAYS_OF_ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
	       DAYS_TO_EPOCH;
}

static bool is_date(int64_t year, int64_t month, int64_t day)
{
	int64_t next = month == 12 ? days_of(year + 1, 1, 1) : days_of(year, month + 1, 1);

	return days_of(year, month, day) < next;
}

/* The offset from UTC in seconds: "Z" or "+hh:mm". */
static bool zone_of(struct str *s, int64_t *offset)
{
	int64_t hours, minutes;
	int64_t sign = s->len > 0 && s->ptr[0] == '-' ? -1 : 1;

	*offset = 0;
	if (mark(s, "Zz"))
		return true;
	if (!mark(s, "+-") || !digits(s, 2, 0, 23, &hours) || !mark(s, ":") ||
		!digits(s, 2, 0, 59, &minutes))
		return false;
	*offset = sign * (hours * 3600 + minutes * 60);
	return true;
}

static void skip_fraction(struct str *s)
{
	if (!mark(s, "."))
		return;
	while (s->len > 0 && ascii_is_digit(s->ptr[0]))
		*s = str_skip(*s, 1);
}

static bool rfc3339(struct str s, int64_t *seconds)
{
	int64_t year, month, day, hour, minute, second, offset;

	if (!digits(&s, 4, 1970, 9999, &year) || !mark(&s, "-") || !digits(&s, 2, 1, 12, &month) ||
		!mark(&s, "-") || !digits(&s, 2, 1, 31, &day) || !is_date(year, month, day) ||
		!mark(&s, "Tt ") || !digits(&s, 2, 0, 23, &hour) || !mark(&s, ":") ||
		!digits(&s, 2, 0, 59, &minute) || !mark(&s, ":") || !digits(&s, 2, 0, 60, &second))
		return false;
	skip_fraction(&s);
	if (!zone_of(&s, &offset) || s.len > 0)
		return false;
	*seconds = days_of(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - offset;
	return true;
}

bool time_parse(const char *text, int64_t *seconds)
{
	struct str s = str_c(text);
	uint64_t epoch;

	if (str_number(s, 253402300799u, &epoch)) {
		*seconds = (int64_t)epoch;
		return true;
	}
	return rfc3339(s, seconds);
}
