/* act_process: the processes of the lab: who is there, and signals to them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "call/table/symbol.h"
#include "ui/app.h"
#include "ui/command/act.h"
#include "ui/command/act_call.h"
#include "ui/file/actors.h"

#include <signal.h>
#include <string.h>

static const struct journal *journal_of(const struct app *app)
{
	return session_journal(app->session);
}

const char *act_next_word(struct str *rest, struct arena *arena)
{
	struct str word;
	return str_next_word(rest, &word)
		       ? arena_strndup(arena, word.data, word.len)
		       : NULL;
}

/* --- who is there ----------------------------------------------------------
 */

static bool switch_actor(struct app *app, const char *name, struct err *err)
{
	if (!actors_check(journal_of(app), str_from(name), err))
		return false;
	free(app->actor);
	app->actor = xstrdup(name);
	APP_SAY(app, "reply-actor-now", SLOT_TEXT("actor", name));
	return true;
}

static bool add_actor(struct app *app, const char *name, const char *host,
		      struct err *err)
{
	if (!name)
		return FAILURE(err, "actor-add-no-name");
	// One that has ended starts again where it was.
	const struct event_actor *before =
		actors_find(journal_of(app), str_from(name));
	if (!host && before)
		host = before->host;
	if (!session_add_actor(app->session, name, host, err))
		return false;
	free(app->actor);
	app->actor = xstrdup(name);
	APP_SAY(app, "reply-actor-added", SLOT_TEXT("actor", name));
	return true;
}

static bool remove_actor(struct app *app, const char *name, struct err *err)
{
	if (!name)
		return FAILURE(err, "actor-remove-no-name");
	return actors_check(journal_of(app), str_from(name), err) &&
	       session_signal(app->session, name, SIGKILL, err);
}

bool act_actor(struct app *app, const char *argument, struct err *err)
{
	struct arena arena = {0};
	struct str rest = str_from(argument);
	const char *word = act_next_word(&rest, &arena);
	const char *name = act_next_word(&rest, &arena);
	const char *host = act_next_word(&rest, &arena);
	bool ok;
	if (!strcmp(word, "add"))
		ok = add_actor(app, name, host, err);
	else if (!strcmp(word, "remove"))
		ok = remove_actor(app, name, err);
	else if (name)
		ok = FAILURE(err, "actor-expected", SLOT_TEXT("word", word));
	else
		ok = switch_actor(app, word, err);
	arena_done(&arena);
	return ok;
}

/* --- what becomes of them --------------------------------------------------
 */

bool act_fork(struct app *app, const char *argument, struct err *err)
{
	AUTO_FREE char *text =
		xprintf("%s%sfork()", argument, argument[0] ? " = " : "");
	return call_run_typed(app, (struct str){0}, str_from(text), err);
}

static bool read_signal(const char *word, int64_t *signal, struct err *err)
{
	AUTO_FREE char *name = xprintf(
		"%s%s", strncmp(word, "SIG", 3) != 0 ? "SIG" : "", word);
	if (symbol_value(SYMBOL_SIGNAL, str_from(name), signal))
		return true;
	char *end;
	*signal = strtol(word, &end, 10);
	if (end != word && !*end && *signal > 0 && *signal < SIGRTMAX)
		return true;
	return FAILURE(err, "kill-no-signal", SLOT_TEXT("word", word));
}

bool act_kill(struct app *app, const char *argument, struct err *err)
{
	struct arena arena = {0};
	struct str rest = str_from(argument);
	const char *name = act_next_word(&rest, &arena);
	const char *word = act_next_word(&rest, &arena);
	int64_t signal = SIGTERM;
	bool ok = actors_check(journal_of(app), str_from(name), err) &&
		  (!word || read_signal(word, &signal, err)) &&
		  session_signal(app->session, name, (int)signal, err);
	const char *called = symbol_name(SYMBOL_SIGNAL, signal);
	if (ok && called)
		APP_SAY(app, "reply-signal-sent", SLOT_TEXT("actor", name),
			SLOT_TEXT("signal", called));
	else if (ok)
		APP_SAY(app, "reply-signal-sent-number",
			SLOT_TEXT("actor", name),
			SLOT_NUMBER("signal", signal));
	arena_done(&arena);
	return ok;
}

/* Who is inside a call when nobody is named: the last that went to sleep in
 * one. A program that is stopped at a call is not inside. */
static const char *last_inside(const struct journal *journal)
{
	for (size_t i = journal_count(journal); i-- > 0;) {
		const struct event *event = journal_at(journal, i);
		if (event->kind != EVENT_CALL ||
		    event->as.call.phase != CALL_BLOCKED)
			continue;
		const struct event_call *open = journal_open_call(
			journal, journal_count(journal), event->as.call.actor);
		if (open && open->phase == CALL_BLOCKED)
			return event->as.call.actor;
	}
	return NULL;
}

bool act_interrupt(struct app *app, const char *argument, struct err *err)
{
	const struct journal *journal = journal_of(app);
	const char *name = argument[0] ? argument : last_inside(journal);
	if (!name)
		return FAILURE(err, "interrupt-nobody");
	if (!actors_check(journal, str_from(name), err))
		return false;
	if (!journal_open_call(journal, journal_count(journal), name))
		return FAILURE(err, "interrupt-not-inside",
			       SLOT_TEXT("actor", name));
	return session_interrupt(app->session, name, err);
}
