/* resolve: what goes to the resolver of the C library, and what comes back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * getaddrinfo(3) and getnameinfo(3) are no system calls. The words of such a
 * raw_call are: a name or NULL, a service or NULL, struct raw_hints, room for a
 * struct raw_found; and for the other an address, its length, room for a name
 * and for a service (their sizes below), flags. Their value is 0, an EAI_*,
 * which are negative, or RESOLVE_SYSTEM minus an errno, for EAI_SYSTEM.
 */
#pragma once
#include "call/table/symbol.h"

#include <netdb.h>
#include <stdint.h>
#include <sys/socket.h>

enum {
	RESOLVE_MOST = 32, /* addresses that are kept of an answer */
	RESOLVE_NAME = NI_MAXHOST,
	RESOLVE_SERVICE = NI_MAXSERV,
	RESOLVE_SYSTEM = -1000,
	RESOLVE_HINTS = 3,
};

/* What the hints are, in the order in which they are written: the constants,
 * whether they are joined by "|", the member of struct addrinfo. */
struct resolve_hint {
	enum symbol_group group;
	bool flags;
	const char *member;
};
extern const struct resolve_hint resolve_hints[RESOLVE_HINTS];

/* Reads hint number `hint`, which reader->python may have its module before. */
struct reader;
struct err;
bool resolve_read_hint(struct reader *reader, size_t hint, int64_t *num,
		       struct err *err);

/* Adds a member of the hints, or of what was found. */
void resolve_print_hint(size_t hint, int64_t num, struct buf *out);

struct raw_hints {
	int32_t family, type, flags;
};

struct raw_found {
	uint32_t count;
	struct {
		struct sockaddr_storage address;
		uint32_t len;
		int32_t type;
	} items[RESOLVE_MOST];
};
