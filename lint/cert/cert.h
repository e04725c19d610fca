/*
 * cert: X.509 certificates (RFC 5280) in PEM and DER files, as far as mail over TLS asks: for which
 * names, from when to when, of whom, what for. Only certificates are decoded; of a private key no
 * more is read than that it is one, and no password is ever asked for.
 */
#ifndef LINT_CERT_CERT_H
#define LINT_CERT_CERT_H

#include "lint/base/source.h"
#include "lint/diag/diag.h"

/* How long before its end a certificate is to be renewed, in seconds. */
enum { CERT_EXPIRING = 14 * 86400 };

/* Of one file: what is read of it, and how many certificates of a host's; of trusted roots. */
enum { CERT_MAX_BYTES = 32 * 1024 * 1024, CERT_MAX_COUNT = 1000, CERT_MAX_ROOTS = 100000 };

struct x509_st;

struct cert {
	struct span at;	  /* the line that begins it; of DER the whole file */
	const char *file; /* its name, for messages */
	struct x509_st *x509;
	struct str der, key; /* as it is signed; its SubjectPublicKeyInfo */
	struct str *names;   /* the dNSNames of its subjectAltName; bytes, whatever they are */
	size_t name_count;
	struct str common_name;	       /* without bytes: it has none */
	struct str subject, issuer;    /* organisation, else common name, of these */
	int64_t not_before, not_after; /* seconds since the epoch */
	bool authority;		       /* it may sign others */
	bool self_signed;
	bool server;		 /* it may be a TLS server's */
	unsigned rsa_bits;	 /* 0: no RSA key */
	const char *weak_digest; /* "MD5" or "SHA-1", which it is signed with; NULL: neither */
};

struct cert_file {
	struct arena arena;
	uint32_t file;
	struct cert *list; /* in the order of the file */
	size_t count, capacity;
	bool cut; /* a part of it, which a finding points at, could not be read */
};

/* How a file is read. */
struct cert_reading {
	enum level keys; /* how bad a private key in it is */
	size_t most;	 /* certificates */
};

/* Reads FILE. False with *STATUS when it cannot be read; what is wrong with it is a finding. */
bool cert_read(struct cert_file *file, uint32_t source, struct cert_reading how,
	struct sources *sources, struct diag *diag, enum source_status *status);
void cert_finish(struct cert_file *file);

/* A name of the certificate covers HOST; "*" stands for one whole label, the left-most (RFC 6125
 * 6.4.3, RFC 9525 6.3). The common name never counts (RFC 8461 3.3, 4.2). */
bool cert_covers(const struct cert *cert, const char *host);

/* HOST is covered by the common name, in a certificate without dNSNames. */
bool cert_common_name_covers(const struct cert *cert, const char *host);

/* The names, for people: "'a.example', 'b.example'", in ARENA. */
const char *cert_names_text(struct arena *arena, const struct cert *cert);

/* A time, as RFC 3339 has it, in ARENA. */
const char *cert_time_text(struct arena *arena, int64_t time);

/* The data of a TLSA record `3 1 1` for CERT, the SHA-256 of its key (RFC 6698 2.1), as
 * hexadecimal digits, in ARENA. */
const char *cert_key_digest(struct arena *arena, const struct cert *cert);

#endif
