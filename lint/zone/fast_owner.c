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

/* A name as written, without blanks. */
struct text_name {
	struct str text;
	uint64_t dots; /* in that */
};

/* The bytes of its first label. */
static size_t first_label(const struct text_name *name)
{
	return name->dots == 0 ? name->text.len : (size_t)__builtin_ctzll(name->dots);
}

/* The name above; without text for the origin or the root. */
static struct text_name name_above(const struct text_name *name)
{
	size_t skip = first_label(name) + 1;

	return (struct text_name){ str_skip(name->text, skip),
		skip < SIMD_BYTES ? name->dots >> skip : 0 };
}

static struct text_name new_owner(const struct fast *fast)
{
	return (struct text_name){ fast->stated, fast->dots };
}

/* Where the parent of NAME is, whose text has LEN bytes. */
static size_t parent_slot(const struct text_name *name, size_t len)
{
	return name->dots == 0 ? FAST_ORIGIN : len;
}

static void put_parent(struct fast *fast, size_t slot, struct fast_parent parent)
{
	fast->parents[slot] = parent;
	fast->parents_known |= UINT64_C(1) << slot;
}

/* NAME is the parent of names that are short enough to be read here. */
static void put_self(struct fast *fast, const struct text_name *name, struct fast_parent self)
{
	if (name->text.len < FAST_ORIGIN)
		put_parent(fast, name->text.len, self);
}

/* The parent of NAME, which is called TEXT; NULL when it is not known. */
static inline const struct fast_parent *find_parent(
	const struct fast *fast, const struct text_name *name, struct str text)
{
	size_t slot = parent_slot(name, text.len);
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

/* Adds NAME, which lies right below PARENT. */
static struct fast_parent push_below(
	struct fast *fast, const struct text_name *name, const struct fast_parent *parent)
{
	struct fast_parent self = { name->text.ptr,
		hash_text(fast->key, parent->hash, name->text.ptr, first_label(name)),
		parent->within };

	names_push(fast->reader->zone, self.hash);
	put_self(fast, name, self);
	return self;
}

/* The new owner lies right below PARENT. */
static void enter_below(
	struct fast *fast, const struct text_name *owner, const struct fast_parent *parent)
{
	fast->name_stale = fast->last_stale = true;
	fast->may_again = parent->within && !is_special(owner->text, first_label(owner));
	push_below(fast, owner, parent);
}

/* Adds the new owner with its ancestors; names right below it and beside it are quicker then. */
static void enter_whole(struct fast *fast, const struct text_name *owner)
{
	struct zone_file *zone = fast->reader->zone;
	struct str text = owner->text, parent = name_above(owner).text;
	const uint64_t *hashes;
	size_t labels;

	fast_owner_finish(fast);
	fast_name_wire(fast, text.ptr, text.len, &fast->reader->owner.name);
	fast->reader->owner.known = KNOWN;
	names_add(zone, name_view(&fast->reader->owner.name), 0);
	hashes = zone->last->hashes;
	labels = names_last_labels(zone);
	fast->may_again = names_within(zone, 1) && !is_special(text, first_label(owner));
	put_parent(fast, parent_slot(owner, parent.len),
		(struct fast_parent){ parent.ptr, hashes[labels - 1], names_within(zone, 1) });
	put_self(fast, owner,
		(struct fast_parent){ text.ptr, hashes[labels], names_within(zone, 0) });
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
	struct text_name owner = new_owner(fast), above = name_above(&owner);
	const struct fast_parent *parent = find_parent(fast, &owner, above.text), *above_that;
	struct fast_parent added;

	if (parent == NULL && above.text.len > 0) {
		above_that = find_parent(fast, &above, name_above(&above).text);
		if (above_that != NULL) {
			added = push_below(fast, &above, above_that);
			parent = &added;
		}
	}
	if (parent != NULL)
		enter_below(fast, &owner, parent);
	else
		enter_whole(fast, &owner);
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
