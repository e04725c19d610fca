#include "cmd/known.h"

#include "cmd/command.h"
#include "cmd/output.h"
#include "lint/known.h"

static bool complain_file(const char *path, const char *why)
{
	complain("%s: %s", path, why);
	return false;
}

bool known_read(struct baseline *baseline, struct lint_arguments *arguments)
{
	const char *path = arguments->baseline, *why = "is larger than a baseline may be";
	struct sources sources = { 0 };
	struct buf text = { 0 };
	enum source_status status;
	bool ok = true;

	*baseline = (struct baseline){ .count = 0 };
	/* What is written next holds all findings, known or not. */
	if (path == NULL || arguments->write_baseline != NULL)
		return true;
	status = source_read(&sources, sources_add(&sources, str_c(path), NULL),
		(size_t)BASELINE_MAX_BYTES + 1, &text);
	if (status != SOURCE_OK)
		ok = complain_file(path, source_status_text(status));
	else if (text.len > BASELINE_MAX_BYTES || !baseline_parse(baseline, buf_str(&text), &why))
		ok = complain_file(path, why);
	else
		arguments->options.baseline = baseline;
	buf_finish(&text);
	sources_finish(&sources);
	return ok;
}

void known_complain(struct lint *lint, const struct lint_arguments *arguments)
{
	const struct baseline_entry *first = NULL;
	size_t gone;

	if (arguments->options.baseline == NULL)
		return;
	gone = lint_count_gone(lint, &arguments->options, &first);
	if (gone > 0)
		complain("%s: %zu of its findings %s gone (%s in %s%s); --write-baseline %s "
			 "writes it again",
			arguments->baseline, gone, gone == 1 ? "is" : "are", first->rule,
			first->file[0] == '\0' ? "the run" : first->file,
			gone == 1 ? "" : ", for one", arguments->baseline);
}

bool known_write(const struct lint *lint, const struct lint_arguments *arguments)
{
	static const struct report_format format = { "baseline", "known findings", baseline_write };
	struct output output = { &format, arguments->write_baseline };
	struct report_style style = { .summary = false };

	return output_write(&output, &lint->report, &style, NULL);
}
