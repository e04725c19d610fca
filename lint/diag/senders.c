#include "lint/diag/senders.h"

const struct senders senders[SENDERS_COUNT] = {
#define SENDERS(id, rule, input, text) [SENDERS_##id] = { RULE_##rule, input, text },
#include "lint/diag/senders.def"
#undef SENDERS
};

void diag_senders(struct diag *diag, struct finding *finding, enum senders_id id)
{
	if (finding == NULL)
		return;
	if (finding->help == NULL)
		diag_help(diag, finding, "%s", senders[id].text);
	else
		diag_help(diag, finding, "%s; %s", finding->help, senders[id].text);
}
