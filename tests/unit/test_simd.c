/* simd: every mask against the same question asked of each byte. */
#include "tests/unit/unit.h"

#include "lint/zone/simd.h"

#include "lint/base/str.h"

enum { BYTES = SIMD_BYTES + 16 };

static bool is_odd(const char *at)
{
	return (unsigned char)*at < 0x20 || (unsigned char)*at > 0x7e;
}

static bool is_stop(const char *at)
{
	return *at != '\0' && strchr("\"();\\{<|\x1c", *at) != NULL;
}

static bool is_dot(const char *at)
{
	return *at == '.';
}

static bool is_name(const char *at)
{
	return ascii_is_alnum(*at) || (*at != '\0' && strchr("-./_*", *at) != NULL);
}

static uint64_t mask_of(const char *bytes, bool (*is)(const char *))
{
	uint64_t mask = 0;

	for (size_t i = 0; i < SIMD_BYTES; i++)
		mask |= (uint64_t)is(bytes + i) << i;
	return mask;
}

/* The second half counts only where all of the first stands in names. */
static void judge_name(const char *bytes)
{
	uint64_t half = UINT64_MAX >> (SIMD_BYTES / 2);
	uint64_t others = ~mask_of(bytes, is_name), dots = mask_of(bytes, is_dot);
	uint64_t seen = (others & half) != 0 ? half : UINT64_MAX;
	struct simd_name name = simd_name(bytes);

	assert_true(name.others == (others & seen));
	assert_true(name.dots == (dots & seen));
}

static void judge(const char *bytes)
{
	struct simd_masks masks = simd_classify(bytes);

	assert_true(masks.odd == mask_of(bytes, is_odd));
	assert_true(masks.stop == mask_of(bytes, is_stop));
	judge_name(bytes);
	assert_true(simd_find(bytes, '.') == mask_of(bytes, is_dot));
	assert_int_equal(simd_any(bytes, '.'), mask_of(bytes, is_dot) != 0);
	for (size_t len = 1; len <= SIMD_BYTES; len++)
		assert_true(simd_same(bytes, bytes, len));
}

/* One byte that differs, within the length and behind it. */
static void same_bytes(void **state)
{
	char a[BYTES], b[BYTES];

	(void)state;
	memset(a, 'x', sizeof a);
	for (size_t at = 0; at < SIMD_BYTES; at++) {
		memcpy(b, a, sizeof b);
		b[at] ^= 0x20;
		for (size_t len = 0; len <= SIMD_BYTES; len++)
			assert_int_equal(simd_same(a, b, len), at >= len);
	}
}

/* Each value at each place, among bytes that are nothing special and among such that are. */
static void every_byte(void **state)
{
	static const char around[] = "a.\n\xff|";
	char bytes[BYTES];

	(void)state;
	for (size_t i = 0; i < sizeof around - 1; i++)
		for (int value = 0; value < 256; value++)
			for (size_t at = 0; at < SIMD_BYTES; at += 7) {
				memset(bytes, around[i], sizeof bytes);
				bytes[at] = (char)value;
				judge(bytes);
			}
}

static void random_bytes(void **state)
{
	static const char few[] = "sStTlL .\n;\"()\\{<|x\x53\x33\x13\x7f\x80\xf3";
	uint64_t seed = 3;
	char bytes[BYTES];

	(void)state;
	for (size_t n = 0; n < 4000; n++) {
		for (size_t i = 0; i < sizeof bytes; i++) {
			seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
			bytes[i] = n % 2 ? (char)(seed >> 40) :
					   few[(seed >> 33) % (sizeof few - 1)];
		}
		judge(bytes);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_byte),
		cmocka_unit_test(same_bytes),
		cmocka_unit_test(random_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
