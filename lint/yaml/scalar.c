/* Where the bytes of a scalar are written. What they are, libyaml says; what stands for each of
 * them is found by going along the source beside that. */
#include "lint/yaml/reader.h"

struct walk {
	struct str source, text;
	size_t s, t; /* the next byte of each */
	char style;  /* the quote, '|' for a block, 0 for a plain scalar */
	struct yaml_place *places;
};

static bool is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Blanks and a line end begin here: what they say depends on the lines around. */
static bool at_line_end(const struct walk *walk)
{
	size_t s = walk->s;

	while (s < walk->source.len && ascii_is_blank(walk->source.ptr[s]))
		s++;
	return s < walk->source.len && (walk->source.ptr[s] == '\n' || walk->source.ptr[s] == '\r');
}

/* COUNT bytes of the text are written as all of the source from FROM on. */
static void note(struct walk *walk, size_t count, size_t from)
{
	for (; count > 0 && walk->t < walk->text.len; count--)
		walk->places[walk->t++] = (struct yaml_place){ (uint32_t)from, (uint32_t)walk->s };
}

/* Line ends, and the blanks around them, stand together for the white space of the text there. */
static void fold(struct walk *walk)
{
	size_t from = walk->s, count = 0;

	while (walk->s < walk->source.len && is_white(walk->source.ptr[walk->s]))
		walk->s++;
	while (walk->t + count < walk->text.len && is_white(walk->text.ptr[walk->t + count]))
		count++;
	note(walk, count, from);
}

/* The bytes of the UTF-8 character whose first byte is C. */
static size_t bytes_of(char c)
{
	unsigned char byte = (unsigned char)c;

	return byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

static size_t escape_length(char c)
{
	return c == 'x' ? 4 : c == 'u' ? 6 : c == 'U' ? 10 : 2;
}

/* An escape in double quotes; one before a line end says nothing. */
static void escape(struct walk *walk)
{
	size_t from = walk->s;
	struct str rest = str_skip(walk->source, walk->s + 1);

	if (rest.len > 0 && (rest.ptr[0] == '\n' || rest.ptr[0] == '\r')) {
		walk->s++;
		while (walk->s < walk->source.len && is_white(walk->source.ptr[walk->s]))
			walk->s++;
		return;
	}
	walk->s += rest.len == 0 ? 1 : escape_length(rest.ptr[0]);
	if (walk->s > walk->source.len)
		walk->s = walk->source.len;
	if (walk->t < walk->text.len)
		note(walk, bytes_of(walk->text.ptr[walk->t]), from);
}

static bool same_byte(const struct walk *walk)
{
	return walk->source.ptr[walk->s] == walk->text.ptr[walk->t];
}

/* One step. False when source and text do not belong together. */
static bool step(struct walk *walk)
{
	size_t from = walk->s;

	if (at_line_end(walk)) {
		fold(walk);
		return true;
	}
	if (walk->style == '"' && walk->source.ptr[walk->s] == '\\') {
		escape(walk);
		return true;
	}
	if (walk->t == walk->text.len || !same_byte(walk))
		return false;
	walk->s += walk->style == '\'' && walk->source.ptr[walk->s] == '\'' ? 2 : 1;
	note(walk, 1, from);
	return true;
}

static void skip_frame(struct walk *walk)
{
	char c = walk->source.len == 0 ? '\0' : walk->source.ptr[0];

	if (c == '"' || c == '\'') {
		walk->style = c;
		walk->s = 1;
		walk->source.len -= walk->source.len > 1;
	} else if (c == '|' || c == '>') {
		walk->style = '|';
		walk->s = str_find_char(walk->source, '\n');
		fold(walk);
	}
}

static bool read_one(struct str source, struct arena *arena, struct str *text)
{
	struct yaml_node *node;
	struct yaml_fault fault;

	if (!yaml_read(source, 0, arena, &node, &fault) || node == NULL ||
		node->kind != YAML_SCALAR || source.len > UINT32_MAX)
		return false;
	*text = node->text;
	return true;
}

bool yaml_scalar(
	struct str source, struct arena *arena, struct str *text, struct yaml_place **places)
{
	struct walk walk = { .source = source };
	bool good = true;

	*places = NULL;
	if (!read_one(source, arena, text))
		return false;
	if (text->len == 0)
		return true;
	walk.text = *text;
	walk.places = arena_alloc(arena, text->len, sizeof *walk.places);
	skip_frame(&walk);
	while (good && walk.s < walk.source.len)
		good = step(&walk);
	fold(&walk); /* the line end behind a block is not in its source */
	*places = walk.places;
	return good && walk.t == walk.text.len;
}
