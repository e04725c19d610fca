/*
 * serial: the next serial number of a zone, in the form that the old one has. A serial counts in a
 * circle of 32 bits, where the greater of two is the one less than half the circle ahead (RFC
 * 1982); secondaries take the zone only when its serial is greater than theirs.
 */
#ifndef LINT_DNS_SERIAL_H
#define LINT_DNS_SERIAL_H

#include <stdbool.h>
#include <stdint.h>

/* A is ahead of B (RFC 1982 3.2). */
bool serial_is_greater(uint32_t a, uint32_t b);

/* The serial after OLD at NOW (seconds since the epoch): for YYYYMMDDnn the first of that day (01),
 * for seconds since the epoch NOW, if that is ahead of OLD; else, and for any other number, one
 * more. */
uint32_t serial_next(uint32_t old, int64_t now);

#endif
