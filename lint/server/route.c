/* Which block answers for a name. */
#include "lint/server/server.h"

#include <stdlib.h>

/* How a name fits; the greater goes before the lesser. */
enum fit {
	FIT_NONE,
	FIT_UNKNOWN,
	FIT_FALLBACK,
	FIT_REGEX,
	FIT_GLOB_BACK, /* "mta-sts.*" */
	FIT_GLOB,
	FIT_EXACT,
};

/* "*" is a label where the server is Caddy. */
static bool label_fits(struct str pattern, struct str host)
{
	struct str a, b;

	for (;;) {
		bool more = str_cut(&pattern, '.', &a);

		if (str_cut(&host, '.', &b) != more)
			return false;
		if (!more)
			return true;
		if (!str_eq(a, STR("*")) && !str_eq(a, b))
			return false;
	}
}

static enum fit fit_of(const struct server_name *name, struct str host)
{
	static const enum fit of_regex[] = {
		[TRUTH_NO] = FIT_NONE,
		[TRUTH_YES] = FIT_REGEX,
		[TRUTH_UNKNOWN] = FIT_UNKNOWN,
	};

	switch (name->kind) {
	case SERVER_NAME_EXACT:
		return str_eq(name->text, host) ? FIT_EXACT : FIT_NONE;
	case SERVER_NAME_GLOB:
		if (!server_glob(name->text, host))
			return FIT_NONE;
		return str_starts(name->text, STR("*")) ? FIT_GLOB : FIT_GLOB_BACK;
	case SERVER_NAME_LABEL:
		return label_fits(name->text, host) ? FIT_GLOB : FIT_NONE;
	case SERVER_NAME_REGEX:
		return of_regex[server_regex_match(name->regex, host)];
	case SERVER_NAME_ANY:
		return FIT_FALLBACK;
	case SERVER_NAME_UNKNOWN:
		break;
	}
	return FIT_UNKNOWN;
}

static enum fit best_fit(
	const struct server_block *block, struct str host, const struct server_name **name)
{
	enum fit best = block->fallback ? FIT_FALLBACK : FIT_NONE;
	bool unknown = false;

	*name = block->name_count > 0 ? &block->names[0] : NULL;
	for (size_t i = 0; i < block->name_count; i++) {
		enum fit fit = fit_of(&block->names[i], host);

		unknown |= fit == FIT_UNKNOWN;
		if (fit > best && fit != FIT_UNKNOWN) {
			best = fit;
			*name = &block->names[i];
		}
	}
	return best == FIT_NONE && unknown ? FIT_UNKNOWN : best;
}

enum truth server_block_has(
	const struct server_block *block, struct str host, const struct server_name **name)
{
	enum fit fit = best_fit(block, host, name);

	return fit == FIT_UNKNOWN ? TRUTH_UNKNOWN : truth_of(fit != FIT_NONE);
}

/* The first entry of the index for HOST. */
static size_t index_find(const struct servers *servers, struct str host)
{
	size_t low = 0, high = servers->index_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (str_cmp(servers->index[middle].name, host) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The name HOST among those of BLOCK; NULL when it is not written there. */
static const struct server_name *written_in(
	const struct servers *servers, const struct server_block *block, struct str host)
{
	for (size_t i = index_find(servers, host);
		i < servers->index_count && str_eq(servers->index[i].name, host); i++)
		if (&servers->blocks[servers->index[i].block] == block)
			return servers->index[i].written;
	return NULL;
}

bool server_is_left_over(const struct servers *servers, const struct server_block *block,
	struct str host, const struct server_name **name)
{
	*name = written_in(servers, block, host);
	return *name == NULL && best_fit(block, host, name) <= FIT_FALLBACK;
}

bool server_has_name(
	const struct servers *servers, const struct server_block *block, struct str host)
{
	const struct server_name *name;

	return written_in(servers, block, host) != NULL ||
	       best_fit(block, host, &name) == FIT_EXACT;
}

static size_t route_exact(const struct servers *servers, struct str host,
	const struct server_block **into, size_t most)
{
	size_t count = 0;

	for (size_t i = index_find(servers, host);
		i < servers->index_count && count < most && str_eq(servers->index[i].name, host);
		i++) {
		const struct server_block *block = &servers->blocks[servers->index[i].block];

		if (count == 0 || into[count - 1] != block)
			into[count++] = block;
	}
	return count;
}

/* A pattern of the same kind that is longer goes before a shorter one. */
struct rank {
	enum fit fit;
	size_t length;
};

static int compare_rank(struct rank a, struct rank b)
{
	if (a.fit != b.fit)
		return a.fit < b.fit ? -1 : 1;
	if (a.fit != FIT_GLOB && a.fit != FIT_GLOB_BACK)
		return 0;
	return (a.length > b.length) - (a.length < b.length);
}

static size_t route_pattern(const struct servers *servers, struct str host,
	const struct server_block **into, size_t most, bool *unknown)
{
	struct rank best = { FIT_NONE, 0 };
	size_t count = 0;

	for (size_t i = 0; i < servers->count; i++) {
		const struct server_block *block = &servers->blocks[i];
		const struct server_name *name;
		struct rank rank = { best_fit(block, host, &name), 0 };
		int order;

		*unknown |= rank.fit == FIT_UNKNOWN;
		if (rank.fit <= FIT_UNKNOWN)
			continue;
		rank.length = name == NULL ? 0 : name->text.len;
		order = compare_rank(rank, best);
		if (order > 0) {
			best = rank;
			count = 0;
		}
		if (order >= 0 && count < most)
			into[count++] = block;
	}
	return count;
}

size_t servers_route(const struct servers *servers, struct str host,
	const struct server_block **into, size_t most, bool *unknown)
{
	size_t count = route_exact(servers, host, into, most);

	*unknown = false;
	return count > 0 ? count : route_pattern(servers, host, into, most, unknown);
}
