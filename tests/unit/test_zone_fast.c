/* zone: the fast path reads what the plain reader reads. */
#include "tests/unit/unit.h"

#include "tests/both.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static char directory[] = "/tmp/mtasts-fast-XXXXXX";
static char path[sizeof directory + 8];

static int start(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(directory));
	snprintf(path, sizeof path, "%s/zone", directory);
	return 0;
}

static int end(void **state)
{
	(void)state;
	unlink(path);
	rmdir(directory);
	return 0;
}

static const struct levels levels = { .profile = PROFILE_STRICT };

/* The names of ZONE, all of whose records are kept, are those of its records, and own what these
 * say; what cannot be read may count as opaque, or as an SOA. */
static void judge_names(const struct zone_file *zone, struct str shown)
{
	for (size_t i = 0; i < zone->rr_count; i++) {
		const struct rr *rr = &zone->rrs[i];
		size_t labels = name_labels(rr->owner);
		bool exists = true, all = true;

		for (size_t n = 0; n < labels && exists; n++)
			zone_owns(zone, name_hash(name_parent(rr->owner, n)), &exists);
		all = (zone_owns(zone, name_hash(rr->owner), &exists) & type_bit(rr->type)) != 0;
		if (!all || !exists)
			fail_msg("names lack record %zu of:\n%.*s", i, (int)shown.len, shown.ptr);
	}
	for (size_t i = 0; i < zone->name_count; i++) {
		uint32_t owns = 0;

		for (size_t j = 0; j < zone->rr_count; j++)
			if (name_hash(zone->rrs[j].owner) == zone->names[i].hash)
				owns |= type_bit(zone->rrs[j].type);
		if (((zone->names[i].owns ^ owns) & ~(uint32_t)(OWNS_OPAQUE | OWNS_SOA)) != 0)
			fail_msg("a name owns too much in:\n%.*s", (int)shown.len, shown.ptr);
	}
}

/* Both readers agree on the file at PATH; SHOWN is it, or what it was made of. */
static void judge_file(const char *at, bool keep_all, bool origin, struct str shown)
{
	struct sources sources = { 0 };
	struct both_reading plain, fast;
	struct name_buf apex;
	struct zone_input input = { .keep_all = keep_all };
	const char *wrong;

	name_from_host(STR("example.com"), &apex);
	input.file = sources_add(&sources, str_c(at), NULL);
	if (origin)
		input.origin = name_view(&apex);
	assert_true(both_read(&plain, &input, true, &sources, &levels));
	assert_true(both_read(&fast, &input, false, &sources, &levels));
	wrong = both_differ(&plain, &fast);
	if (wrong != NULL)
		fail_msg("%s differ in:\n%.*s", wrong, (int)shown.len, shown.ptr);
	if (keep_all && fast.zone.rr_count < 200)
		judge_names(&fast.zone, shown);
	both_finish(&plain);
	both_finish(&fast);
	sources_finish(&sources);
}

static void judge(struct str bytes)
{
	FILE *file;

	unlink(path); /* some file systems wait for the disk where a file is written anew */
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
	fclose(file);
	judge_file(path, false, true, bytes);
	judge_file(path, true, false, bytes);
}

/* The generator: the same zones for the same seed. */
static uint64_t seed;

static size_t random_below(size_t n)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (size_t)(seed >> 33) % n;
}

#define PICK(list) ((list)[random_below(sizeof(list) / sizeof *(list))])

static const char *const labels[] = {
	"a",
	"B",
	"mail",
	"_mta-sts",
	"mta-sts",
	"*",
	"s1._domainkey",
	"www",
	"x-y",
	"_smtp._tls",
	"_25._tcp",
	"xn--bcher-kva",
	"1",
	"in",
	"a23456789012345678901234567890",
	"a2345678901234567890123456789012345678901234567890123456789012",
	"\xc3\xbc",
	"A",
};
static const char *const blanks[] = {
	" ",
	"\t",
	"  ",
	" \t ",
	"\t\t",
};
static const char *const names[] = {
	"@",
	".",
	"a",
	"b.c",
	"example.com.",
	"mail.Example.com.",
	"x..y",
	".x",
	"a\\.b",
	"a\\046b.",
	"\"q\"",
	"com.",
	"a.b.c.d.e.f.g.h.",
	"x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x",
	"a23456789012345678901234567890123456789012345678901234567890123",
	"192.0.2.1",
	"a;b",
	"{{x}}",
	"a@b",
	"x!",
	"'a.b.",
	"a/b",
	"[",
	"c~d",
};
static const char *const addresses[] = {
	"192.0.2.1",
	"0.0.0.0",
	"255.255.255.255",
	"1.2.3",
	"1.2.3.4.5",
	"01.2.3.4",
	"1.2.3.256",
	"1.2.3.4 x",
	"::1",
	"2001:db8::1",
	"1:2:3:4:5:6:7:8",
	":",
	"(192.0.2.1)",
	"192.0.2.1;c",
	"\"192.0.2.1\"",
	"\\# 4 c0000201",
	"",
};
/* A quote and 255 bytes. */
#define X50 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define LONG "\"" X50 X50 X50 X50 X50 "xxxxx"

