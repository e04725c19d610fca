/* YAML: every part lies in the text, and inside what holds it. */
#include "tests/fuzz/fuzz.h"

#include "lint/yaml/yaml.h"

static void judge(const struct yaml_node *node, size_t size)
{
	size_t count = 0;

	if (node->at.offset + node->at.length > size || node->line == 0 || node->column == 0)
		abort();
	for (const struct yaml_node *part = node->first; part != NULL; part = part->next) {
		if (part->at.offset < node->at.offset)
			abort();
		judge(part, size);
		count++;
	}
	if (count != (node->kind == YAML_MAP ? node->count * 2 : node->count))
		abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct arena arena = { 0 };
	struct yaml_node *root;
	struct yaml_fault fault = { 0 };
	bool ok = yaml_read(fuzz_str(data, size), 0, &arena, &root, &fault);

	if (ok && root != NULL)
		judge(root, size);
	if (!ok && (fault.text == NULL || fault.line == 0 || fault.at.offset > size))
		abort();
	arena_finish(&arena);
	return 0;
}
