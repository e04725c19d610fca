#include "cmd/configuration.h"

#include "cmd/command.h"

static void complain_problems(const struct config *config)
{
	for (size_t i = 0; i < config->problem_count; i++) {
		const struct config_problem *problem = &config->problems[i];

		if (problem->line == 0)
			complain("%s: %s", config->path, problem->text);
		else
			complain("%s:%zu:%zu: %s", config->path, problem->line, problem->column,
				problem->text);
	}
}

bool configuration_read(struct config *config, const char *path, bool *found)
{
	struct arena arena = { 0 };
	bool ok = true;

	*config = (struct config){ 0 };
	if (path == NULL)
		path = config_find(&arena);
	*found = path != NULL;
	if (path != NULL && !config_read(config, path)) {
		complain_problems(config);
		ok = false;
	}
	arena_finish(&arena);
	return ok;
}
