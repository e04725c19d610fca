#include "lint/base/text.h"
#include "lint/diag/senders.h"
#include "lint/dns/rr.h"
#include "lint/policy/mx.h"

/* What is wrong with a value, and what was meant. */
struct advice {
	const char *what;
	struct str at;	    /* the part at fault */
	const char *prefix; /* of what was meant */
	struct str meant;   /* empty: that cannot be told */
	enum senders_id senders;
	bool surplus; /* without AT it is what was meant */
};

/* Each says whether VALUE has its fault, and then fills in the advice; the first that does wins. */
typedef bool form(struct str value, struct advice *advice);

static bool empty(struct str value, struct advice *advice)
{
	advice->what = "an mx line without a host";
	advice->senders = SENDERS_POLICY_MX_EMPTY;
	return value.len == 0;
}

static bool list_item(struct str value, struct advice *advice)
{
	advice->what = "a list as in YAML: an mx line has one host, and no hyphen before it";
	advice->at = str_take(value, 1);
	advice->meant = str_ltrim(str_skip(value, 1));
	return value.ptr[0] == '-' && value.len > 1 && ascii_is_blank(value.ptr[1]);
}

static bool all_digits_or_colon(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_is_digit(s.ptr[i]) && s.ptr[i] != ':')
			return false;
	return s.len > 0;
}

/* "10 mail.example.com", "Priority 5: mail.example.com", "a.example.com,". */
static bool words(struct str value, struct advice *advice)
{
	struct str rest = value, word;
	bool number = false, whole = false;
	size_t count = 0;

	while (policy_mx_word(&rest, &word)) {
		struct str host = word;

		count++;
		whole = word.len == value.len;
		number |= all_digits_or_colon(word);
		if (host.len > 1 && host.ptr[host.len - 1] == '.')
			host.len--;
		if (policy_mx_valid(host) && (str_find_char(host, '.') < host.len || count == 1))
			advice->meant = host;
	}
	advice->what = number	 ? "a preference belongs in the MX record, not in the policy" :
		       count > 1 ? "more than a host name" :
				   "a separator, where one host name stands alone";
	return !whole;
}

static bool quoted(struct str value, struct advice *advice)
{
	static const char quotes[] = "\"'`<>[]()";
	struct str inner = value;

	while (inner.len > 0 && memchr(quotes, inner.ptr[0], sizeof quotes - 1) != NULL)
		inner = str_skip(inner, 1);
	while (inner.len > 0 && memchr(quotes, inner.ptr[inner.len - 1], sizeof quotes - 1) != NULL)
		inner.len--;
	advice->what = "quotes or brackets around the host name are part of the value";
	advice->meant = inner;
	return inner.len < value.len;
}

static bool address(struct str value, struct advice *advice)
{
	unsigned char octets[16];
	struct str inner = value;

	if (str_starts(inner, STR("[")) && str_ends(inner, STR("]")))
		inner = str_of(inner.ptr + 1, inner.len - 2);
	if (str_istarts(inner, STR("IPv6:")))
		inner = str_skip(inner, 5);
	advice->what = "an IP address: a policy names hosts, as the MX records do";
	advice->senders = inner.len == value.len && str_find_char(value, ':') == value.len ?
				  SENDERS_POLICY_MX_IPV4 :
				  SENDERS_POLICY_MX_ADDRESS;
	return address_parse(inner, octets) > 0;
}

static bool numeric(struct str value, struct advice *advice)
{
	struct str rest = value, label = value;

	while (str_cut(&rest, '.', &label))
		;
	advice->what = "the last label is a number, which no top-level name is";
	advice->senders = SENDERS_POLICY_MX_IPV4;
	for (size_t i = 0; i < label.len; i++)
		if (!ascii_is_digit(label.ptr[i]))
			return false;
	return label.len > 0;
}

static bool url(struct str value, struct advice *advice)
{
	size_t at = str_find(value, STR("://"));

	if (at == value.len)
		return false;
	advice->meant = str_skip(value, at + 3);
	advice->meant.len = str_find_char(advice->meant, '/');
	advice->meant.len = str_find_char(advice->meant, ':');
	advice->what = "a URL: a policy names the MX hosts";
	return true;
}

static bool mail_address(struct str value, struct advice *advice)
{
	size_t at = str_find_char(value, '@');

	advice->what = "a mail address: a policy names the MX hosts";
	return at < value.len;
}

static bool port(struct str value, struct advice *advice)
{
	size_t at = str_find_char(value, ':');

	if (at == value.len)
		return false;
	advice->what = "a host name without port: mail between servers uses port 25";
	advice->at = str_skip(value, at);
	advice->meant = str_take(value, at);
	return true;
}

static bool path(struct str value, struct advice *advice)
{
	size_t at = str_find_char(value, '/');

	advice->what = "a slash is no part of a host name";
	advice->meant = str_take(value, at);
	return at < value.len;
}

static bool null_mx(struct str value, struct advice *advice)
{
	advice->what = "'.' is no host: a domain without mail has a null MX record and mode none, "
		       "or no "
		       "policy";
	return str_eq(value, STR("."));
}

