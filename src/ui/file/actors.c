/* actors: who there is in a run, and what each of them has.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/file/actors.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "base/text.h"
#include "call/table/syscalls.h"

#include <ctype.h>
#include <string.h>

/* --- names -----------------------------------------------------------------
 */

const struct event_actor *actors_find(const struct journal *journal,
				      struct str name)
{
	struct journal_walk lives =
		journal_back(journal, EVENT_ACTOR, 0, journal_count(journal));
	const struct event *event;
	while ((event = journal_step(&lives, NULL))) {
		if (str_is(name, event->as.actor.actor))
			return &event->as.actor;
	}
	return NULL;
}

/* Those that live, in the order in which they were born; the caller frees the
 * array. */
static const char **list_living(const struct journal *journal, size_t *count)
{
	const char **names = NULL;
	size_t cap = 0, life_count;
	const size_t *lives = journal_places(
		journal, EVENT_ACTOR, 0, journal_count(journal), &life_count);
	*count = 0;
	for (size_t i = 0; i < life_count; i++) {
		const struct event_actor *actor =
			&journal_at(journal, lives[i])->as.actor;
		// The last that was heard of it counts.
		if (actor->phase == ACTOR_ENDED ||
		    actors_find(journal, str_from(actor->actor)) != actor)
			continue;
		names = xgrow(names, &cap, *count + 1, sizeof(*names));
		names[(*count)++] = actor->actor;
	}
	return names;
}

void actors_print(const struct journal *journal, struct buf *out)
{
	size_t count;
	const char **names = list_living(journal, &count);
	for (size_t i = 0; i < count; i++)
		buf_printf(out, "%s%s", i ? ", " : "", names[i]);
	free(names);
}

const char *actors_nearest(const struct journal *journal, const char *name)
{
	size_t count;
	const char **names = list_living(journal, &count), *nearest = NULL;
	text_nearest(name, names, count, &nearest, 1);
	free(names);
	return nearest;
}

bool actors_check(const struct journal *journal, struct str name,
		  struct err *err)
{
	const struct event_actor *actor = actors_find(journal, name);
	if (actor && actor->phase != ACTOR_ENDED)
		return true;
	AUTO_FREE char *word = xprintf("%.*s", (int)name.len, name.data);
	struct buf all = {0};
	actors_print(journal, &all);
	const char *nearest = actors_nearest(journal, word);
	if (!all.len && *word)
		FAILURE(err, "actor-every-ended", SLOT_TEXT("actor", word));
	else if (!all.len)
		FAILURE(err, "every-actor-ended");
	else if (actor)
		FAILURE(err, "ended-to-go-back", SLOT_TEXT("actor", word),
			SLOT_TEXT("names", buf_text(&all)));
	else if (nearest)
		FAILURE(err, "no-actor-near", SLOT_TEXT("actor", word),
			SLOT_TEXT("nearest", nearest));
	else
		FAILURE(err, "no-actor-there", SLOT_TEXT("actor", word),
			SLOT_TEXT("names", buf_text(&all)));
	buf_done(&all);
	return false;
}

/* --- variables -------------------------------------------------------------
 */

static bool has_variable(const struct journal *journal, const char *actor,
			 const char *name, int64_t *num)
{
	return journal_variable(journal, journal_count(journal), actor, name,
				num);
}

/* The variable that a call that returned is about. */
static const char *socket_in(const struct call *call)
{
	bool makes = call_can_make_fd(call) && call->result.value >= 0;
	int arg = call_fd_arg(call);
	if (makes && call->into)
		return call->into;
	return arg >= 0 && call->args[arg].kind == VALUE_NAME
		       ? call->args[arg].name
		       : NULL;
}

const char *actors_socket(const struct journal *journal, const char *actor)
{
	struct snapshot now = {0};
	journal_snapshot(journal, journal_count(journal), &now);
	const char *found = NULL;
	for (size_t i = journal_count(journal); !found && i-- > 0;) {
		const struct event *event = journal_at(journal, i);
		const struct event_call *made = &event->as.call;
		if (event->kind != EVENT_CALL || made->phase != CALL_RETURN ||
		    strcmp(made->actor, actor) != 0)
			continue;
		int64_t num;
		const char *name = socket_in(&made->call);
		if (name && has_variable(journal, actor, name, &num) &&
		    snapshot_find_fd(&now, actor, (int)num))
			found = name;
	}
	snapshot_done(&now);
	return found;
}

const char *actors_other_with(const struct journal *journal, const char *actor,
			      const char *name)
{
	size_t count;
	int64_t num;
	const char **names = list_living(journal, &count), *found = NULL;
	for (size_t i = 0; !found && i < count; i++) {
		if (strcmp(names[i], actor) != 0 &&
		    has_variable(journal, names[i], name, &num))
			found = names[i];
	}
	free(names);
	return found;
}

/* Whether a call before the one at `end` has named the variable already. */
static bool is_known(const struct journal *journal, size_t end,
		     const char *actor, const char *name)
{
	for (size_t i = 0; i < end; i++) {
		const struct event *event = journal_at(journal, i);
		const struct event_call *made = &event->as.call;
		if (event->kind == EVENT_CALL && made->phase == CALL_RETURN &&
		    !strcmp(made->actor, actor) &&
		    text_is(made->call.into, name))
			return true;
	}
	return false;
}

void actors_print_variables(const struct journal *journal, const char *actor,
			    struct buf *out)
{
	const char *separator = "";
	for (size_t i = 0; i < journal_count(journal); i++) {
		const struct event *event = journal_at(journal, i);
		const struct event_call *made = &event->as.call;
		int64_t num;
		if (event->kind != EVENT_CALL || made->phase != CALL_RETURN ||
		    strcmp(made->actor, actor) != 0 || !made->call.into ||
		    is_known(journal, i, actor, made->call.into) ||
		    !has_variable(journal, actor, made->call.into, &num))
			continue;
		buf_printf(out, "%s%s (%lld)", separator, made->call.into,
			   (long long)num);
		separator = ", ";
	}
}

bool actors_cut_name(struct str *text, struct str *actor)
{
	size_t len = 0;
	while (len < text->len && (isalnum((unsigned char)text->data[len]) ||
				   text->data[len] == '_'))
		len++;
	if (!len || len == text->len || text->data[len] != ':')
		return false;
	*actor = (struct str){text->data, len};
	*text = str_trim(
		(struct str){text->data + len + 1, text->len - len - 1});
	return true;
}
