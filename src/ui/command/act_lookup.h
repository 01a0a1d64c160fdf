/* act_lookup: the name of a host in a call that the learner typed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "call/call.h"

struct app;

/* The one name that a call may have in the place of an address. */
struct lookup {
	struct arena *arena;
	const char *name; /* NULL: the call has none */
	int port;
	const struct address *found; /* NULL: it was not looked up yet */
};

/* A name_finder of a `struct lookup`: notes the name, and gives what was found.
 * Before that any address stands in its place. Fails at a second name. */
bool lookup_find(void *data, struct str name, int port, struct address *address,
		 struct err *err);

/* Lets the actor look the name up by getaddrinfo(), for the family of the
 * socket that `call` is about, and waits for it. Sets `found` to the first
 * address. Fails, and says why, when there is none. */
bool lookup_make(struct app *app, const char *actor, const struct call *call,
		 struct lookup *lookup, struct err *err);
