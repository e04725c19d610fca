/* Zone lists of BIND, NSD and Knot: every zone has an origin and a path, every problem a reason. */
#include "tests/fuzz/fuzz.h"

#include "lint/nameserver/zone_list.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct zone_list list;

	zone_list_parse(&list, fuzz_str(data, size));
	for (size_t i = 0; i < list.zone_count; i++)
		if (name_is_none(list.zones[i].origin) || list.zones[i].path[0] == '\0')
			abort();
	for (size_t i = 0; i < list.problem_count; i++)
		if (list.problems[i].reason[0] == '\0')
			abort();
	zone_list_finish(&list);
	return 0;
}
