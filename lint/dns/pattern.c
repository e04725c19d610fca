#include "lint/dns/pattern.h"

#include "lint/dns/idn.h"

/* TEXT without its root dot and with A-labels; ROOM holds what had to be converted. */
static struct str canonical(struct str text, struct idn_text *room)
{
	struct str wildcard = STR("*.");

	if (text.len > 0 && text.ptr[text.len - 1] == '.')
		text.len--;
	if (str_is_ascii(text))
		return text;
	if (!str_starts(text, wildcard))
		return idn_to_ascii(text, room) ? str_of(room->bytes, room->len) : text;
	if (!idn_to_ascii(str_skip(text, 2), room) || room->len + 2 > IDN_MAX_TEXT)
		return text;
	memmove(room->bytes + 2, room->bytes, room->len);
	memcpy(room->bytes, wildcard.ptr, wildcard.len);
	return str_of(room->bytes, room->len + wildcard.len);
}

/* NAME lies below BASE: it ends in a dot and BASE. *BELOW is what stands before that dot. */
static bool lies_below(struct str name, struct str base, struct str *below)
{
	size_t head;

	if (base.len == 0 || name.len <= base.len + 1)
		return false;
	head = name.len - base.len;
	*below = str_take(name, head - 1);
	return name.ptr[head - 1] == '.' && str_ieq(str_skip(name, head), base);
}

static bool matches(struct str pattern, struct str host)
{
	struct str label;

	if (!str_starts(pattern, STR("*.")))
		return host.len > 0 && str_ieq(pattern, host);
	return lies_below(host, str_skip(pattern, 2), &label) &&
	       str_find_char(label, '.') == label.len;
}

bool pattern_matches(struct str pattern, struct str host)
{
	struct idn_text pattern_room, host_room;

	return matches(canonical(pattern, &pattern_room), canonical(host, &host_room));
}

static const char *wildcard_miss(struct str base, struct str host)
{
	struct str below;

	if (str_ieq(base, host))
		return "'*' stands for exactly one label, and the host has none in its place";
	if (lies_below(host, base, &below))
		return "'*' covers exactly one label";
	return NULL;
}

static const char *plain_miss(struct str pattern, struct str host)
{
	struct str below;

	if (pattern.len > 1 && pattern.ptr[0] == '.' &&
		lies_below(host, str_skip(pattern, 1), &below))
		return "a leading '.' is no wildcard, '*.' is";
	if (str_find_char(pattern, '*') < pattern.len)
		return "'*' is a wildcard only as the whole first label";
	if (lies_below(host, pattern, &below))
		return "a name without '*.' covers itself only";
	return NULL;
}

const char *pattern_near_miss(struct str pattern, struct str host)
{
	struct idn_text pattern_room, host_room;
	const char *why;

	pattern = canonical(pattern, &pattern_room);
	host = canonical(host, &host_room);
	if (matches(pattern, host))
		return NULL;
	why = str_starts(pattern, STR("*.")) ? wildcard_miss(str_skip(pattern, 2), host) :
					       plain_miss(pattern, host);
	if (why == NULL && pattern.len <= 64 && host.len <= 64 &&
		str_distance(pattern, host, 2) <= 2)
		why = "it differs in no more than two letters";
	return why;
}
