/* tell_ends: causes that are how a process of the program ends, or does not.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A call that a signal came into comes back, unless the handler never does. And
 * a child that serves what its parent accepted has nothing to accept itself:
 * children that each accept their own have, and of them nothing is said.
 */
#include "base/sentence.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"
#include "check/tell_parts.h"

#include <signal.h>
#include <string.h>

/* Whether what was expected of the program, and was not met, is that. */
static bool is_unmet(const struct teller *teller, const char *what)
{
	const struct event_check *check = tell_unmet(teller);
	size_t len = strlen(LESSON_PROGRAM);
	return check && !strncmp(check->text, LESSON_PROGRAM, len) &&
	       check->text[len] == ' ' &&
	       !strncmp(check->text + len + 1, what, strlen(what));
}

/* --- a handler that ended the program --------------------------------------
 */

/* Whether what was not met is how the program ends, or what a peer sends it or
 * gets from it. */
static bool is_about_end(const struct teller *teller)
{
	size_t played = tell_played(teller);
	const struct beat *beat =
		played ? tell_beat_at(teller, played - 1) : NULL;
	return is_unmet(teller, "ends") ||
	       (tell_unmet(teller) && beat && beat->kind == BEAT_CALL &&
		beat->call.syscall->flags & (SYSCALL_RECEIVES | SYSCALL_SENDS));
}

/* The call that the run's first thread was in when it made the one that ends
 * it: only a handler can do so. The signal is the last before that. NULL: it
 * was in none. */
static const struct event_call *left_inside(const struct teller *teller,
					    const struct event_signal **signal)
{
	const struct event_call *inside = NULL;
	const char *run = tell_last_run(teller);
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event *event = journal_at(teller->journal, i);
		const struct event_call *call = tell_call_at(teller, i);
		if (event->kind == EVENT_SIGNAL &&
		    event->as.signal.fate == SIGNAL_HANDLED &&
		    !strcmp(event->as.signal.actor, run))
			*signal = &event->as.signal;
		if (!call || strcmp(call->actor, run) != 0)
			continue;
		if (call->call.syscall->flags & SYSCALL_ENDS_ACTOR)
			return *signal ? inside : NULL;
		if (call->phase != CALL_RETURN && !inside)
			inside = call;
		else if (inside && call->id == inside->id &&
			 call->phase == CALL_RETURN)
			inside = NULL;
	}
	return NULL;
}

/* Whether the check has sent the program a signal; its own, as of alarm(), may
 * well end it. */
static bool was_sent_signal(const struct teller *teller)
{
	for (size_t i = 0; i < tell_played(teller); i++) {
		if (tell_beat_at(teller, i)->kind == BEAT_SIGNAL)
			return true;
	}
	return false;
}

static bool put_handler(struct teller *teller)
{
	const struct event_signal *signal = NULL;
	const struct event_call *inside =
		is_about_end(teller) && was_sent_signal(teller)
			? left_inside(teller, &signal)
			: NULL;
	const char *name =
		inside ? symbol_name(SYMBOL_SIGNAL, signal->number) : NULL;
	if (!name)
		return false;
	AUTO_FREE char *call = tell_place(teller, inside);
	struct buf text = {0};
	SENTENCE(&text, "ended-in-handler", SLOT_TEXT("signal", name),
		 SLOT_TEXT("call", call));
	tell_put_cause(teller, &text);
	return true;
}

/* --- a child that goes on as its parent ------------------------------------
 */

/* Whether the actor transferred before `place` and made no descriptor itself,
 * so that it was by one of its parent's. */
static bool serves_for_parent(const struct teller *teller, size_t place,
			      const char *actor)
{
	bool made = false, served = false;
	for (size_t i = 0; i < place; i++) {
		const struct event_call *call = tell_call_at(teller, i);
		if (!call || call->phase != CALL_RETURN ||
		    strcmp(call->actor, actor) != 0)
			continue;
		made |= call->call.syscall->flags & SYSCALL_MAKES_FD;
		served |= !call->call.result.error &&
			  call->call.syscall->flags &
				  (SYSCALL_RECEIVES | SYSCALL_SENDS);
	}
	return served && !made;
}

/* The call that accepts, in which a child is that has served for its parent;
 * NULL: none. */
static const struct event_call *child_back(const struct teller *teller)
{
	const struct event_call *found = NULL;
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event_call *call = tell_call_at(teller, i);
		if (!call || !strcmp(call->actor, tell_last_run(teller)))
			continue;
		if (!found && call->phase != CALL_RETURN &&
		    !strncmp(call->call.syscall->name, "accept", 6) &&
		    serves_for_parent(teller, i, call->actor))
			found = call;
		else if (found && call->id == found->id &&
			 call->phase == CALL_RETURN)
			found = NULL;
	}
	return found;
}

static bool put_child(struct teller *teller, const char **lesson)
{
	const struct event_call *call =
		is_unmet(teller, "children") ? child_back(teller) : NULL;
	if (!call)
		return false;
	AUTO_FREE char *place = tell_place(teller, call);
	struct buf text = {0};
	SENTENCE(&text, "child-accepts", SLOT_TEXT("call", place));
	tell_put_cause(teller, &text);
	*lesson = "fork";
	return true;
}

/* --- a child that nobody asks for ------------------------------------------
 */

static bool put_zombies(struct teller *teller, const char **lesson)
{
	struct buf text = {0};
	if (!is_unmet(teller, "zombies"))
		return false;
	SENTENCE(&text, "zombies");
	tell_put_cause(teller, &text);
	*lesson = "fork";
	return true;
}

/* --- a signal without a handler --------------------------------------------
 */

/* Whether the check has sent the program that signal, and not to kill it. */
static bool was_sent(const struct teller *teller, int number)
{
	for (size_t i = 0; i < tell_played(teller); i++) {
		const struct beat *beat = tell_beat_at(teller, i);
		if (beat->kind == BEAT_SIGNAL && beat->signal == number)
			return number != SIGKILL;
	}
	return false;
}

static bool put_unhandled(struct teller *teller)
{
	const char *run = tell_last_run(teller);
	int number = 0;
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event *event = journal_at(teller->journal, i);
		if (event->kind == EVENT_ACTOR &&
		    event->as.actor.phase == ACTOR_ENDED &&
		    !strcmp(event->as.actor.actor, run))
			number = event->as.actor.signal;
	}
	const char *name = number && was_sent(teller, number)
				   ? symbol_name(SYMBOL_SIGNAL, number)
				   : NULL;
	struct buf text = {0};
	if (!name)
		return false;
	SENTENCE(&text, "signal-without-handler", SLOT_TEXT("signal", name));
	tell_put_cause(teller, &text);
	return true;
}

bool tell_ends(struct teller *teller, const char **lesson)
{
	return put_handler(teller) || put_child(teller, lesson) ||
	       put_zombies(teller, lesson) || put_unhandled(teller);
}
