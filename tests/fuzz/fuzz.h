/*
 * fuzz: what the fuzzers share. Each fuzz_READER.c hands its bytes to one reader; a fault is a
 * crash, a sanitizer's report, a hang, or a broken invariant (abort).
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "lint/base/source.h"
#include "lint/diag/diag.h"

#include <stdlib.h>

/* The entry point that libFuzzer calls. */
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* All rules speak, at the catalogue's levels. */
extern const struct levels fuzz_levels;

/* Adds the bytes to SOURCES as a file, alone in its directory, which is *ROOT. It is the same file,
 * written anew, each time. */
uint32_t fuzz_file(struct sources *sources, struct str bytes, const char **root);

/* Holds what must be true of any finding: it lies in its file, says something, and prints safely.
 */
void fuzz_judge(const struct diag *diag, const struct sources *sources, uint64_t size);

static inline struct str fuzz_str(const unsigned char *data, size_t size)
{
	return str_of(size == 0 ? "" : (const char *)data, size);
}

#endif
