#include "lint/zone/layout.h"

#include "lint/base/memory.h"
#include "lint/zone/token.h"
#include "lint/zone/ttl.h"

#include <stdlib.h>

static struct part part_of(const struct token *token, size_t base)
{
	return (struct part){ base + token->at, token->length };
}

/* Reads TTL, class and type, in this or the other order of the first two. */
static void read_head(struct layout *layout, struct lexer *lexer, size_t base)
{
	uint16_t class;

	while (layout->type.length == 0) {
		struct token token = lexer_next(lexer);

		if (token.kind != TOKEN_TEXT)
			return;
		if (class_find(token.text, &class)) {
			layout->class = part_of(&token, base);
			layout->class_first = layout->ttl.length == 0;
		} else if (ascii_is_digit(token.text.ptr[0])) {
			layout->ttl = part_of(&token, base);
		} else {
			layout->type = part_of(&token, base);
		}
	}
}

static void read_values(
	struct layout *layout, struct arena *arena, struct lexer *lexer, size_t base)
{
	struct part *values = NULL, *kept;
	size_t count = 0, capacity = 0;

	for (;;) {
		struct token token = lexer_next(lexer);

		if (token.kind != TOKEN_TEXT && token.kind != TOKEN_QUOTED)
			break;
		MEMORY_GROW(values, count, capacity);
		values[count++] = part_of(&token, base);
	}
	if (values != NULL) {
		kept = arena_alloc(arena, count, sizeof *kept);
		memcpy(kept, values, count * sizeof *kept);
		layout->values = kept;
		layout->value_count = count;
	}
	free(values);
}

void layout_read(
	struct layout *layout, struct arena *arena, struct str text, size_t at, size_t length)
{
	struct lexer lexer;
	struct token owner;

	*layout = (struct layout){ 0 };
	lexer_init(&lexer, str_take(str_skip(text, at), length));
	if (length > 0 && !ascii_is_blank(text.ptr[at])) {
		owner = lexer_next(&lexer);
		layout->owner = part_of(&owner, at);
	}
	read_head(layout, &lexer, at);
	read_values(layout, arena, &lexer, at);
}

/* In quotes and in comments parentheses are text; quotes and comments end with their line. */
size_t layout_record_end(struct str text, size_t at)
{
	size_t depth = 0;
	char inside = 0;

	for (; at < text.len; at++) {
		char c = text.ptr[at];

		if (c == '\n') {
			inside = 0;
			if (depth == 0)
				return at + 1;
		} else if (c == '\\' && inside != ';') {
			at++;
		} else if (inside != 0) {
			inside = c == inside && c == '"' ? 0 : inside;
		} else if (c == '"' || c == ';') {
			inside = c;
		} else if (c == '(') {
			depth++;
		} else if (c == ')' && depth > 0) {
			depth--;
		}
	}
	return text.len;
}

bool layout_is_empty(struct str text, size_t at)
{
	struct lexer lexer;

	lexer_init(&lexer, str_of(text.ptr + at, layout_record_end(text, at) - at));
	return lexer_next(&lexer).kind == TOKEN_END;
}

bool layout_inherits(struct str text, size_t at)
{
	return at < text.len && ascii_is_blank(text.ptr[at]) && !layout_is_empty(text, at);
}

/* The directive at AT of TEXT, as far as it says what holds behind it. */
static void read_directive(struct context *context, struct str record)
{
	struct lexer lexer;
	struct token name, value;
	struct name_buf origin;

	lexer_init(&lexer, record);
	name = lexer_next(&lexer);
	value = lexer_next(&lexer);
	if (token_is(&name, STR("$TTL"))) {
		context->ttl_known = ttl_parse(value.text, TTL_MAX, &context->ttl) == TTL_OK;
	} else if (token_is(&name, STR("$ORIGIN")) &&
		   name_parse(value.text, name_view(&context->origin), &origin, NULL) == NAME_OK) {
		context->origin = origin;
	} else if (token_is(&name, STR("$INCLUDE"))) {
		context->ttl_known &= !context->includes_set_ttl;
	}
}

void context_advance(struct context *context, struct str text, size_t at)
{
	for (size_t from = 0; from < at;) {
		size_t end = layout_record_end(text, from);

		if (text.ptr[from] == '$')
			read_directive(context, str_of(text.ptr + from, end - from));
		from = end;
	}
}
