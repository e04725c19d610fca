/* Options that name a file and say what it is. */
#include "cmd/lint_options.h"

#include "cmd/command.h"
#include "lint/base/memory.h"
#include "lint/repo/classify.h"

/* "[WHOSE=]FILE": WHOSE must read as a domain name, so that './a=b' stays a file. */
static bool take_named(struct lint_arguments *arguments, enum file_kind kind, const char *value)
{
	const char *equals = strchr(value, '=');
	struct repo_named new = { .kind = kind, .path = value };
	struct name_buf whose;

	if (equals != NULL && classify_domain(str_of(value, (size_t)(equals - value)), &whose)) {
		new.whose = name_copy(&arguments->arena, name_view(&whose));
		new.path = equals + 1;
	}
	if (new.path[0] == '\0') {
		complain("no file in '%s'", value);
		return false;
	}
	MEMORY_GROW(arguments->named, arguments->named_count, arguments->named_capacity);
	arguments->named[arguments->named_count++] = new;
	return true;
}

bool lint_take_zone(void *target, const char *value)
{
	return take_named(target, FILE_ZONE, value);
}

bool lint_take_policy(void *target, const char *value)
{
	return take_named(target, FILE_POLICY, value);
}

bool lint_take_cert(void *target, const char *value)
{
	return take_named(target, FILE_CERT, value);
}

bool lint_take_named_conf(void *target, const char *value)
{
	struct lint_arguments *arguments = target;

	if (value[0] == '\0') {
		complain("--named-conf: no file");
		return false;
	}
	MEMORY_GROW(arguments->named, arguments->named_count, arguments->named_capacity);
	arguments->named[arguments->named_count++] = (struct repo_named){ .kind = FILE_LIST,
		.path = value };
	return true;
}