static const char *const strings[] = {
	"\"v=STSv1; id=1\"",
	"\"v=spf1 -all\"",
	"\"\"",
	"\"a;b(c)d\"",
	"plain",
	"\"s\" \"tsv1\"",
	"\"v=tls\" \"rptv1\"",
	"\"TLSRPT\"",
	"\"mta-sts\"",
	"(\"a\"\n \"b\")",
	"\"a\"\"b\"",
	"\"a\"b",
	"\"\\\"\"",
	"\"\\300\"",
	"\"tab\there\"",
	"\"<% x %>\"",
	"\"{{ x }}\"",
	"\"a|b\"",
	"\"open",
	"@",
	"( \"a\" ; c\n )",
	"(\"a\" \"b\"\r\n)\t; c",
	"( \"x\" ( \"y\" ) )",
	"\"a\" )",
	"\\# 2 0161",
	"\\#",
	"\"st\"\"sv\"",
	"\"s\" \"t\" \"s1\"",
	"\"nul\\000\"",
	"\"tSs1 lstlS sts\"",
	"\"mta-\" \"sts\"",
	LONG "\"",
	LONG "x\"",
	"\"caf\303\251\"",
	"\"\x7f\"",
	"\"0123456789abcde\377\" \"0123456789abcdef\200\"",
	"( \"k=rsa; p=MIGf\"\n\t  \"MA0\" )  ; DKIM",
};
static const char *const data[] = {
	"1 2 3 x.",
	"x ( y\n z ) ; c",
	"( ( x ) )",
	"\"a\" b",
	"a;b",
	"\\# 1 00",
	"",
	"x\r",
	"(",
	"{{ a }}",
	"a b c d",
	"x ( y ; a ( comment )\n )",
};
static const char *const heads[] = {
	"",
	"3600 ",
	"IN ",
	"in\t",
	"300 IN ",
	"IN 300 ",
	"1h ",
	"3600 IN 60 ",
	"CH ",
	"IN IN ",
	"2147483647 ",
	"2147483648 ",
	"999999999 ",
	"-1 ",
	"CLASS1 ",
	"0 ",
	"( 5 ) ",
	"1w2d IN ",
};
static const char *const types[] = {
	"DS",
	"rrsig",
	"NSEC",
	"SRV",
	"TYPE65280",
	"ALIAS",
	"PTR",
	"SVCB",
	"TYPE16",
	"NSEC3",
};
static const char *const ends[] = {
	"\n",
	"\n",
	"\n",
	"\r\n",
	" ; comment\n",
	";c {{\n",
	"\t\n",
	"\r",
	" ; c\t\r\n",
	" ; \x01\n",
	" extra\n",
	"\n\n",
	"\n ; only\n\t\n",
	"\n \n",
};
static const char *const others[] = {
	"$TTL 60\n",
	"$TTL x\n",
	"$ORIGIN sub.example.com.\n",
	"$ORIGIN example.com.\n",
	"$ORIGIN x\n",
	"; comment\n",
	"\n",
	"@ SOA ns h 1 2 3 4 5\n",
	"@ IN SOA ns h (\n 1 2\n 3 4 5 ) ; x\n",
	"$GENERATE 1-3 g$ A 192.0.2.$\n",
	" $TTL 5\n",
	"$INCLUDE nowhere\n",
	"(\n",
	"\"\n",
	"${X} A 192.0.2.1\n",
	";\n",
	" \n",
	"{% if x %}\n",
	")\n",
	"\\",
	"\t; c\n",
};

static void add_data(struct buf *zone)
{
	switch (random_below(8)) {
	case 0:
		buf_printf(zone, "A %s", PICK(addresses));
		break;
	case 1:
		buf_printf(zone, "aaaa%s%s", PICK(blanks), PICK(addresses));
		break;
	case 2:
		buf_printf(zone, "%s %s", random_below(2) ? "NS" : "cname", PICK(names));
		break;
	case 3:
		buf_printf(zone, "MX %u%s%s", (unsigned)random_below(70000), PICK(blanks),
			PICK(names));
		break;
	case 4:
		buf_printf(zone, "%s %s", PICK(types), PICK(data));
		break;
	default:
		buf_printf(zone, "TXT%s%s", PICK(blanks), PICK(strings));
		if (random_below(3) == 0)
			buf_printf(zone, " %s", PICK(strings));
	}
}

