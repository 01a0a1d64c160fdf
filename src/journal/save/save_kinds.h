/* save_kinds: the members of each kind of event in a saved journal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For journal/save/ alone. Each function names the members of one kind to a
 * store, which writes or reads them.
 */
#pragma once
#include "journal/event.h"
#include "journal/save/store.h"

/* Those of the event's own kind. */
void save_members(struct store *store, struct event *event);

void save_call(struct store *store, struct event_call *call);
void save_socket(struct store *store, struct event_socket *socket);
void save_packet(struct store *store, struct event_packet *packet);
void save_inspect(struct store *store, struct event_inspect *inspect);
void save_watch(struct store *store, struct event_watch *watch);
void save_host(struct store *store, struct event_host *host);

/* A place in a traced program; nothing where it is not known. */
void save_place(struct store *store, struct event_source *source);

/* An address in our notation, null for none. */
void save_address(struct store *store, const char *key,
		  struct address *address);
