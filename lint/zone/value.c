#include "lint/zone/value.h"

bool value_read(struct sources *sources, const struct rr *rr, struct buf *buf)
{
	if (rr->generated || rr->dialect != RR_MASTER || rr->value_at.file == SPAN_NO_FILE)
		return false;
	return source_again(
		       sources, rr->value_at.file, rr->value_at.offset, rr->value_at.length, buf) &&
	       buf->len == rr->value_at.length;
}

void value_lexer(struct lexer *lexer, struct str text)
{
	lexer_init(lexer, text);
	lexer->depth = 1;
}

void value_walk(struct value_walk *walk, struct str text)
{
	*walk = (struct value_walk){ .token = { TOKEN_END, { "", 0 }, 0, 0 } };
	value_lexer(&walk->lexer, text);
}

static size_t text_at(const struct value_walk *walk)
{
	return walk->token.at + (walk->token.kind == TOKEN_QUOTED) + walk->at;
}

bool value_next(struct value_walk *walk)
{
	size_t used;

	while (walk->at >= walk->token.text.len) {
		walk->token = lexer_next(&walk->lexer);
		walk->at = 0;
		if (walk->token.kind != TOKEN_TEXT && walk->token.kind != TOKEN_QUOTED)
			return false;
		walk->string = walk->strings++;
	}
	used = name_octet(str_skip(walk->token.text, walk->at), &walk->octet);
	if (used == 0)
		return false;
	walk->from = text_at(walk);
	walk->end = walk->from + used;
	walk->at += used;
	return true;
}