static void add_record(struct buf *zone)
{
	switch (random_below(6)) {
	case 0:
		break;
	case 1:
		buf_printf(zone, "%s", PICK(names));
		break;
	case 2:
		buf_printf(zone, "%s.%s.example.com.", PICK(labels), PICK(labels));
		break;
	default:
		buf_printf(zone, "%s%s", PICK(labels), random_below(2) ? ".example.com." : "");
	}
	buf_printf(zone, "%s%s", PICK(blanks), PICK(heads));
	add_data(zone);
	buf_printf(zone, "%s", PICK(ends));
}

/* Half of the zones have nothing odd about them but what records bring. */
static void make_zone(struct buf *zone)
{
	size_t lines = 1 + random_below(30);

	zone->len = 0;
	if (random_below(30) == 0)
		buf_printf(zone, "\xef\xbb\xbf");
	if (random_below(4) != 0)
		buf_printf(zone, "@ 60 IN SOA ns h 1 2 3 4 5\n");
	for (size_t i = 0; i < lines; i++)
		if (random_below(8) == 0)
			buf_printf(zone, "%s", PICK(others));
		else
			add_record(zone);
}

static void mutate(struct buf *zone)
{
	static const char bytes[] = "\n\r\t \";()\\$@.{<%}|*\0\x7f\xff\x01"
				    "aA0-_";

	for (size_t n = 1 + random_below(4); n > 0 && zone->len > 0; n--)
		zone->ptr[random_below(zone->len)] = bytes[random_below(sizeof bytes - 1)];
}

static void generated(void **state)
{
	struct buf zone = { 0 };

	(void)state;
	for (seed = 1; seed <= unit_rounds(3000); seed++) {
		uint64_t own = seed;

		make_zone(&zone);
		judge(buf_str(&zone));
		mutate(&zone);
		judge(buf_str(&zone));
		seed = own;
	}
	buf_finish(&zone);
}

static void random_bytes(void **state)
{
	static const char few[] = "a.\n\r\t \";()\\$@{<%0AINTXMns";
	char bytes[300];

	(void)state;
	seed = 7;
	for (size_t i = 0; i < unit_rounds(1500); i++) {
		size_t len = random_below(sizeof bytes);

		for (size_t j = 0; j < len; j++)
			bytes[j] = i % 2 ? few[random_below(sizeof few - 1)] :
					   (char)random_below(256);
		judge(str_of(bytes, len));
	}
}

/* Records that end near the buffer's end, one byte further each time, and more than it holds. */
static void buffer_ends(void **state)
{
	struct buf zone = { 0 };

	(void)state;
	for (size_t shift = 0; shift < unit_rounds(70); shift++) {
		zone.len = 0;
		buf_printf(&zone, "@ 60 SOA ns h 1 2 3 4 5\n;%*s\n", (int)shift, "");
		while (zone.len < 300 * 1024)
			buf_printf(&zone,
				"n%zu.example.com. 60 IN NS ns%zu.example.net.\n"
				"k%zu TXT ( \"v=DKIM1; p=%0200d\"\n\t\"%050d\" ) ; %zu\n",
				zone.len / 100, zone.len, zone.len, 0, 0, zone.len);
		judge(buf_str(&zone));
	}
	buf_finish(&zone);
}

static void judge_directory(const char *name)
{
	DIR *open = opendir(name);
	const struct dirent *entry;

	assert_non_null(open);
	while ((entry = readdir(open)) != NULL) {
		char below[512];
		struct stat st;

		snprintf(below, sizeof below, "%s/%s", name, entry->d_name);
		if (entry->d_name[0] == '.' || stat(below, &st) != 0)
			continue;
		if (S_ISDIR(st.st_mode))
			judge_directory(below);
		else if (S_ISREG(st.st_mode) && access(below, R_OK) == 0)
			judge_file(below, false, true, str_c(below));
	}
	closedir(open);
}

/* Whatever testdata holds is read as a zone. */
static void corpus(void **state)
{
	(void)state;
	judge_directory("testdata");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(generated),
		cmocka_unit_test(random_bytes),
		cmocka_unit_test(buffer_ends),
		cmocka_unit_test(corpus),
	};

	return cmocka_run_group_tests(tests, start, end);
}
