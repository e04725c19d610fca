/* simd: the same of what stands in where there is no SSE2. */
#define SIMD_PORTABLE
#include "tests/unit/test_simd.c"
