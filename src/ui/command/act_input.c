/* act_input: what is typed at the terminal of a traced program.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "base/text.h"
#include "session/program.h"
#include "session/standstill.h"
#include "ui/app.h"
#include "ui/command/act_trace.h"
#include "ui/file/programs.h"

#include <string.h>

/* Whether `actor`, or else who is found, waits for a line at its terminal. */
static const char *find_waiting(const struct app *app, const char *actor)
{
	size_t count;
	const char **readers = session_readers(app->session, &count);
	const char *found = !actor && count ? readers[0] : NULL;
	for (size_t i = 0; i < count; i++) {
		if (text_is(actor, readers[i]))
			found = actor;
	}
	free(readers);
	return found;
}

/* Who is to read what is typed: the current program where it waits for a line,
 * another one that does, or one that is in no call and may read soon. */
static const char *find_reader(const struct app *app)
{
	const struct journal *journal = session_journal(app->session);
	size_t end = journal_count(journal);
	const char *waiting = NULL;
	if (app->actor)
		waiting = find_waiting(app, app->actor);
	if (!waiting)
		waiting = find_waiting(app, NULL);
	if (waiting)
		return waiting;
	for (size_t i = session_origin(app->session); i < end; i++) {
		const struct event *event = journal_at(journal, i);
		const char *name = event->as.actor.actor;
		if (event->kind == EVENT_ACTOR &&
		    event->as.actor.phase == ACTOR_BORN &&
		    session_is_program(app->session, name) &&
		    !journal_open_call(journal, end, name))
			return name;
	}
	return app->actor;
}

/* Asks what to type. */
static bool ask_input(struct app *app, struct err *err)
{
	const char *reader = find_reader(app);
	if (!reader || !session_is_program(app->session, reader))
		return FAILURE(err, "type-no-program");
	AUTO_FREE char *text = xprintf(NOTATION("type %s "), reader);
	return app_ask(app, text, err);
}

static void say_unread(struct app *app, const char *actor)
{
	AUTO_FREE char *text =
		SENTENCE_NEW("typed-unread", SLOT_TEXT("actor", actor));
	app_say(app, "%s", text);
}

/* ^C and ^D alone are what these keys are; everything else is a line. */
bool act_input(struct app *app, const char *argument, struct err *err)
{
	struct arena arena = {0};
	struct str rest = str_from(argument);
	const char *actor;
	struct buf bytes = {0};
	if (!argument[0] && app->screen)
		return ask_input(app, err);
	bool ok = trace_take_actor(app, &rest, &actor, &arena, err);
	if (rest.len == 2 && rest.data[0] == '^' && rest.data[1] >= '@' &&
	    rest.data[1] <= '_') {
		buf_putc(&bytes, (char)(rest.data[1] - '@'));
	} else {
		buf_add(&bytes, rest.data, rest.len);
		buf_putc(&bytes, '\n');
	}
	bool is_line = bytes.data[bytes.len - 1] == '\n';
	bool is_unread = ok && is_line && !find_waiting(app, actor);
	ok = ok &&
	     session_type(app->session, actor, bytes.data, bytes.len, err);
	if (ok && is_unread)
		say_unread(app, actor);
	buf_done(&bytes);
	arena_done(&arena);
	return ok;
}
