#include "lint/check/check.h"

/* The order does not show: findings are sorted before they are reported. */
static void (*const families[])(struct check *check) = {
	check_zone,
	check_record,
	check_policy,
	check_mx,
	check_host,
	check_tlsrpt,
};

void check_run(struct check *check)
{
	for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
		diag_context(check->diag, NULL, MODE_UNKNOWN);
		families[i](check);
		arena_finish(&check->arena);
	}
	diag_context(check->diag, NULL, MODE_UNKNOWN);
}
