#include "cmd/command.h"

#include "cmd/gen_in_place.h"
#include "gen/write.h"
#include "lint/base/text.h"

#include <stdio.h>

static void make_files(const struct gen_specs *specs, const struct gen_arguments *arguments,
	struct gen_files *files)
{
	size_t count = specs->count == 0 ? 1 : specs->count;

	for (size_t i = 0; i < count; i++)
		for (size_t t = 0; t < arguments->target_count; t++)
			arguments->targets[t]->make(
				specs->count == 0 ? NULL : &specs->domains[i], files);
}

static void put(struct str text)
{
	fwrite(text.ptr, 1, text.len, stdout);
}

/* One file as it is; several, each behind its name. A line for a file of others is no output of its
 * own. */
static void print_files(const struct gen_files *files)
{
	size_t count = 0, printed = 0;

	for (size_t i = 0; i < files->count; i++)
		count += !files->list[i].line;
	for (size_t i = 0; i < files->count; i++) {
		if (files->list[i].line)
			continue;
		if (count > 1)
			printf("%s==> %s <==\n", printed++ > 0 ? "\n" : "", files->list[i].path);
		put(files->list[i].bytes);
	}
}

/* TEXT line by line behind MARK, safe to print; the end of a line that is no LF shows. */
static void put_lines(char mark, struct str text)
{
	struct buf buf = { 0 };

	while (text.len > 0) {
		size_t len = str_find_char(text, '\n');

		buf.len = 0;
		buf_add_char(&buf, mark);
		text_escape(&buf, str_take(text, len));
		buf_add_char(&buf, '\n');
		put(buf_str(&buf));
		text = str_skip(text, len + 1);
	}
	buf_finish(&buf);
}

/* Cuts the lines off the start of A and B that are alike. */
static void skip_equal(struct str *a, struct str *b)
{
	for (;;) {
		size_t len = str_find_char(*a, '\n') + 1;

		if (a->len == 0 || len > a->len || len > b->len || memcmp(a->ptr, b->ptr, len) != 0)
			return;
		*a = str_skip(*a, len);
		*b = str_skip(*b, len);
	}
}

static void put_difference(const struct gen_change *change)
{
	struct str old = change->old, new = change->bytes;

	printf("--- %s\n+++ %s\n", change->state == GEN_NEW ? "/dev/null" : change->path,
		change->path);
	if (text_has_key(old)) {
		complain(
			"%s: what is there is not shown: a private key stands in it", change->path);
		old.len = 0;
	}
	skip_equal(&old, &new);
	put_lines('-', old);
	put_lines('+', new);
}

static int check(const struct gen_plan *plan)
{
	int status = STATUS_OK;

	for (size_t i = 0; i < plan->count; i++)
		if (plan->list[i].state != GEN_SAME) {
			put_difference(&plan->list[i]);
			status = STATUS_FINDINGS;
		}
	return status;
}

/* What differs from what is there is written only with --force. */
static bool may_write(const struct gen_plan *plan, bool force)
{
	bool ok = true;

	for (size_t i = 0; i < plan->count && !force; i++)
		if (plan->list[i].state == GEN_DIFFERS) {
			complain("%s/%s: another file is there; --force overwrites it, --check "
				 "shows the difference",
				plan->directory, plan->list[i].path);
			ok = false;
		}
	return ok;
}

static void say(const struct gen_plan *plan)
{
	static const char *const words[] = {
		[GEN_SAME] = "same",
		[GEN_NEW] = "new",
		[GEN_GROWS] = "adds a line",
		[GEN_DIFFERS] = "changes",
	};

	for (size_t i = 0; i < plan->count; i++)
		printf("%s: %s\n", plan->list[i].path, words[plan->list[i].state]);
}

static int finish_plan(struct gen_plan *plan, const struct gen_arguments *arguments)
{
	if (arguments->check)
		return check(plan);
	if (!may_write(plan, arguments->force))
		return STATUS_TROUBLE;
	if (arguments->dry_run) {
		say(plan);
		return STATUS_OK;
	}
	if (gen_apply(plan))
		return STATUS_OK;
	complain("%s", plan->fault);
	return STATUS_TROUBLE;
}

static int to_disk(const struct gen_files *files, const struct gen_arguments *arguments)
{
	struct gen_plan plan;
	int status = STATUS_TROUBLE;

	if (gen_plan(&plan, arguments->out, files))
		status = finish_plan(&plan, arguments);
	else
		complain("%s", plan.fault);
	gen_plan_finish(&plan);
	return status;
}

static int make(const struct gen_specs *specs, const struct gen_arguments *arguments)
{
	struct arena arena = { 0 };
	struct gen_files files = { .arena = &arena };
	int status = STATUS_OK;

	make_files(specs, arguments, &files);
	if (arguments->out != NULL)
		status = to_disk(&files, arguments);
	else
		print_files(&files);
	gen_files_finish(&files);
	arena_finish(&arena);
	return status;
}

/* The files, then the zone: the policy is there before the record that speaks of it. Nothing is
 * written when one of the two is known not to work. */
static int make_and_write(struct gen_specs *specs, const struct gen_arguments *arguments)
{
	struct in_place place;
	int status = STATUS_TROUBLE, written;

	if (in_place_plan(&place, specs, arguments))
		status = make(specs, arguments);
	if (status != STATUS_TROUBLE) {
		written = in_place_finish_plan(&place, arguments);
		status = written > status ? written : status;
	}
	in_place_finish(&place);
	return status;
}

static int gen(const struct gen_arguments *arguments)
{
	struct gen_specs specs;
	int status = STATUS_TROUBLE;

	if (gen_specs_make(&specs, arguments))
		status = arguments->write ? make_and_write(&specs, arguments) :
					    make(&specs, arguments);
	gen_specs_finish(&specs);
	return output_status(status);
}

int cmd_gen(int argc, char **argv)
{
	struct gen_arguments arguments;
	int status = STATUS_TROUBLE;

	if (gen_arguments_parse(&arguments, argc, argv)) {
		if (arguments.help) {
			command_usage("gen");
			putchar('\n');
			gen_arguments_usage();
			status = output_status(STATUS_OK);
		} else {
			status = gen(&arguments);
		}
	}
	gen_arguments_finish(&arguments);
	return status;
}
