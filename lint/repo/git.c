#include "lint/repo/git.h"

#include "lint/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* What precedes every command. With nothing left that a repository could make git execute, one that
 * another user owns (a checkout mounted into a container) can be asked as well. */
static const char *const safe[] = {
	"--no-pager",
	"-c",
	"core.fsmonitor=false",
	"-c",
	"core.hooksPath=/dev/null",
	"-c",
	"protocol.allow=never",
	"-c",
	"core.attributesFile=/dev/null",
	"-c",
	"safe.directory=*",
};
enum { SAFE_COUNT = sizeof safe / sizeof *safe };

/* Set for git. */
static const char *const settings[] = {
	"GIT_OPTIONAL_LOCKS=0",
	"GIT_TERMINAL_PROMPT=0",
	"GIT_NO_LAZY_FETCH=1",
	"GIT_ALLOW_PROTOCOL=none", /* before protocol.*.allow of a configuration */
	"GIT_NO_REPLACE_OBJECTS=1",
	"LC_ALL=C",
};
enum { SETTING_COUNT = sizeof settings / sizeof *settings };

/* Set by git for its hooks: they would point at another repository or index. */
static const char *const locations[] = {
	"GIT_DIR",
	"GIT_WORK_TREE",
	"GIT_INDEX_FILE",
	"GIT_PREFIX",
	"GIT_COMMON_DIR",
	"GIT_OBJECT_DIRECTORY",
	"GIT_ALTERNATE_OBJECT_DIRECTORIES",
	"GIT_NAMESPACE",
	"GIT_SHALLOW_FILE",
	"GIT_GRAFT_FILE",
	"GIT_LITERAL_PATHSPECS",
	"GIT_GLOB_PATHSPECS",
	"GIT_NOGLOB_PATHSPECS",
	"GIT_ICASE_PATHSPECS",
};

static bool is_variable(const char *entry, const char *name)
{
	size_t len = strlen(name);

	return strncmp(entry, name, len) == 0 && entry[len] == '=';
}

/* ENTRY is a variable that git is not to get from the caller. */
static bool is_ours(const char *entry)
{
	for (size_t i = 0; i < SETTING_COUNT; i++)
		if (strncmp(entry, settings[i], strcspn(settings[i], "=") + 1) == 0)
			return true;
	for (size_t i = 0; i < sizeof locations / sizeof *locations; i++)
		if (is_variable(entry, locations[i]))
			return true;
	return false;
}

/* The environment for git; later entries of the same name would lose, so ours come first. */
static char **git_environment(void)
{
	size_t count = 0, used = 0;
	char **result;

	while (environ[count] != NULL)
		count++;
	result = memory_alloc(count + SETTING_COUNT + 1, sizeof *result);
	for (size_t i = 0; i < SETTING_COUNT; i++)
		result[used++] = (char *)settings[i];
	for (size_t i = 0; i < count; i++)
		if (!is_ours(environ[i]))
			result[used++] = environ[i];
	return result;
}

/* Runs ARGV with INPUT (-1: none) and its output in OUTPUT. */
static int spawn_into(pid_t *pid, const char **argv, int input, int output)
{
	posix_spawn_file_actions_t actions;
	char **environment = git_environment();
	int error;

	posix_spawn_file_actions_init(&actions);
	if (input < 0)
		posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	else
		posix_spawn_file_actions_adddup2(&actions, input, 0);
	posix_spawn_file_actions_adddup2(&actions, output, 1);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	error = posix_spawnp(pid, "git", &actions, NULL, (char *const *)argv, environment);
	posix_spawn_file_actions_destroy(&actions);
	free(environment);
	return error;
}

/* The words of the command; free() it. */
static const char **command_line(const char *directory, const char *const *arguments)
{
	size_t n = 0, count = 0;
	const char **argv;

	while (arguments[count] != NULL)
		count++;
	argv = memory_alloc(SAFE_COUNT + count + 4, sizeof *argv);
	argv[n++] = "git";
	for (size_t i = 0; i < SAFE_COUNT; i++)
		argv[n++] = safe[i];
	argv[n++] = "-C";
	argv[n++] = directory;
	for (size_t i = 0; i < count; i++)
		argv[n++] = arguments[i];
	argv[n] = NULL;
	return argv;
}

bool git_start(struct git *git, const char *directory, const char *const *arguments)
{
	return git_start_with(git, directory, arguments, -1);
}

bool git_start_with(struct git *git, const char *directory, const char *const *arguments, int input)
{
	const char **argv;
	int ends[2], error;

	if (pipe(ends) != 0)
		return false;
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	argv = command_line(directory, arguments);
	error = spawn_into(&git->pid, argv, input, ends[1]);
	free(argv);
	close(ends[1]);
	git->out = error != 0 ? NULL : fdopen(ends[0], "r");
	if (git->out == NULL)
		close(ends[0]);
	return git->out != NULL;
}

bool git_end(struct git *git)
{
	int status = -1;

	fclose(git->out);
	while (waitpid(git->pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool git_ask(struct buf *out, size_t max, const char *directory, const char *const *arguments)
{
	struct git git;
	size_t got;

	if (!git_start(&git, directory, arguments))
		return false;
	got = fread(buf_room(out, max), 1, max, git.out);
	out->len += got;
	return git_end(&git);
}

bool git_is_there(void)
{
	static const char *const arguments[] = { "--version", NULL };
	struct buf out = { 0 };
	bool result = git_ask(&out, 64, "/", arguments);

	buf_finish(&out);
	return result;
}

bool git_ignores(const char *directory)
{
	static const char *const arguments[] = { "check-ignore", "--quiet", "--no-index", ".",
		NULL };
	struct git git;

	return git_start(&git, directory, arguments) && git_end(&git);
}

bool git_ignores_file(const char *directory, const char *name)
{
	const char *const arguments[] = { "check-ignore", "--quiet", "--", name, NULL };
	struct git git;

	return git_start(&git, directory, arguments) && git_end(&git);
}

bool git_is_top(const char *directory)
{
	char path[PATH_MAX];
	struct stat st;
	int n = snprintf(path, sizeof path, "%s/.git", directory);

	return n > 0 && (size_t)n < sizeof path && lstat(path, &st) == 0;
}

const char *git_top_real(struct arena *arena, const char *real)
{
	char *path = memory_string(real), *slash;
	const char *result = NULL;

	while (result == NULL) {
		if (git_is_top(path))
			result = arena_str(arena, str_c(path)).ptr;
		slash = strrchr(path, '/');
		if (slash == NULL || path[1] == '\0')
			break;
		slash[slash == path ? 1 : 0] = '\0';
	}
	free(path);
	return result;
}

const char *git_top(struct arena *arena, const char *directory)
{
	char *real = realpath(directory, NULL);
	const char *result = real == NULL ? NULL : git_top_real(arena, real);

	free(real);
	return result;
}
