/*
 * suggest: "did you mean". Words are offered one after the other; the nearest is kept.
 */
#ifndef CMD_SUGGEST_H
#define CMD_SUGGEST_H

#include "lint/base/str.h"

struct suggestion {
	struct str wanted;
	char best[256]; /* empty when nothing is near */
	unsigned distance;
};

void suggest_init(struct suggestion *suggestion, const char *wanted);
void suggest_offer(struct suggestion *suggestion, const char *word);

/* "; did you mean 'WORD'?" or "", valid as long as SUGGESTION. Room for it is in TEXT. */
const char *suggest_text(const struct suggestion *suggestion, char *text, size_t size);

/* The same, but "; 'COMMAND' lists them" when nothing is near. */
const char *suggest_or(
	const struct suggestion *suggestion, char *text, size_t size, const char *command);

/* Offers every name in the directory that PATH would lie in. */
void suggest_file(struct suggestion *suggestion, const char *path);

#endif
