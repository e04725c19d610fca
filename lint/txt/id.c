#include "lint/txt/id.h"

#include "lint/dns/serial.h"

#include <inttypes.h>
#include <time.h>

enum {
	TIMESTAMP_LEN = 14,
	MILLISECONDS_LEN = 13,
	SECONDS_LEN = 10,
	SERIAL_MAX_LEN = 10,
	HASH_MIN_LEN = 7, /* what git shows of one */
	YEAR_FIRST = 1980,
	YEAR_LAST = 2099,
};

bool id_valid(struct str value)
{
	return value.len <= ID_MAX && str_all(value, ascii_is_alnum);
}

const char *id_timestamp(struct arena *arena, int64_t now)
{
	time_t seconds = (time_t)now;
	struct tm tm = { 0 };

	gmtime_r(&seconds, &tm);
	return arena_printf(arena, "%04d%02d%02d%02d%02d%02d", tm.tm_year + 1900, tm.tm_mon + 1,
		tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* The number of LEN digits at FROM. */
static uint64_t number_at(struct str digits, size_t from, size_t len)
{
	uint64_t number = 0;

	str_number(str_take(str_skip(digits, from), len), UINT64_MAX, &number);
	return number;
}

/* YYYYMMDDhhmmss, a Z behind it allowed. */
static bool is_timestamp(struct str old)
{
	struct str digits = str_take(old, TIMESTAMP_LEN);
	uint64_t year = number_at(digits, 0, 4), month = number_at(digits, 4, 2);

	return digits.len == TIMESTAMP_LEN && str_all(digits, ascii_is_digit) &&
	       (old.len == TIMESTAMP_LEN || str_ieq(str_skip(old, TIMESTAMP_LEN), STR("Z"))) &&
	       year >= YEAR_FIRST && year <= YEAR_LAST && month >= 1 && month <= 12 &&
	       number_at(digits, 6, 2) <= 31 && number_at(digits, 8, 2) <= 23 &&
	       number_at(digits, 10, 2) <= 59 && number_at(digits, 12, 2) <= 60;
}

/* The first LEN digits are YYYYMMDD and then hh, mm, ss as far as they go. */
static bool read_date(struct str digits, size_t len, int64_t *seconds)
{
	struct tm tm = { .tm_year = (int)number_at(digits, 0, 4) - 1900,
		.tm_mon = (int)number_at(digits, 4, 2) - 1,
		.tm_mday = (int)number_at(digits, 6, 2) };
	int month = tm.tm_mon, day = tm.tm_mday;

	if (tm.tm_year < YEAR_FIRST - 1900 || tm.tm_year > YEAR_LAST - 1900)
		return false;
	if (len >= 12) {
		tm.tm_hour = (int)number_at(digits, 8, 2);
		tm.tm_min = (int)number_at(digits, 10, 2);
	}
	if (tm.tm_hour > 23 || tm.tm_min > 59)
		return false;
	*seconds = (int64_t)timegm(&tm);
	return tm.tm_mon == month && tm.tm_mday == day;
}

bool id_time(struct str id, int64_t now, int64_t *seconds)
{
	static const size_t dates[] = { 8, 10, 12, TIMESTAMP_LEN };
	struct str digits = id;
	bool found = false;

	if (str_ends(id, STR("Z")) || str_ends(id, STR("z")))
		digits.len--;
	if (!str_all(digits, ascii_is_digit))
		return false;
	for (size_t i = 0; i < sizeof dates / sizeof *dates && !found; i++)
		found = digits.len == dates[i] && read_date(digits, digits.len, seconds);
	if (!found && digits.len == id.len) {
		found = id.len == SECONDS_LEN || id.len == MILLISECONDS_LEN;
		*seconds = (int64_t)(number_at(id, 0, id.len) /
				     (id.len == MILLISECONDS_LEN ? 1000 : 1));
	}
	return found && *seconds <= now;
}

/* The timestamp of NOW, or of the first second after it that is not OLD; with what stands behind
 * the digits of OLD. */
static const char *next_timestamp(struct arena *arena, struct str old, int64_t now)
{
	const char *zone = is_timestamp(old) ? arena_str(arena, str_skip(old, TIMESTAMP_LEN)).ptr :
					       "";
	const char *next = arena_printf(arena, "%s%s", id_timestamp(arena, now), zone);

	if (!str_eq(str_c(next), old))
		return next;
	return arena_printf(arena, "%s%s", id_timestamp(arena, now + 1), zone);
}

static const char *next_number(struct arena *arena, struct str old, int64_t now)
{
	uint64_t number = number_at(old, 0, old.len), next = number + 1;

	if (old.len == MILLISECONDS_LEN && number / 1000 < (uint64_t)now)
		next = (uint64_t)now * 1000;
	else if (old.len <= SERIAL_MAX_LEN && number <= UINT32_MAX)
		next = serial_next((uint32_t)number, now);
	return arena_printf(arena, "%0*" PRIu64, (int)old.len, next);
}

static bool is_hexadecimal(char c)
{
	return ascii_is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f');
}

/* As many digits of HASH as OLD has, in the case of its letters; NULL when that is OLD again. */
static const char *next_hash(struct arena *arena, struct str old, struct str hash)
{
	struct str next = arena_str(arena, str_take(hash, old.len));
	bool upper = false;

	for (size_t i = 0; i < old.len; i++)
		upper |= old.ptr[i] >= 'A' && old.ptr[i] <= 'F';
	for (size_t i = 0; i < next.len && upper; i++)
		if (ascii_is_alpha(next.ptr[i]))
			((char *)next.ptr)[i] = (char)(next.ptr[i] - ('a' - 'A'));
	return str_eq(next, old) ? NULL : next.ptr;
}

const char *id_next(struct arena *arena, struct str old, int64_t now, struct str hash)
{
	const char *next = NULL;

	if (is_timestamp(old))
		return next_timestamp(arena, old, now);
	if (str_all(old, ascii_is_digit) && old.len < SERIAL_MAX_LEN * 2 - 1)
		next = next_number(arena, old, now);
	else if (str_all(old, is_hexadecimal) && old.len >= HASH_MIN_LEN && old.len <= hash.len)
		next = next_hash(arena, old, hash);
	return next != NULL && strlen(next) <= ID_MAX ? next : next_timestamp(arena, old, now);
}
