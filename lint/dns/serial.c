#include "lint/dns/serial.h"

#include <time.h>

enum { YEAR_FIRST = 1980, YEAR_LAST = 2099 };

/* Since September 2001; no counter got there one by one, and it is a time only if it is not to
 * come. */
static const uint32_t unix_first = 1000000000;

bool serial_is_greater(uint32_t a, uint32_t b)
{
	return a != b && a - b < UINT32_C(1) << 31;
}

static bool is_date(uint32_t serial)
{
	static const unsigned char days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	uint32_t year = serial / 1000000, month = serial / 10000 % 100, day = serial / 100 % 100;

	return year >= YEAR_FIRST && year <= YEAR_LAST && month >= 1 && month <= 12 && day >= 1 &&
	       day <= days[month - 1];
}

static bool is_time(uint32_t serial, int64_t now)
{
	return serial >= unix_first && (int64_t)serial <= now;
}

/* The first serial of the day of NOW; 0 when it has none. */
static uint32_t first_of_day(int64_t now)
{
	time_t seconds = (time_t)now;
	struct tm tm;

	if (gmtime_r(&seconds, &tm) == NULL || tm.tm_year < YEAR_FIRST - 1900 ||
		tm.tm_year > YEAR_LAST - 1900)
		return 0;
	return ((uint32_t)tm.tm_year + 1900) * 1000000 + ((uint32_t)tm.tm_mon + 1) * 10000 +
	       (uint32_t)tm.tm_mday * 100 + 1;
}

uint32_t serial_next(uint32_t old, int64_t now)
{
	uint32_t next = old;

	if (is_date(old))
		next = first_of_day(now);
	else if (is_time(old, now))
		next = (uint32_t)now;
	if (serial_is_greater(next, old))
		return next;
	return old + 1 == 0 ? 1 : old + 1; /* 0 has a meaning of its own to some programs */
}
