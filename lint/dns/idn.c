#include "lint/dns/idn.h"

#include <idn2.h>

/* A label of 63 octets stands for at most 59 characters of 4 bytes; a name for four such. */
enum { IDN_MAX_INPUT = 1024 };

/* Copies S with a final NUL; false when it does not fit or holds NUL, which C strings cannot. */
static bool to_c(struct str s, char *out, size_t room)
{
	if (s.len == 0 || s.len >= room || str_find_char(s, '\0') < s.len)
		return false;
	memcpy(out, s.ptr, s.len);
	out[s.len] = '\0';
	return true;
}

static bool lookup(const char *input, struct idn_text *out)
{
	unsigned char *ascii = NULL;
	bool fits = false;

	if (idn2_lookup_u8((const unsigned char *)input, &ascii,
		    IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) == IDN2_OK)
		fits = to_c(str_c((const char *)ascii), out->bytes, sizeof out->bytes);
	out->len = fits ? strlen(out->bytes) : 0;
	idn2_free(ascii);
	return fits;
}

bool idn_to_ascii(struct str text, struct idn_text *out)
{
	char input[IDN_MAX_INPUT];

	out->len = 0;
	return to_c(text, input, sizeof input) && lookup(input, out);
}

bool idn_is_encoded(struct str label)
{
	return str_istarts(label, STR("xn--"));
}

bool idn_alabel_valid(struct str label)
{
	char input[IDN_MAX_INPUT], *unicode = NULL;
	struct idn_text again;
	bool valid = false;

	if (!to_c(label, input, sizeof input))
		return false;
	if (idn2_to_unicode_8z8z(input, &unicode, 0) == IDN2_OK &&
		!str_ieq(str_c(unicode), label) && lookup(unicode, &again))
		valid = str_ieq(str_of(again.bytes, again.len), label);
	idn2_free(unicode);
	return valid;
}
