/* Configuration of web servers; the first byte says of which. */
#include "tests/fuzz/fuzz.h"
#include "tests/server_text.h"

#include "lint/policy/policy.h"

static void inside(struct span at, size_t size)
{
	if (at.offset > size || at.length > size - at.offset)
		abort();
}

/* What is served stands in the configuration, each byte of it. */
static void judge_body(const struct server_text *body, size_t size)
{
	struct sources sources = { 0 };
	struct policy policy;
	struct diag diag;

	sources_add(&sources, STR("configuration"), NULL);
	diag_init(&diag, &fuzz_levels);
	policy_parse(&policy, 0, buf_str(&body->text), &policy_limits_default, &diag);
	for (size_t i = 0; i < diag.count; i++)
		inside(server_text_at(body, diag.list[i]->span.offset, diag.list[i]->span.length),
			size);
	for (size_t i = 0; i < body->text.len; i++)
		if (server_text_at(body, i, 1).length == 0)
			abort();
	policy_finish(&policy);
	diag_finish(&diag);
	sources_finish(&sources);
}

static void judge_answer(const struct server_answer *answer, size_t size)
{
	inside(answer->at, size);
	if (answer->outcome == OUTCOME_LITERAL) {
		inside(answer->body_at, size);
		if (answer->body != NULL)
			judge_body(answer->body, size);
	}
	if (answer->type.len > 0)
		inside(answer->type_at, size);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static const struct str hosts[] = { STR_INIT("mta-sts.example.com"),
		STR_INIT("mta-sts.a.example.org") };
	struct sources sources = { 0 };
	struct servers servers;

	if (size == 0)
		return 0;
	server_text_read(&servers, &sources, (enum server_software)(SERVER_NGINX + data[0] % 3),
		fuzz_str(data + 1, size - 1));
	for (size_t i = 0; i < servers.count; i++)
		judge_answer(&servers.blocks[i].answer, size - 1);
	for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
		const struct server_block *found[4];
		bool unknown;
		size_t count = servers_route(&servers, hosts[i], found, 4, &unknown);

		for (size_t j = 0; j < count; j++) {
			struct server_answer answer = server_ask(&servers, found[j], hosts[i]);

			judge_answer(&answer, size - 1);
		}
	}
	servers_finish(&servers);
	sources_finish(&sources);
	return 0;
}
