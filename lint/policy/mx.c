#include "lint/policy/mx.h"

#include "lint/diag/senders.h"
#include "lint/dns/idn.h"
#include "lint/dns/name.h"

enum { NAME_MAX_TEXT = 253, LIST_MAX_SHOWN = 8, LIST_MAX_FIXED = 64 };

struct span policy_mx_part(struct str value, struct span at, struct str part)
{
	return (struct span){ at.file, (uint32_t)part.len,
		at.offset + (uint64_t)(part.ptr - value.ptr) };
}

static struct str without_wildcard(struct str value)
{
	return str_starts(value, STR("*.")) ? str_skip(value, 2) : value;
}

/* sub-domain of RFC 5321 4.1.2, within the limit of RFC 1035 2.3.4. */
static bool is_label(struct str label)
{
	if (label.len == 0 || label.len > NAME_MAX_LABEL)
		return false;
	for (size_t i = 0; i < label.len; i++)
		if (!ascii_is_alnum(label.ptr[i]) &&
			(label.ptr[i] != '-' || i == 0 || i + 1 == label.len))
			return false;
	return true;
}

static bool all_digits(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_is_digit(s.ptr[i]))
			return false;
	return true;
}

bool policy_mx_valid(struct str value)
{
	struct str rest = without_wildcard(value), label;

	if (rest.len > NAME_MAX_TEXT)
		return false;
	while (str_cut(&rest, '.', &label))
		if (!is_label(label))
			return false;
	return !all_digits(label); /* an IPv4 address; no top-level name is a number */
}

static bool separates(char c)
{
	return ascii_is_blank(c) || c == ',' || c == ';' || c == '|';
}

bool policy_mx_word(struct str *rest, struct str *word)
{
	size_t len = 0;

	while (rest->len > 0 && separates(rest->ptr[0]))
		*rest = str_skip(*rest, 1);
	while (len < rest->len && !separates(rest->ptr[len]))
		len++;
	*word = str_take(*rest, len);
	*rest = str_skip(*rest, len);
	return len > 0;
}

/* A host as it should be written: a final dot is dropped, U-labels become A-labels. */
struct host {
	const char *prefix;
	struct str name;
	struct idn_text ascii;
};

/* WORD is a host, however it is spelt. */
static bool read_host(struct str word, struct host *host)
{
	host->prefix = str_starts(word, STR("*.")) ? "*." : "";
	host->name = without_wildcard(word);
	if (host->name.len > 1 && host->name.ptr[host->name.len - 1] == '.')
		host->name.len--;
	if (!str_is_ascii(host->name) && idn_to_ascii(host->name, &host->ascii))
		host->name = str_of(host->ascii.bytes, host->ascii.len);
	return policy_mx_valid(host->name) && !str_starts(host->name, STR("*."));
}

bool policy_mx_is_list(struct str value)
{
	size_t words = 0, hosts = 0, dotted = 0;
	bool comma = str_find_char(value, ',') < value.len || str_find_char(value, ';') < value.len;
	struct str rest = value, word;
	struct host host;

	while (policy_mx_word(&rest, &word)) {
		bool is_host = read_host(word, &host);

		words++;
		hosts += is_host;
		dotted += is_host && str_find_char(host.name, '.') < host.name.len;
	}
	return dotted > 1 || (words > 1 && hosts == words && (dotted == 0 || comma));
}

/* One line for each host, if every word is one, and surely (of "a.example and b.example" the second
 * is none), and none stands twice. */
static void fix_list(struct str value, struct span at, struct str between, struct diag *diag,
	struct finding *finding)
{
	struct str rest = value, word, hosts[LIST_MAX_FIXED];
	struct buf lines = { 0 };
	struct host host;
	size_t count = 0;
	bool ok = true;

