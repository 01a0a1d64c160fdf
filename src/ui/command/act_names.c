/* act_names: what the names on a screen stand for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/command/act_names.h"

#include "base/sentence.h"
#include "ui/file/actors.h"

#include <string.h>

static bool tell_actor(const struct journal *journal, const char *name,
		       struct buf *out)
{
	const struct event_actor *actor = actors_find(journal, str_from(name));
	if (!actor)
		return false;
	const struct slot slot = SLOT_TEXT("name", name),
			  host = SLOT_TEXT("host", actor->host),
			  pid = SLOT_NUMBER("pid", actor->pid);
	// The only host of a lab has no name of its own.
	bool is_named = strcmp(actor->host, "host") != 0;
	if (actor->phase == ACTOR_ENDED)
		SENTENCE(out, "name-actor-ended", slot, pid);
	else if (actor->is_thread && actor->parent)
		SENTENCE(out, "name-thread", slot,
			 SLOT_TEXT("parent", actor->parent));
	else if (actor->traced)
		SENTENCE(out, "name-program", slot, pid);
	else
		SENTENCE(out, "name-actor", slot, pid);
	if (actor->phase != ACTOR_ENDED && is_named)
		SENTENCE_LINE(out, " ", "", "name-on-host", host);
	return true;
}

/* The owner "nc[12]" that is `name`, or whose program is. */
static const char *find_owner(const struct socket_state *socket,
			      const char *name)
{
	for (size_t i = 0; i < socket->owner_count; i++) {
		const char *owner = socket->owners[i].actor;
		size_t program = strcspn(owner, "[");
		if (owner[program] &&
		    (!strcmp(owner, name) ||
		     str_is((struct str){owner, program}, name)))
			return owner;
	}
	return NULL;
}

/* Once it had a socket; it can have ended since. */
static bool tell_other(const struct journal *journal, const char *name,
		       struct buf *out)
{
	struct journal_walk sockets =
		journal_back(journal, EVENT_SOCKET, 0, journal_count(journal));
	const struct event *event;
	while ((event = journal_step(&sockets, NULL))) {
		const char *owner = find_owner(&event->as.socket.state, name);
		if (!owner)
			continue;
		size_t program = strcspn(owner, "[");
		const char *pid = owner + program + 1;
		SENTENCE(out, "name-other", SLOT_TEXT("name", owner),
			 SLOT_PART("program", owner, program),
			 SLOT_PART("pid", pid, strcspn(pid, "]")));
		return true;
	}
	return false;
}

static bool tell_host(const struct journal *journal, const char *name,
		      struct buf *out)
{
	struct buf actors = {0};
	size_t count;
	const size_t *lives = journal_places(journal, EVENT_ACTOR, 0,
					     journal_count(journal), &count);
	for (size_t i = 0; i < count; i++) {
		const struct event_actor *actor =
			&journal_at(journal, lives[i])->as.actor;
		bool is_last =
			actors_find(journal, str_from(actor->actor)) == actor;
		if (is_last && actor->phase == ACTOR_BORN &&
		    !strcmp(actor->host, name))
			buf_printf(&actors, "%s%s", actors.len ? ", " : "",
				   actor->actor);
	}
	bool is_host = actors.len > 0;
	if (is_host)
		SENTENCE(out, "name-host", SLOT_TEXT("name", name),
			 SLOT_TEXT("actors", buf_text(&actors)));
	buf_done(&actors);
	return is_host;
}

/* One name can be a variable of several. */
static bool tell_variable(const struct journal *journal, const char *name,
			  struct buf *out)
{
	size_t count, before = out->len;
	const size_t *lives = journal_places(journal, EVENT_ACTOR, 0,
					     journal_count(journal), &count);
	for (size_t i = 0; i < count; i++) {
		const struct event_actor *actor =
			&journal_at(journal, lives[i])->as.actor;
		int64_t num;
		if (actors_find(journal, str_from(actor->actor)) != actor ||
		    actor->phase != ACTOR_BORN ||
		    !journal_variable(journal, journal_count(journal),
				      actor->actor, name, &num))
			continue;
		SENTENCE_LINE(out, out->len > before ? "\n" : "", "",
			      "name-variable", SLOT_TEXT("name", name),
			      SLOT_TEXT("actor", actor->actor),
			      SLOT_NUMBER("number", num));
	}
	return out->len > before;
}

bool tell_name(const struct journal *journal, const char *name, struct buf *out)
{
	return tell_actor(journal, name, out) ||
	       tell_other(journal, name, out) ||
	       tell_variable(journal, name, out) ||
	       tell_host(journal, name, out);
}
