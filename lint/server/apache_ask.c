#include "lint/server/apache.h"

static bool passes_on(struct apache *apache)
{
	for (size_t i = 0; i < apache->count; i++)
		for (size_t j = 0; j < apache->sections[i].level.count; j++) {
			const struct server_node *node = apache->sections[i].level.nodes[j];

			if ((server_is_i(node, 0, STR("SetHandler")) &&
				    !server_is_i(node, 1, STR("None"))) ||
				(server_is_i(node, 0, STR("ProxyPass")) &&
					!server_is(node, 1, STR("!")))) {
				ask_pass(apache->ask, node);
				return true;
			}
		}
	return false;
}

static bool has_rules(const struct server_level *level)
{
	for (size_t i = 0; i < level->count; i++)
		if (str_istarts(server_word(level->nodes[i], 0), STR("Rewrite")))
			return true;
	return false;
}

/* The directory whose rules count: they take the place of those of directories above it. */
static const struct apache_section *last_with_rules(const struct apache *apache)
{
	const struct apache_section *last = NULL;

	for (size_t i = 0; i < apache->count; i++)
		if (apache->sections[i].phase == APACHE_DIRECTORY &&
			has_rules(&apache->sections[i].level))
			last = &apache->sections[i];
	return last;
}

static bool sections_redirect(struct apache *apache)
{
	const struct apache_section *rules = last_with_rules(apache);

	for (size_t i = 0; i < apache->count; i++) {
		const struct apache_section *section = &apache->sections[i];

		if (rules != NULL && section == rules && apache->file_known &&
			apache_rewrite(apache, &section->level, section->below))
			return true;
		if (apache_redirects(apache, &section->level, true))
			return true;
	}
	return false;
}

void apache_content(struct apache *apache)
{
	if (apache_denies(apache) || sections_redirect(apache) || passes_on(apache))
		return;
	ask_file(apache->ask, apache->mapped_by);
	apache->ask->answer.one_root = apache->file_known;
	apache_type(apache);
}

/* Rules of the main server that virtual hosts inherit. */
static void doubt_what_is_hidden(struct apache *apache)
{
	for (size_t i = 0; i < apache->around.count; i++)
		if (str_istarts(server_word(apache->around.nodes[i], 1), STR("Inherit")))
			ask_doubt(apache->ask);
}

void apache_ask(struct ask *ask)
{
	struct apache apache = { .ask = ask, .around = *ask->block->around };

	apache.host = server_flatten(&ask->arena, ask->block->first, &ask->budget);
	doubt_what_is_hidden(&apache);
	for (size_t i = 0; i < apache.host.count; i++)
		if (apache_is_hidden(apache.host.nodes[i]))
			ask_doubt(ask);
	if (apache_rewrite(&apache, &apache.host, ask->path) || apache_passes_on(&apache) ||
		apache_redirects(&apache, &apache.host, false) ||
		apache_redirects(&apache, &apache.around, false))
		return;
	apache_map(&apache);
	apache_collect(&apache);
	apache_content(&apache);
}
