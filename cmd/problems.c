#include "cmd/problems.h"

#include "cmd/command.h"
#include "cmd/suggest.h"

bool problems_complain(const struct repo *repo)
{
	bool ok = true;

	for (size_t i = 0; i < repo->problem_count; i++) {
		const struct repo_problem *problem = &repo->problems[i];
		struct suggestion near = { 0 };
		char text[300];

		if (problem->missing)
			suggest_file(&near, problem->name);
		complain("%s%s: %s%s", problem->note ? "note: " : "", problem->name,
			problem->reason, suggest_text(&near, text, sizeof text));
		ok = ok && problem->note;
	}
	return ok;
}
