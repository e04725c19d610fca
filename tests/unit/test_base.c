/* The base layer: views, numbers, distances, text made safe, memory, files below a root. */
#include "tests/unit/unit.h"

#include "lint/base/arena.h"
#include "lint/base/jobs.h"
#include "lint/base/memory.h"
#include "lint/base/source.h"
#include "lint/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void find_and_cut(void **state)
{
	struct str rest = STR("a,,b"), part;
	size_t parts = 0;

	(void)state;
	assert_int_equal(str_find(STR("xabcab"), STR("ab")), 1);
	assert_int_equal(str_find(STR("xa"), STR("ab")), 2);
	assert_int_equal(str_ifind(STR("xAb"), STR("aB")), 1);
	while (str_cut(&rest, ',', &part)) {
		static const size_t lengths[] = { 1, 0, 1 };

		assert_int_equal(part.len, lengths[parts]);
		parts++;
	}
	assert_int_equal(parts, 3);
	assert_true(str_cmp(STR("a"), STR("ab")) < 0);
	assert_true(str_cmp(STR("b"), STR("ab")) > 0);
	assert_true(str_ieq(STR("MiXed"), STR("mIxEd")));
	assert_false(str_ieq(STR("a"), STR("ab")));
}

static void numbers(void **state)
{
	static const struct {
		const char *text;
		uint64_t max;
		bool ok;
		uint64_t value;
	} rows[] = {
		{ "0", 0, true, 0 },
		{ "1", 0, false, 0 },
		{ "5", 3, false, 0 },
		{ "12", 12, true, 12 },
		{ "13", 12, false, 0 },
		{ "007", 7, true, 7 },
		{ "", 9, false, 0 },
		{ "1a", 99, false, 0 },
		{ "-1", 99, false, 0 },
		{ "+1", 99, false, 0 },
		{ "18446744073709551615", UINT64_MAX, true, UINT64_MAX },
		{ "18446744073709551616", UINT64_MAX, false, 0 },
		{ "99999999999999999999", UINT64_MAX, false, 0 },
		{ "000000000000000000001", 9, false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		uint64_t value = 0;

		assert_int_equal(str_number(str_c(rows[i].text), rows[i].max, &value), rows[i].ok);
		assert_int_equal(value, rows[i].value);
	}
}

static void distances(void **state)
{
	static const struct {
		const char *a, *b;
		unsigned distance;
	} rows[] = {
		{ "mx", "mx", 0 }, { "MX", "mx", 0 }, { "nmx", "mx", 1 }, { "mod", "mode", 1 },
		{ "max-age", "max_age", 1 }, { "", "abc", 3 },
		{ "enforce", "testing", 4 }, /* beyond the limit of 3 */
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(
			str_distance(str_c(rows[i].a), str_c(rows[i].b), 3), rows[i].distance);
		assert_int_equal(
			str_distance(str_c(rows[i].b), str_c(rows[i].a), 3), rows[i].distance);
	}
}

static void text_is_made_safe(void **state)
{
	static const struct {
		struct str in;
		const char *out;
	} rows[] = {
		{ STR_INIT("plain caf\xc3\xa9"), "plain caf\xc3\xa9" },
		{ STR_INIT("\x1b[31m"), "\\x1b[31m" },
		{ STR_INIT("a\0b"), "a\\x00b" },
		{ STR_INIT("\t\r\n\x7f"), "\\x09\\x0d\\x0a\\x7f" },
		{ STR_INIT("\xe2\x80\xae"), "\\u202e" },
		{ STR_INIT("\xc2\x9b"), "\\u009b" },
		{ STR_INIT("\xef\xbb\xbf"), "\\ufeff" },
		{ STR_INIT("\xf3\xa0\x81\x81"), "\\U000e0041" },
		{ STR_INIT("\xe3\x85\xa4\xcd\x8f"), "\\u3164\\u034f" }, /* never seen */
		{ STR_INIT("\xf3\xa0\x84\x80"), "\\U000e0100" },
		{ STR_INIT("\xff\xc0\x80"), "\\xff\\xc0\\x80" },	  /* never lead, overlong */
		{ STR_INIT("\xed\xa0\x80"), "\\xed\\xa0\\x80" },	  /* a surrogate */
		{ STR_INIT("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80" }, /* above U+10FFFF */
		{ STR_INIT("\xe2\x82"), "\\xe2\\x82" },			  /* cut short */
		{ STR_INIT("\xef\xbf\xbf"), "\\uffff" },		  /* no character */
		{ STR_INIT("a ##[error]b"), "a \\x23#[error]b" },
		{ STR_INIT("###vso[x]"), "#\\x23#vso[x]" },
		{ STR_INIT("# ## a ##b ##c d[ ##"), "# ## a ##b ##c d[ ##" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf buf = { 0 };

		text_escape(&buf, rows[i].in);
		buf_add_char(&buf, '\0');
		assert_string_equal(buf.ptr, rows[i].out);
		buf_finish(&buf);
	}
	assert_int_equal(text_columns(STR("a\xc3\xa9\xff"
					  "b")),
		4);
	assert_int_equal(text_cells(STR("a\xc3\xa9\xff"
					"b")),
		4);
	assert_int_equal(text_cells(STR("\xe6\x97\xa5\xe6\x9c\xac")), 4);
	assert_int_equal(text_cells(STR("e\xcc\x81")), 1);
	assert_int_equal(text_cells(STR("\xed\x95\x9c\xef\xbc\xa1\xf0\x9f\x98\x80.")), 7);
}

static void quotes_are_cut(void **state)
{
	struct arena arena = { 0 };
	char long_text[300];
	const char *quoted;

	(void)state;
	memset(long_text, 'x', sizeof long_text);
	quoted = text_quote(&arena, str_of(long_text, sizeof long_text));
	assert_int_equal(strlen(quoted), 103);
	assert_string_equal(quoted + 100, "...");
	quoted = text_quote(&arena, str_of(long_text, 100));
	assert_int_equal(strlen(quoted), 100);
	arena_finish(&arena);
}

static void arena_memory(void **state)
{
	struct arena arena = { 0 };
	char *bytes[200];

	(void)state;
	for (size_t i = 0; i < 200; i++) {
		uint64_t *aligned = arena_alloc(&arena, i, sizeof *aligned);

		assert_int_equal((uintptr_t)aligned % _Alignof(max_align_t), 0);
		for (size_t j = 0; j < i; j++)
			assert_int_equal(aligned[j], 0);
		bytes[i] = arena_bytes(&arena, i * 50);
		memset(bytes[i], (int)i, i * 50);
	}
	for (size_t i = 0; i < 200; i++)
		for (size_t j = 0; j < i * 50; j++)
			assert_int_equal((unsigned char)bytes[i][j], i);
	arena_finish(&arena);
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void files_below_a_root(void **state)
{
	char top[] = "/tmp/mtasts-base-XXXXXX";
	static const struct {
		const char *path;
		enum source_status status;
	} rows[] = {
		{ "root/a", SOURCE_OK },
		{ "root/../root/sub/b", SOURCE_OK },
		{ "root/inside", SOURCE_OK },
		{ "outside", SOURCE_OUTSIDE },
		{ "rootless", SOURCE_OUTSIDE },
		{ "root/leak", SOURCE_OUTSIDE },
		{ "root/up/outside", SOURCE_OUTSIDE },
		{ "root/none", SOURCE_MISSING },
		{ "root/sub", SOURCE_DIRECTORY },
		{ "root/fifo", SOURCE_NOT_REGULAR },
		{ "root/zero", SOURCE_OUTSIDE },
	};

	(void)state;
	assert_non_null(mkdtemp(top));
	assert_int_equal(chdir(top), 0);
	assert_int_equal(mkdir("root", 0700), 0);
	assert_int_equal(mkdir("root/sub", 0700), 0);
	write_file("root/a", "a");
	write_file("root/sub/b", "b");
	write_file("outside", "secret");
	write_file("rootless", "secret");
	assert_int_equal(symlink("a", "root/inside"), 0);
	assert_int_equal(symlink("../outside", "root/leak"), 0);
	assert_int_equal(symlink("..", "root/up"), 0);
	assert_int_equal(symlink("/dev/zero", "root/zero"), 0);
	assert_int_equal(mkfifo("root/fifo", 0600), 0);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int fd = -1;

		assert_int_equal(source_open_below("root", rows[i].path, &fd), rows[i].status);
		if (rows[i].status == SOURCE_OK)
			assert_int_equal(close(fd), 0);
	}
}

static void sources_are_read_again(void **state)
{
	char path[] = "/tmp/mtasts-source-XXXXXX";
	struct sources sources = { 0 };
	struct buf buf = { 0 };
	uint32_t file;

	(void)state;
	close(mkstemp(path));
	write_file(path, "0123456789");
	file = sources_add(&sources, str_c(path), NULL);
	assert_int_equal(sources_add(&sources, str_c(path), NULL), file);
	assert_int_equal(source_read(&sources, file, 4, &buf), SOURCE_OK);
	assert_int_equal(buf.len, 4);
	assert_true(source_again(&sources, file, 8, 5, &buf));
	assert_int_equal(buf.len, 6);
	assert_memory_equal(buf.ptr, "012389", 6);
	write_file(path, "shorter");
	assert_false(source_again(&sources, file, 0, 5, &buf));
	unlink(path);
	assert_false(source_again(&sources, file, 0, 5, &buf));
	buf_finish(&buf);
	sources_finish(&sources);
}

static void sources_are_found_again(void **state)
{
	struct sources sources = { 0 };
	char path[16];

	(void)state;
	for (int twice = 0; twice < 2; twice++)
		for (uint32_t i = 0; i < 1000; i++) {
			snprintf(path, sizeof path, "%u", (unsigned)i);
			assert_int_equal(sources_add(&sources, str_c(path), NULL), i);
		}
	assert_int_equal(sources.count, 1000);
	sources_finish(&sources);
}

static void sources_have_parts(void **state)
{
	struct sources whole = { 0 }, first, second;
	uint32_t top, own, again, more;

	(void)state;
	top = sources_add(&whole, STR("top"), NULL);
	sources_part(&first, &whole);
	sources_part(&second, &whole);
	own = sources_add(&first, STR("own"), NULL);
	again = sources_add(&first, STR("top"), NULL);
	more = sources_add(&second, STR("own"), NULL);
	sources_at(&first, own)->size = 7;
	assert_string_equal(sources_at(&first, top)->path, "top");
	assert_string_equal(sources_at(&first, own)->path, "own");
	assert_int_equal(sources_add(&first, STR("own"), NULL), own);
	assert_int_equal(whole.count, 1);
	sources_join(&second);
	sources_join(&first);
	assert_int_equal(whole.count, 2);
	assert_int_equal(sources_joined(&first, own), sources_joined(&second, more));
	assert_int_equal(sources_joined(&first, again), top);
	assert_int_equal(sources_joined(&first, top), top);
	assert_int_equal(sources_joined(&first, SPAN_NO_FILE), SPAN_NO_FILE);
	assert_int_equal(sources_at(&whole, sources_joined(&first, own))->size, 7);
	sources_finish(&first);
	sources_finish(&second);
	sources_finish(&whole);
}

static void add_own(void *context, size_t index)
{
	((unsigned *)context)[index]++;
}

static void jobs_are_done_once(void **state)
{
	static unsigned done[10000];

	(void)state;
	for (unsigned workers = 0; workers < 9; workers++) {
		size_t count = workers == 8 ? 0 : sizeof done / sizeof *done;

		jobs_run(workers, count, add_own, done);
		for (size_t i = 0; i < count; i++)
			assert_int_equal(done[i], workers + 1);
	}
}

static void pipes_are_spooled(void **state)
{
	struct sources sources = { 0 };
	struct buf buf = { 0 };
	uint32_t file;
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "through a pipe", 14), 14);
	close(ends[1]);
	assert_int_equal(sources_add_pipe(&sources, ends[0], "<stdin>", &file), SOURCE_OK);
	close(ends[0]);
	assert_int_equal(source_read(&sources, file, 100, &buf), SOURCE_OK);
	assert_true(source_again(&sources, file, 8, 6, &buf));
	assert_int_equal(buf.len, 20);
	assert_memory_equal(buf.ptr + 14, "a pipe", 6);
	assert_string_equal(sources.list[file].name, "<stdin>");
	buf_finish(&buf);
	sources_finish(&sources);
}

static void paths(void **state)
{
	static const struct {
		const char *path, *dir, *base;
	} rows[] = {
		{ "a", ".", "a" },
		{ "a/b", "a", "b" },
		{ "/a", "/", "a" },
		{ "a/b/", "a", "b" },
		{ "/", "/", "/" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_true(str_eq(path_dir(str_c(rows[i].path)), str_c(rows[i].dir)));
		assert_true(str_eq(path_base(str_c(rows[i].path)), str_c(rows[i].base)));
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(find_and_cut),
		cmocka_unit_test(numbers),
		cmocka_unit_test(distances),
		cmocka_unit_test(text_is_made_safe),
		cmocka_unit_test(quotes_are_cut),
		cmocka_unit_test(arena_memory),
		cmocka_unit_test(files_below_a_root),
		cmocka_unit_test(sources_are_read_again),
		cmocka_unit_test(sources_are_found_again),
		cmocka_unit_test(sources_have_parts),
		cmocka_unit_test(jobs_are_done_once),
		cmocka_unit_test(pipes_are_spooled),
		cmocka_unit_test(paths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
