#include "lint/config/config.h"

#include "lint/base/memory.h"
#include "lint/config/shape.h"
#include "lint/zone/ttl.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void add_problem(struct config *config, size_t line, size_t column, const char *text)
{
	if (config->problem_count == CONFIG_MAX_PROBLEMS)
		return;
	MEMORY_GROW(config->problems, config->problem_count, config->problem_capacity);
	config->problems[config->problem_count++] = (struct config_problem){ line, column, text };
}

void config_complain(struct config *config, const struct yaml_node *node, const char *format, ...)
{
	char text[1000];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	add_problem(config, node->line, node->column, arena_str(&config->arena, str_c(text)).ptr);
}

/* What stands under NAME in MAP; NULL when nothing does. */
static const struct yaml_node *under(const struct yaml_node *map, const char *name)
{
	if (map == NULL || map->kind != YAML_MAP)
		return NULL;
	for (const struct yaml_node *key = map->first; key != NULL; key = yaml_next_key(key))
		if (key->kind == YAML_SCALAR && str_eq(key->text, str_c(name)))
			return key->next;
	return NULL;
}

/* A text, or the texts of a list. Returns how many. */
static size_t take_texts(
	struct config *config, const struct yaml_node *node, const struct str **texts)
{
	struct str *list;
	size_t count = 0;

	if (node == NULL)
		return 0;
	list = arena_alloc(&config->arena, node->count + 1, sizeof *list);
	if (node->kind == YAML_SCALAR)
		list[count++] = node->text;
	for (const struct yaml_node *item = node->first; item != NULL; item = item->next)
		list[count++] = item->text;
	*texts = list;
	return count;
}

static bool take_duration(const struct yaml_node *node, uint32_t *seconds)
{
	return node != NULL && ttl_parse(node->text, TTL_MAX, seconds) == TTL_OK;
}

static bool take_mode(const struct yaml_node *node, enum mode *mode)
{
	static const struct {
		struct str text;
		enum mode mode;
	} modes[] = {
		{ STR_INIT("enforce"), MODE_ENFORCE },
		{ STR_INIT("testing"), MODE_TESTING },
		{ STR_INIT("none"), MODE_NONE },
	};

	for (size_t i = 0; node != NULL && i < sizeof modes / sizeof *modes; i++)
		if (str_eq(node->text, modes[i].text)) {
			*mode = modes[i].mode;
			return true;
		}
	return false;
}

static struct config_values take_values(struct config *config, const struct yaml_node *map)
{
	struct config_values values = { 0 };
	uint32_t max_age = 0;

	values.has_mode = take_mode(under(map, "mode"), &values.mode);
	values.has_max_age = take_duration(under(map, "max_age"), &max_age);
	values.max_age = max_age;
	values.has_ttl = take_duration(under(map, "ttl"), &values.ttl);
	values.mx_count = take_texts(config, under(map, "mx"), &values.mx);
	values.rua_count = take_texts(config, under(map, "rua"), &values.rua);
	values.host_count = take_texts(config, under(map, "host"), &values.hosts);
	return values;
}

static void take_domains(struct config *config, const struct yaml_node *map)
{
	if (map == NULL || map->kind != YAML_MAP)
		return;
	config->domains = arena_alloc(&config->arena, map->count + 1, sizeof *config->domains);
	for (const struct yaml_node *key = map->first; key != NULL; key = yaml_next_key(key))
		config->domains[config->domain_count++] = (struct config_domain){
			.name = key->text,
			.values = take_values(config, key->next),
			.line = key->line,
			.column = key->column,
		};
}

static enum config_id take_id(const struct yaml_node *node)
{
	if (node == NULL)
		return CONFIG_ID_UNSET;
	return str_eq(node->text, STR("sha256")) ? CONFIG_ID_SHA256 : CONFIG_ID_TIMESTAMP;
}

static int compare_problems(const void *a, const void *b)
{
	const struct config_problem *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return x->column < y->column ? -1 : x->column > y->column;
}

bool config_parse(struct config *config, struct str text)
{
	struct yaml_node *root;
	struct yaml_fault fault;

	if (!yaml_read(text, SPAN_NO_FILE, &config->arena, &root, &fault)) {
		add_problem(config, fault.line, fault.column, fault.text);
		return false;
	}
	if (root == NULL)
		return true;
	config_judge(config, root, &config_shape);
	/* Only what has the right shape is looked at. */
	if (config->problem_count > 0) {
		qsort(config->problems, config->problem_count, sizeof *config->problems,
			compare_problems);
		return false;
	}
	config->id = take_id(under(root, "id"));
	config->serial_managed = under(root, "serial") != NULL;
	config->defaults = take_values(config, under(root, "defaults"));
	take_domains(config, under(root, "domains"));
	return true;
}

bool config_read(struct config *config, const char *path)
{
	struct sources sources = { 0 };
	struct buf buf = { 0 };
	enum source_status status;

	*config = (struct config){ 0 };
	config->path = arena_str(&config->arena, str_c(path)).ptr;
	status = source_read(
		&sources, sources_add(&sources, str_c(path), NULL), CONFIG_MAX_BYTES + 1, &buf);
	if (status != SOURCE_OK)
		add_problem(config, 0, 0, source_status_text(status));
	else if (buf.len > CONFIG_MAX_BYTES)
		add_problem(config, 0, 0, "too large for a configuration");
	else
		config_parse(config, buf_str(&buf));
	buf_finish(&buf);
	sources_finish(&sources);
	return config->problem_count == 0;
}

const char *config_find(struct arena *arena)
{
	char *here = getcwd(NULL, 0);
	struct str directory = here == NULL ? STR("") : str_c(here);
	const char *found = NULL;

	while (found == NULL && directory.len > 0) {
		const char *path = arena_printf(arena, "%.*s/" CONFIG_NAME,
			directory.len == 1 ? 0 : (int)directory.len, directory.ptr);

		if (access(path, F_OK) == 0)
			found = here != NULL && directory.len == strlen(here) ? CONFIG_NAME : path;
		if (directory.len == 1)
			break;
		directory = path_dir(directory);
	}
	free(here);
	return found;
}

void config_finish(struct config *config)
{
	free(config->problems);
	arena_finish(&config->arena);
	*config = (struct config){ 0 };
}
