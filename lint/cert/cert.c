#include "lint/cert/cert.h"

#include "lint/base/text.h"
#include "lint/digest/digest.h"
#include "lint/digest/libcrypto.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { NAMES_SHOWN = 5 };

void cert_finish(struct cert_file *file)
{
	for (size_t i = 0; i < file->count; i++)
		libcrypto()->X509_free(file->list[i].x509);
	free(file->list);
	arena_finish(&file->arena);
}

static bool check_host(const struct cert *cert, const char *host, unsigned flags)
{
	return libcrypto()->X509_check_host(cert->x509, host, strlen(host),
		       flags | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS, NULL) == 1;
}

bool cert_covers(const struct cert *cert, const char *host)
{
	return check_host(cert, host, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
}

bool cert_common_name_covers(const struct cert *cert, const char *host)
{
	return cert->name_count == 0 && check_host(cert, host, 0);
}

const char *cert_names_text(struct arena *arena, const struct cert *cert)
{
	const char *text = "no name";

	for (size_t i = 0; i < cert->name_count && i < NAMES_SHOWN; i++)
		text = arena_printf(arena, "%s%s'%s'", i == 0 ? "" : text, i == 0 ? "" : ", ",
			text_quote(arena, cert->names[i]));
	if (cert->name_count > NAMES_SHOWN)
		text = arena_printf(arena, "%s and %zu more", text, cert->name_count - NAMES_SHOWN);
	return text;
}

const char *cert_time_text(struct arena *arena, int64_t time)
{
	time_t seconds = (time_t)time;
	char text[64];
	struct tm fields;

	if (gmtime_r(&seconds, &fields) == NULL ||
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &fields) == 0)
		return "a time beyond reckoning";
	return arena_printf(arena, "%s", text);
}

const char *cert_key_digest(struct arena *arena, const struct cert *cert)
{
	unsigned char octets[DIGEST_MAX_OCTETS];
	size_t len = digest_octets(DIGEST_SHA256, cert->key, octets);
	char *text = arena_bytes(arena, 2 * len + 1);

	for (size_t i = 0; i < len; i++)
		snprintf(text + 2 * i, 3, "%02x", octets[i]);
	return text;
}
