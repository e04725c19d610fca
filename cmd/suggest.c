#include "cmd/suggest.h"

#include "lint/base/source.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_NAMES = 100000 };

void suggest_init(struct suggestion *suggestion, const char *wanted)
{
	size_t len = strlen(wanted);

	*suggestion = (struct suggestion){ .wanted = str_of(wanted, len) };
	/* A third of the letters may be wrong, at most three of them. */
	suggestion->distance = (len < 3 ? 1 : len > 8 ? 3 : (unsigned)(len / 3)) + 1;
}

void suggest_offer(struct suggestion *suggestion, const char *word)
{
	unsigned limit = suggestion->distance - 1;
	unsigned distance;

	if (suggestion->distance == 0 || strlen(word) >= sizeof suggestion->best)
		return;
	distance = str_distance(suggestion->wanted, str_c(word), limit);
	if (distance > limit)
		return;
	suggestion->distance = distance;
	memcpy(suggestion->best, word, strlen(word) + 1);
}

const char *suggest_text(const struct suggestion *suggestion, char *text, size_t size)
{
	text[0] = '\0';
	if (suggestion->best[0] != '\0')
		snprintf(text, size, "; did you mean '%s'?", suggestion->best);
	return text;
}

const char *suggest_or(
	const struct suggestion *suggestion, char *text, size_t size, const char *command)
{
	if (suggest_text(suggestion, text, size)[0] == '\0')
		snprintf(text, size, "; '%s' lists them", command);
	return text;
}

void suggest_file(struct suggestion *suggestion, const char *path)
{
	struct arena arena = { 0 };
	const char *directory = arena_str(&arena, path_dir(str_c(path))).ptr;
	struct str base = path_base(str_c(path));
	DIR *stream = opendir(directory);
	struct dirent *entry;

	suggest_init(suggestion, arena_str(&arena, base).ptr);
	for (int i = 0; stream != NULL && i < MAX_NAMES && (entry = readdir(stream)) != NULL; i++)
		if (entry->d_name[0] != '.')
			suggest_offer(suggestion, entry->d_name);
	if (stream != NULL)
		closedir(stream);
	suggestion->wanted = STR("");
	arena_finish(&arena);
}
