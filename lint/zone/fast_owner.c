/* Owners: mostly the one of the line before, or a name right below one that is known. */
#include "lint/zone/fast.h"

#include "lint/zone/names.h"

bool fast_owner_new(struct fast *fast)
{
	size_t len = fast_name(fast, fast->at, &fast->dots);

	fast->again = false;
	fast->stated = str_of(fast->at, len);
	return len > 0 && ascii_is_blank(fast->at[len]);
}

/* The bytes of the first label of the new owner. */
static size_t first_label(const struct fast *fast)
{
	return fast->dots == 0 ? fast->stated.len : (size_t)__builtin_ctzll(fast->dots);
}

/* Where the parent of the new owner is, whose text has LEN bytes. */
static size_t parent_slot(const struct fast *fast, size_t len)
{
	return fast->dots == 0 ? FAST_ORIGIN : len;
}

static void put_parent(struct fast *fast, size_t slot, struct fast_parent parent)
{
	fast->parents[slot] = parent;
	fast->parents_known |= UINT64_C(1) << slot;
}

/* The new owner is the parent of names that are short enough to be read here. */
static void put_self(struct fast *fast, struct fast_parent self)
{
	if (fast->stated.len < FAST_ORIGIN)
		put_parent(fast, fast->stated.len, self);
}

/* The text of the new owner's parent; empty for the origin or the root. */
static struct str parent_text(const struct fast *fast)
{
	return str_skip(fast->stated, first_label(fast) + 1);
}

/* The parent of the new owner; NULL when it is not known. */
static const struct fast_parent *find_parent(const struct fast *fast)
{
	struct str text = parent_text(fast);
	size_t slot = parent_slot(fast, text.len);
	const struct fast_parent *parent = &fast->parents[slot];

	return (fast->parents_known >> slot & 1) != 0 &&
			       simd_same(parent->text, text.ptr, text.len) ?
		       parent :
		       NULL;
}

/* Rules look for these names by themselves. */
static bool is_special(struct str text, size_t label)
{
	return text.ptr[0] == '_' || text.ptr[0] == '*' ||
	       (label == 7 && str_ieq(str_take(text, label), STR("mta-sts")));
}

/* The new owner lies right below PARENT. */
static void enter_below(struct fast *fast, const struct fast_parent *parent)
{
	struct zone_file *zone = fast->reader->zone;
	struct str text = fast->stated;
	uint64_t hash = hash_text(fast->key, parent->hash, text.ptr, first_label(fast));
	bool within = parent->within;

	names_push(zone, hash);
	fast->name_stale = fast->last_stale = true;
	fast->may_again = within && !is_special(text, first_label(fast));
	put_self(fast, (struct fast_parent){ text.ptr, hash, within });
}

/* Adds the new owner with its ancestors; names right below it and beside it are quicker then. */
static void enter_whole(struct fast *fast)
{
	struct zone_file *zone = fast->reader->zone;
	struct str text = fast->stated, parent = parent_text(fast);
	const uint64_t *hashes;
	size_t labels;

	fast_owner_finish(fast);
	fast_name_wire(fast, text.ptr, text.len, &fast->reader->owner.name);
	fast->reader->owner.known = KNOWN;
	names_add(zone, name_view(&fast->reader->owner.name), 0);
	hashes = zone->last->hashes;
	labels = names_last_labels(zone);
	fast->may_again = names_within(zone, 1) && !is_special(text, first_label(fast));
	put_parent(fast, parent_slot(fast, parent.len),
		(struct fast_parent){ parent.ptr, hashes[labels - 1], names_within(zone, 1) });
	put_self(fast, (struct fast_parent){ text.ptr, hashes[labels], names_within(zone, 0) });
}

/* The owner is that of a record that the plain reader read. */
static void enter_inherited(struct fast *fast)
{
	struct zone_file *zone = fast->reader->zone;
	struct name name = name_view(&fast->reader->owner.name);
	struct str label;

	names_add(zone, name, 0);
	label = name_is_root(name) ? str_of("", 0) : name_label(name, 0);
	fast->may_again = label.len > 0 && names_within(zone, 1) && !is_special(label, label.len);
}

static void enter_stated(struct fast *fast)
{
	const struct fast_parent *parent = find_parent(fast);

	if (parent != NULL)
		enter_below(fast, parent);
	else
		enter_whole(fast);
	fast->owner = fast->stated;
	fast->inherits = true;
}

void fast_owner_enter(struct fast *fast)
{
	size_t count = fast->reader->zone->name_count;

	if (fast->stated.len > 0)
		enter_stated(fast);
	else
		enter_inherited(fast);
	fast->goes_on = fast->goes_on && fast->reader->zone->name_count == count;
}

void fast_owner_name(struct fast *fast)
{
	if (!fast->name_stale)
		return;
	fast_name_wire(fast, fast->owner.ptr, fast->owner.len, &fast->reader->owner.name);
	fast->reader->owner.known = KNOWN;
	fast->name_stale = false;
}

void fast_owner_finish(struct fast *fast)
{
	fast_owner_name(fast);
	if (fast->last_stale)
		names_last(fast->reader->zone, name_view(&fast->reader->owner.name));
	fast->last_stale = false;
}
