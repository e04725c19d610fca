#include "tests/fuzz/fuzz.h"

#include "lint/base/text.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

const struct levels fuzz_levels = { .profile = PROFILE_STRICT };

static char directory[] = "/tmp/mtasts-fuzz-XXXXXX";
static char path[sizeof directory + 8];

static void remove_file(void)
{
	unlink(path);
	rmdir(directory);
}

static void make_directory(void)
{
	if (path[0] != '\0')
		return;
	if (mkdtemp(directory) == NULL)
		abort();
	snprintf(path, sizeof path, "%s/zone", directory);
	atexit(remove_file);
}

uint32_t fuzz_file(struct sources *sources, struct str bytes, const char **root)
{
	int fd;

	make_directory();
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || write(fd, bytes.ptr, bytes.len) != (ssize_t)bytes.len)
		abort();
	close(fd);
	*root = directory;
	return sources_add(sources, str_c(path), NULL);
}

static void judge_text(const char *text)
{
	struct str rest = str_c(text);

	while (rest.len > 0) {
		uint32_t code;
		size_t used = text_utf8(rest, &code);

		if (used == 0 || (text_is_unsafe(code) && code != '\n'))
			abort();
		rest = str_skip(rest, used);
	}
}

void fuzz_judge(const struct diag *diag, const struct sources *sources, uint64_t size)
{
	for (size_t i = 0; i < diag->count; i++) {
		const struct finding *finding = diag->list[i];

		if (finding->span.file != SPAN_NO_FILE && finding->span.file >= sources->count)
			abort();
		if (finding->span.offset > size ||
			finding->span.length > size - finding->span.offset)
			abort();
		if (finding->message == NULL || *finding->message == '\0')
			abort();
		judge_text(finding->message);
		if (finding->help != NULL)
			judge_text(finding->help);
	}
}
