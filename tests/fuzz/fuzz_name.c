/* Names: what is read, printed and read again is the same name; what matches is no near miss. */
#include "tests/fuzz/fuzz.h"

#include "lint/dns/name.h"
#include "lint/dns/pattern.h"

static void print_and_read_again(struct name name)
{
	struct buf text = { 0 };
	struct name_buf again;

	name_print(&text, name);
	if (!name_is_root(name))
		buf_add_char(&text, '.');
	if (name_parse(buf_str(&text), (struct name){ 0 }, &again, NULL) != NAME_OK ||
		!name_equal(name, name_view(&again)) ||
		name_hash(name) != name_hash(name_view(&again)))
		abort();
	buf_finish(&text);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct str text = fuzz_str(data, size), pattern;
	struct name_buf name, origin;
	size_t at;

	name_from_host(STR("example.com"), &origin);
	if (name_parse(text, name_view(&origin), &name, &at) == NAME_OK)
		print_and_read_again(name_view(&name));
	if (name_from_wire(text, &name, &at))
		print_and_read_again(name_view(&name));
	if (str_cut(&text, '\n', &pattern) && text.ptr != NULL) {
		if (pattern_matches(pattern, text) && pattern_near_miss(pattern, text) != NULL)
			abort();
	}
	return 0;
}