	while (ok && policy_mx_word(&rest, &word)) {
		ok = count < LIST_MAX_FIXED && read_host(word, &host) &&
		     str_find_char(host.name, '.') < host.name.len;
		for (size_t i = 0; ok && i < count; i++)
			ok = !str_ieq(hosts[i], word);
		if (!ok)
			break;
		hosts[count++] = word;
		buf_add(&lines, count == 1 ? STR("") : between);
		buf_add(&lines, str_c(host.prefix));
		buf_add(&lines, host.name);
	}
	if (ok) {
		diag_fix(diag, finding, true);
		diag_fix_edit(diag, finding, at, buf_str(&lines));
	}
	buf_finish(&lines);
}

static void policy_mx_list(struct str value, struct span at, struct str between, struct diag *diag)
{
	struct finding *finding = diag_add(diag, RULE_POLICY_MX_LIST, at,
		"'%s' holds several hosts: an mx line has one", diag_quote(diag, value));
	struct str rest = value, word;
	struct buf lines = { 0 };
	struct host host;
	unsigned shown = 0;

	while (policy_mx_word(&rest, &word) && shown < LIST_MAX_SHOWN)
		if (read_host(word, &host))
			buf_printf(&lines, "%s'mx: %s%s'", shown++ == 0 ? "" : ", ", host.prefix,
				diag_quote(diag, host.name));
	diag_help(diag, finding, "write one line for each: %.*s%s", (int)lines.len, lines.ptr,
		rest.len > 0 ? ", ..." : "");
	diag_senders(diag, finding, SENDERS_POLICY_MX_FORM);
	buf_finish(&lines);
	fix_list(value, at, between, diag, finding);
}

/* A U-label, for which the policy must have the A-label. */
static void policy_mx_unicode(struct str value, struct span at, struct diag *diag)
{
	struct finding *finding = diag_add(diag, RULE_POLICY_MX_UNICODE, at,
		"'%s' is not ASCII: an internationalised name is written with A-labels",
		diag_quote(diag, value));
	struct host host;

	if (read_host(value, &host)) {
		diag_help(diag, finding, "write 'mx: %s%s'", host.prefix,
			diag_quote(diag, host.name));
		diag_fix(diag, finding, true);
		diag_fix_edit(diag, finding, at,
			str_c(arena_printf(&diag->arena, "%s%.*s", host.prefix, (int)host.name.len,
				host.name.ptr)));
	} else
		diag_help(diag, finding,
			"it stands for no internationalised name (RFC 5891): write the host name "
			"of "
			"the MX record");
	diag_senders(diag, finding, SENDERS_POLICY_MX_UNICODE);
}

static void bad_alabel(struct str value, struct span at, struct diag *diag)
{
	struct str rest = value, label;

	while (str_cut(&rest, '.', &label)) {
		if (!idn_is_encoded(label) || idn_alabel_valid(label))
			continue;
		diag_help(diag,
			diag_add(diag, RULE_POLICY_MX_UNICODE, policy_mx_part(value, at, label),
				"'%s' begins like an A-label and encodes no U-label",
				diag_quote(diag, label)),
			"write the host name exactly as the MX record has it");
	}
}

static void policy_mx_single_label(struct str value, struct span at, struct diag *diag)
{
	diag_help(diag,
		diag_add(diag, RULE_POLICY_MX_SINGLE_LABEL, at,
			"'%s' is a single label, which no public mail host is named",
			diag_quote(diag, value)),
		"write the full name of the MX host");
}

bool policy_mx_judge(struct str value, struct span at, struct str between, struct diag *diag)
{
	if (policy_mx_is_list(value)) {
		policy_mx_list(value, at, between, diag);
		return false;
	}
	if (!str_is_ascii(value)) {
		policy_mx_unicode(value, at, diag);
		return false;
	}
	if (!policy_mx_valid(value)) {
		policy_mx_judge_form(value, at, diag);
		return false;
	}
	bad_alabel(value, at, diag);
	if (str_starts(value, STR("*.")))
		policy_mx_judge_wildcard(value, at, diag);
	else if (str_find_char(value, '.') == value.len)
		policy_mx_single_label(value, at, diag);
	return true;
}
