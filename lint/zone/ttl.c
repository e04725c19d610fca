#include "lint/zone/ttl.h"

static const struct {
	char letter;
	uint64_t seconds;
} units[] = {
	{ 's', 1 },
	{ 'm', 60 },
	{ 'h', 3600 },
	{ 'd', 86400 },
	{ 'w', 604800 },
};

static uint64_t unit_of(char c)
{
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (units[i].letter == ascii_lower(c))
			return units[i].seconds;
	return 0;
}

enum ttl_status ttl_parse(struct str text, uint64_t max, uint32_t *seconds)
{
	uint64_t total = 0;
	bool plain = true;

	if (text.len == 0 || !ascii_is_digit(text.ptr[0]))
		return TTL_NONE;
	for (size_t i = 0; i < text.len;) {
		uint64_t number = 0, unit = 1;

		if (!ascii_is_digit(text.ptr[i]))
			return TTL_BAD;
		for (; i < text.len && ascii_is_digit(text.ptr[i]); i++)
			if (number <= max)
				number = number * 10 + (uint64_t)(text.ptr[i] - '0');
		if (i < text.len)
			unit = unit_of(text.ptr[i++]);
		else if (!plain)
			return TTL_BAD;
		plain = false;
		if (unit == 0)
			return TTL_BAD;
		if (total <= max)
			total += number * unit;
	}
	*seconds = (uint32_t)total;
	return total > max ? TTL_TOO_BIG : TTL_OK;
}

static const struct {
	struct str mnemonic;
	uint16_t number;
} classes[] = {
	{ STR_INIT("IN"), 1 },
	{ STR_INIT("CS"), 2 },
	{ STR_INIT("CH"), 3 },
	{ STR_INIT("CHAOS"), 3 },
	{ STR_INIT("HS"), 4 },
	{ STR_INIT("HESIOD"), 4 },
};

bool class_find(struct str text, uint16_t *number)
{
	uint64_t n;

	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (str_ieq(classes[i].mnemonic, text)) {
			*number = classes[i].number;
			return true;
		}
	if (!str_istarts(text, STR("CLASS")) || !str_number(str_skip(text, 5), UINT16_MAX, &n))
		return false;
	*number = (uint16_t)n;
	return true;
}

const char *class_text(struct arena *arena, uint16_t number)
{
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (classes[i].number == number)
			return classes[i].mnemonic.ptr;
	return arena_printf(arena, "CLASS%u", (unsigned)number);
}