static bool final_dot(struct str value, struct advice *advice)
{
	advice->what = "the final dot belongs in zone files, not in a policy";
	advice->at = str_skip(value, value.len - 1);
	advice->meant = str_take(value, value.len - 1);
	advice->senders = SENDERS_POLICY_MX_FINAL_DOT;
	advice->surplus = true;
	return value.ptr[value.len - 1] == '.' && policy_mx_valid(advice->meant);
}

static bool leading_dot(struct str value, struct advice *advice)
{
	advice->what = "a leading dot is no wildcard since the drafts of the standard";
	advice->at = str_take(value, 1);
	advice->prefix = "*";
	advice->meant = value;
	advice->senders = SENDERS_POLICY_MX_LEADING_DOT;
	return value.ptr[0] == '.';
}

/* Every '*' but that of a leading "*.". */
static bool wildcard(struct str value, struct advice *advice)
{
	struct str rest = str_starts(value, STR("*.")) ? str_skip(value, 2) : value;
	size_t star = str_find_char(rest, '*');
	size_t dot = str_find_char(value, '.');

	advice->senders = SENDERS_POLICY_MX_WILDCARD;
	if (star == rest.len && rest.len > 0)
		return false;
	advice->what = rest.len <= 1 ?
			       "a wildcard must stand before a name: '*.' and a domain" :
			       "a wildcard is '*' alone as the first label, and covers one label";
	if (star < rest.len)
		advice->at = str_of(rest.ptr + star, 1);
	if (str_find_char(value, '*') < dot && star < rest.len && rest.ptr == value.ptr) {
		advice->prefix = "*";
		advice->meant = str_skip(value, dot);
	}
	return true;
}

static bool underscore(struct str value, struct advice *advice)
{
	size_t at = str_find_char(value, '_');

	advice->what = "an underscore, which no host name holds";
	advice->at = str_take(str_skip(value, at), 1);
	advice->senders = SENDERS_POLICY_MX_UNDERSCORE;
	return at < value.len;
}

static bool labels(struct str value, struct advice *advice)
{
	struct str rest = value, label;

	while (str_cut(&rest, '.', &label)) {
		advice->at = label.len > 0 ? label : value;
		advice->what = label.len == 0 ? "an empty label: two dots, or one dot too many" :
			       label.len > NAME_MAX_LABEL ?
						"a label of more than 63 characters" :
			       label.ptr[0] == '-' || label.ptr[label.len - 1] == '-' ?
						"a label does not begin or end with a hyphen" :
						NULL;
		if (label.len > NAME_MAX_LABEL)
			advice->senders = SENDERS_POLICY_MX_LONG;
		if (advice->what != NULL)
			return true;
	}
	return false;
}

static bool other(struct str value, struct advice *advice)
{
	size_t i = 0;

	advice->at = value;
	advice->what = "a name of more than 253 characters";
	advice->senders = SENDERS_POLICY_MX_LONG;
	while (i < value.len &&
		(ascii_is_alnum(value.ptr[i]) || memchr("-.*", value.ptr[i], 3) != NULL))
		i++;
	if (i < value.len) {
		advice->at = str_take(str_skip(value, i), 1);
		advice->what = "a character that no host name holds";
		advice->senders = SENDERS_POLICY_MX_FORM;
	}
	return true;
}

static form *const forms[] = { empty, list_item, words, url, mail_address, address, quoted, null_mx,
	numeric, port, path, final_dot, leading_dot, wildcard, underscore, labels, other };

/* What was meant is known, and would itself raise nothing here. */
static bool can_tell(const struct advice *advice)
{
	struct str name = advice->meant;

	if (advice->prefix[0] == '\0')
		return policy_mx_valid(name);
	name = str_skip(name, 1);
	return str_find_char(name, '.') < name.len && policy_mx_valid(name);
}

static void advise(struct diag *diag, struct finding *finding, struct advice *advice)
{
	if (advice->meant.len > 1 && advice->meant.ptr[advice->meant.len - 1] == '.')
		advice->meant.len--;
	if (can_tell(advice))
		diag_help(diag, finding, "write 'mx: %s%s'", advice->prefix,
			diag_quote(diag, advice->meant));
	else
		diag_help(diag, finding,
			"write the host name of the MX record, such as 'mx: mail.example.com'");
	diag_senders(diag, finding, advice->senders);
}

void policy_mx_judge_form(struct str value, struct span at, struct diag *diag)
{
	struct advice advice;
	struct finding *finding;

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		advice = (struct advice){ .at = value,
			.prefix = "",
			.meant = str_take(value, 0),
			.senders = SENDERS_POLICY_MX_FORM };
		if (forms[i](value, &advice))
			break;
	}
	if (value.len == 0)
		finding = diag_add(diag, RULE_POLICY_MX_INVALID, at, "%s", advice.what);
	else
		finding = diag_add(diag, RULE_POLICY_MX_INVALID,
			policy_mx_part(value, at, advice.at), "mx '%s': %s",
			diag_quote(diag, value), advice.what);
	advise(diag, finding, &advice);
	if (advice.surplus) {
		diag_fix(diag, finding, true);
		diag_fix_edit(diag, finding, policy_mx_part(value, at, advice.at), STR(""));
	}
}
