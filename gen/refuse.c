/* What is not made, and what to say instead. */
#include "gen/parts.h"

#include "lint/base/memory.h"
#include "lint/base/text.h"

#include <stdio.h>
#include <stdlib.h>

void gen_refuse(struct gen_refusals *refusals, const char *format, ...)
{
	const char *text;
	va_list args;

	va_start(args, format);
	text = arena_vprintf(refusals->arena, format, args);
	va_end(args);
	MEMORY_GROW(refusals->list, refusals->count, refusals->capacity);
	refusals->list[refusals->count++] = text;
}

void gen_refusals_finish(struct gen_refusals *refusals)
{
	free(refusals->list);
	*refusals = (struct gen_refusals){ .arena = refusals->arena };
}

void gen_refuse_findings(
	struct gen_refusals *refusals, const struct gen_domain *domain, const struct diag *diag)
{
	for (size_t i = 0; i < diag->count; i++) {
		const struct finding *finding = diag->list[i];

		if (finding->level <= LEVEL_INFO)
			continue;
		gen_refuse(refusals, "%s: %s%s%s [%s]", domain->text, finding->message,
			finding->help == NULL ? "" : "; ",
			finding->help == NULL ? "" : finding->help, rules[finding->rule].slug);
	}
}
