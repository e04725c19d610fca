/* unit: what every cmocka test program includes, in the order cmocka wants. */
#ifndef TESTS_UNIT_UNIT_H
#define TESTS_UNIT_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* Seconds after which alarm() ends a test that takes days unless the code is linear. */
enum { UNIT_PATIENCE = 600 };

/* How many of N rounds with other inputs a test goes through: fewer under a tool that is slow. */
static inline size_t unit_rounds(size_t n)
{
	return getenv("UNIT_FEWER_ROUNDS") == NULL ? n : n / 8 + 1;
}

#endif
