#include "lint/config/schema.h"

#include "lint/base/text.h"
#include "lint/config/shape.h"

#include <stdlib.h>

/* What holds where the file says nothing. */
static const struct {
	const char *map, *key; /* MAP is NULL at the top */
	const char *value;
} usual[] = {
	{ NULL, "trust", "system" },
	{ NULL, "profile", "default" },
	{ "limits", "testing", "90d" },
	{ "limits", "max-age-brief", "1w" },
	{ "limits", "cert-expiring", "14d" },
};

struct writer {
	FILE *out;
	const char *path; /* of the file, safe to show */
};

static void put_indent(const struct writer *writer, unsigned depth)
{
	for (unsigned i = 0; i < depth; i++)
		fputs("  ", writer->out);
}

/* A scalar between double quotes, which can hold all there is, unless it needs none. */
static void put_scalar(const struct writer *writer, struct str text)
{
	static const char plain[] = "-_./";
	bool quotes = text.len == 0 || !(ascii_is_alnum(text.ptr[0]) || text.ptr[0] == '.');

	for (size_t i = 0; i < text.len; i++)
		quotes |= !ascii_is_alnum(text.ptr[i]) &&
			  memchr(plain, text.ptr[i], sizeof plain - 1) == NULL;
	if (!quotes && !str_ieq(text, STR("null"))) {
		fwrite(text.ptr, 1, text.len, writer->out);
		return;
	}
	fputc('"', writer->out);
	while (text.len > 0) {
		uint32_t code = 0;
		size_t len = text_utf8(text, &code);

		if (len == 0 || text_is_unsafe(code))
			fprintf(writer->out, len == 0 ? "\\x%02x" : "\\U%08x",
				len == 0 ? (unsigned char)text.ptr[0] : (unsigned)code);
		else if (code == '"' || code == '\\')
			fprintf(writer->out, "\\%c", (char)code);
		else
			fwrite(text.ptr, 1, len, writer->out);
		text = str_skip(text, len == 0 ? 1 : len);
	}
	fputc('"', writer->out);
}

static void put_from(const struct writer *writer, const struct yaml_node *node)
{
	fprintf(writer->out, "  # %s:%zu\n", writer->path, node->line);
}

static void put_usual(const struct writer *writer, const char *map, const char *key, unsigned depth)
{
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
		bool same = map == NULL ? usual[i].map == NULL :
					  usual[i].map != NULL && strcmp(usual[i].map, map) == 0;

		if (!same || strcmp(usual[i].key, key) != 0)
			continue;
		put_indent(writer, depth);
		fprintf(writer->out, "%s: %s  # default\n", key, usual[i].value);
	}
}

/* What is below a mapping or list goes on lines of its own. Calls itself as deep as the tables go,
 * which the file was judged by. */
static void put_value(const struct writer *writer, const struct yaml_node *node, unsigned depth)
{
	if (yaml_is_null(node)) {
		fputs(" {}", writer->out);
		put_from(writer, node);
		return;
	}
	if (node->kind == YAML_SCALAR) {
		fputc(' ', writer->out);
		put_scalar(writer, node->text);
		put_from(writer, node);
		return;
	}
	if (node->first == NULL) {
		fputs(node->kind == YAML_LIST ? " []" : " {}", writer->out);
		put_from(writer, node);
		return;
	}
	fputc('\n', writer->out);
	for (const struct yaml_node *item = node->first; item != NULL;
		item = node->kind == YAML_LIST ? item->next : yaml_next_key(item)) {
		put_indent(writer, depth + 1);
		if (node->kind == YAML_LIST) {
			fputc('-', writer->out);
			put_value(writer, item, depth + 1);
			continue;
		}
		put_scalar(writer, item->text);
		fputc(':', writer->out);
		put_value(writer, item->next, depth + 1);
	}
}

static const struct yaml_node *value_of(const struct yaml_node *map, const char *name)
{
	const struct yaml_node *key = map == NULL || map->kind != YAML_MAP ? NULL : map->first;

	while (key != NULL && !str_eq(key->text, str_c(name)))
		key = yaml_next_key(key);
	return key == NULL ? NULL : key->next;
}

/* One key of the top; `limits` has defaults of its own. */
static void put_key(
	const struct writer *writer, const struct yaml_node *root, const struct shape_key *key)
{
	const struct yaml_node *value = value_of(root, key->name);
	bool limits = strcmp(key->name, "limits") == 0;

	if (value != NULL && !(limits && (yaml_is_null(value) || value->first == NULL))) {
		fprintf(writer->out, "%s:", key->name);
		put_value(writer, value, 0);
	} else if (limits) {
		fprintf(writer->out, "%s:\n", key->name);
	} else {
		put_usual(writer, NULL, key->name, 0);
		return;
	}
	for (const struct shape_key *under = key->shape->keys; limits && under->name != NULL;
		under++)
		if (value_of(value, under->name) == NULL)
			put_usual(writer, key->name, under->name, 1);
}

static void put_keys(const struct writer *writer, const struct yaml_node *root)
{
	for (const struct shape_key *key = config_shape.keys; key->name != NULL; key++)
		put_key(writer, root, key);
}

void config_effective_write(const struct config *config, FILE *out)
{
	struct arena arena = { 0 };
	struct sources sources = { 0 };
	struct buf text = { 0 }, path = { 0 };
	struct yaml_node *root = NULL;
	struct yaml_fault fault;
	struct writer writer = { .out = out, .path = "" };

	if (config != NULL) {
		text_escape(&path, str_c(config->path));
		buf_add_char(&path, '\0');
		writer.path = path.ptr;
		if (source_read(&sources, sources_add(&sources, str_c(config->path), NULL),
			    CONFIG_MAX_BYTES, &text) != SOURCE_OK ||
			!yaml_read(buf_str(&text), CONFIG_SOURCE, &arena, &root, &fault))
			root = NULL;
	}
	put_keys(&writer, root);
	sources_finish(&sources);
	buf_finish(&text);
	buf_finish(&path);
	arena_finish(&arena);
}
