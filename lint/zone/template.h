/*
 * template: text that another program fills in before the name server sees it: `{{ }}`, `{% %}`,
 * `{# #}` and `<% %>` anywhere but in a comment, `${NAME}` outside quotes.
 */
#ifndef LINT_ZONE_TEMPLATE_H
#define LINT_ZONE_TEMPLATE_H

#include "lint/base/str.h"

/* The first template text of RECORD: its offset and length; false when there is none. */
bool template_find(struct str record, size_t *at, size_t *length);

/* RECORD is nothing but one statement `{% %}` or `<% %>`, which stands for no record of its own. */
bool template_is_statement(struct str record);

/* RECORD is nothing but one comment `{# #}`, which stands for nothing. */
bool template_is_comment(struct str record);

/* RECORD begins, at byte *AT, a comment `{#` that goes on in the lines behind it; RECORD ends one.
 */
bool template_opens_comment(struct str record, size_t *at);
bool template_closes_comment(struct str record);

#endif
