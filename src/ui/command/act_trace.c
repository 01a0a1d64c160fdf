/* act_trace: commands for traced programs.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "Whoever can go" is a program that is stopped at a call: the current actor if
 * it is one, else the next behind it in the order in which they began, so that
 * pressing the same key again and again lets each go in turn when another has
 * blocked.
 */
#include "ui/command/act_trace.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "base/text.h"
#include "session/program.h"
#include "ui/app.h"
#include "ui/file/actors.h"
#include "ui/file/programs.h"

#include <string.h>

enum { WORDS_MOST = 256 };

static const struct journal *journal_of(const struct app *app)
{
	return session_journal(app->session);
}

/* --- who can go ------------------------------------------------------------
 */

/* Whether the actor is stopped, about to make a call. */
static bool is_stopped(const struct app *app, const char *actor)
{
	const struct journal *journal = journal_of(app);
	const struct event_call *call =
		journal_open_call(journal, journal_count(journal), actor);
	return call && call->phase == CALL_ENTER &&
	       session_is_program(app->session, actor);
}

/* The first that is stopped behind `after` (NULL: of all), or NULL. */
static const char *find_stopped(const struct app *app, const char *after)
{
	const struct journal *journal = journal_of(app);
	const char *first = NULL;
	bool behind = !after;
	for (size_t i = 0; i < journal_count(journal); i++) {
		const struct event *event = journal_at(journal, i);
		const char *name = event->as.actor.actor;
		if (event->kind != EVENT_ACTOR ||
		    event->as.actor.phase != ACTOR_BORN)
			continue;
		if (is_stopped(app, name) && (behind || !first)) {
			first = name;
			if (behind)
				break;
		}
		behind = behind || !strcmp(name, after);
	}
	return first;
}

static void make_current(struct app *app, const char *actor)
{
	if (text_is(app->actor, actor))
		return;
	char *next = xstrdup(actor);
	free(app->actor);
	app->actor = next;
}

static bool go(struct app *app, const char *actor, enum until_kind kind,
	       struct err *err)
{
	const struct until until = {.kind = kind};
	return session_go(app->session, actor, &until, err);
}

bool trace_can_step(const struct app *app)
{
	return find_stopped(app, NULL) != NULL;
}

const char *trace_turn(const struct app *app)
{
	if (!app_is_free(app))
		return session_turn(app->session);
	if (app->actor && is_stopped(app, app->actor))
		return app->actor;
	return find_stopped(app, app->actor);
}

void trace_take_back(struct app *app)
{
	if (app->session &&
	    !strcmp(app->message.text, sentence_text("next-none-stopped")) &&
	    trace_turn(app))
		app->message.text[0] = '\0';
}

bool trace_step_next(struct app *app, struct err *err)
{
	const char *actor = trace_turn(app);
	if (!actor && !session_has_programs(app->session))
		return FAILURE(err, "step-nothing-traced");
	if (!actor && session_programs_ended(app->session))
		return FAILURE(err, "next-all-ended");
	if (!actor)
		return FAILURE(err, "next-none-stopped");
	make_current(app, actor);
	return go(app, app->actor, UNTIL_NEXT, err);
}

/* --- stepping --------------------------------------------------------------
 */

/* Always false. */
static bool is_no_program(const struct app *app, const char *actor,
			  struct err *err)
{
	const struct event_actor *known =
		actors_find(journal_of(app), str_from(actor));
	if (known && known->phase == ACTOR_ENDED)
		return FAILURE(err, "actor-ended", SLOT_TEXT("actor", actor));
	return FAILURE(err, "not-traced", SLOT_TEXT("actor", actor));
}

bool trace_take_actor(struct app *app, struct str *rest, const char **actor,
		      struct arena *arena, struct err *err)
{
	struct str after = *rest, word = {0};
	const char *turn = trace_turn(app);
	*actor = turn ? turn : app->actor;
	if (str_next_word(&after, &word) &&
	    actors_find(journal_of(app), word)) {
		*actor = arena_strndup(arena, word.data, word.len);
		*rest = str_trim(after);
	}
	if (*actor && session_is_program(app->session, *actor))
		return true;
	if (!session_has_programs(app->session))
		return FAILURE(err, "nothing-traced");
	if (!*actor)
		return FAILURE(err, "name-the-program");
	return is_no_program(app, *actor, err);
}

/* Where to stop; a word that is nothing of that may have been meant as a
 * program. */
static bool read_until(const struct app *app, struct str rest,
		       struct until *until, struct err *err)
{
	struct err reason = {0};
	struct buf names = {0};
	if (until_parse(rest, until, &reason))
		return true;
	actors_print(journal_of(app), &names);
	if (names.len)
		FAILURE(err, "until-or-program",
			SLOT_TEXT("fault", reason.text),
			SLOT_TEXT("names", buf_text(&names)));
	else
		*err = reason;
	buf_done(&names);
	return false;
}

/* "step", "step client", "step blocked", "step client recv". */
bool act_step(struct app *app, const char *argument, struct err *err)
{
	if (!argument[0])
		return trace_step_next(app, err);
	struct arena arena = {0};
	struct str rest = str_from(argument);
	struct until until;
	const char *actor;
	bool ok = trace_take_actor(app, &rest, &actor, &arena, err) &&
		  read_until(app, rest, &until, err);
	if (ok && !is_stopped(app, actor))
		ok = FAILURE(err, "step-not-stopped",
			     SLOT_TEXT("actor", actor));
	ok = ok && session_go(app->session, actor, &until, err);
	if (ok)
		make_current(app, actor);
	arena_done(&arena);
	return ok;
}

bool act_turn(struct app *app, const char *argument, struct err *err)
{
	const char *now = trace_turn(app);
	const char *next = argument;
	if (!argument[0]) {
		next = find_stopped(app, now);
		if (!next || !strcmp(next, now))
			return FAILURE(err, "turn-no-other");
	} else if (!session_is_program(app->session, argument)) {
		return is_no_program(app, argument, err);
	}
	make_current(app, next);
	return true;
}

/* "go", "go accept", "go server", "go server accept": without a name all. */
bool act_go(struct app *app, const char *argument, struct err *err)
{
	struct arena arena = {0};
	struct str rest = str_from(argument), after = rest, word = {0};
	const char *actor = NULL;
	struct until until = {.kind = UNTIL_EXIT};
	if (str_next_word(&after, &word) &&
	    actors_find(journal_of(app), word)) {
		actor = arena_strndup(&arena, word.data, word.len);
		rest = str_trim(after);
	}
	bool ok = (!rest.len || read_until(app, rest, &until, err)) &&
		  session_go(app->session, actor, &until, err);
	if (ok && actor)
		make_current(app, actor);
	arena_done(&arena);
	return ok;
}

bool act_detach(struct app *app, const char *argument, struct err *err)
{
	struct arena arena = {0};
	struct str rest = str_from(argument);
	const char *actor = NULL;
	bool ok = !argument[0] ||
		  trace_take_actor(app, &rest, &actor, &arena, err);
	ok = ok && session_release(app->session, actor, err);
	AUTO_FREE char *said =
		ok && actor ? SENTENCE_NEW("say-runs-on",
					   SLOT_TEXT("program", actor))
			    : NULL;
	if (ok)
		app_say(app, "%s",
			said ? said : sentence_text("say-all-run-on"));
	arena_done(&arena);
	return ok;
}

/* --- faults ----------------------------------------------------------------
 */

static bool add_faults(struct app *app, const char *text, struct err *err)
{
	struct arena arena = {0};
	struct call_faults faults;
	bool ok = call_faults_parse(str_from(text), &arena, &faults, err);
	for (size_t i = 0; ok && i < faults.count; i++)
		ok = session_fault(app->session, &faults.items[i], err) &&
		     session_wait(app->session, err);
	arena_done(&arena);
	return ok;
}

bool act_fault(struct app *app, const char *argument, struct err *err)
{
	if (strcmp(argument, "none") != 0)
		return add_faults(app, argument, err);
	return session_fault(app->session, NULL, err) &&
	       session_wait(app->session, err);
}

bool act_noise(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	if (!session_has_programs(app->session))
		return FAILURE(err, "noise-not-traced");
	app->noise = !app->noise;
	app_say(app, "%s",
		sentence_text(app->noise ? SENTENCE_ID("say-noise-shown")
					 : SENTENCE_ID("say-noise-folded")));
	return true;
}

/* --- starting --------------------------------------------------------------
 */

static bool start(struct app *app, const struct program *program, bool *refused,
		  struct err *err)
{
	const struct session_program from = {
		.name = program->name,
		.host = program->host,
		.words = program->words,
		.when_listening = program->when == PROGRAM_WHEN_LISTENING,
		.port = program->port,
		.path = program->path,
	};
	return session_trace(app->session, &from, refused, err);
}

bool act_run(struct app *app, const char *argument, struct err *err)
{
	struct arena arena = {0};
	char *words[WORDS_MOST + 1];
	int count = 0;
	struct str rest = str_from(argument), word;
	struct programs programs;
	while (count < WORDS_MOST && str_next_word(&rest, &word))
		words[count++] = arena_strndup(&arena, word.data, word.len);
	words[count] = NULL;
	bool ok = programs_read(&programs, words, count, NULL, &arena, err);
	if (ok && programs.count > 1)
		ok = FAILURE(err, "run-one-program");
	if (ok &&
	    actors_find(journal_of(app), str_from(programs.items[0].name)))
		ok = FAILURE(err, "run-name-taken",
			     SLOT_TEXT("name", programs.items[0].name));
	ok = ok && start(app, &programs.items[0], NULL, err);
	if (ok)
		make_current(app, programs.items[0].name);
	arena_done(&arena);
	return ok;
}

static bool attach(struct app *app, int pid, bool *refused, struct err *err)
{
	struct arena arena = {0};
	const char *name = programs_name_process(pid, &arena);
	bool ok = session_attach(app->session, name, pid, refused, err) &&
		  session_wait(app->session, err);
	if (ok)
		make_current(app, name);
	arena_done(&arena);
	return ok;
}

bool trace_start_all(struct app *app, bool *refused, struct err *err)
{
	const struct options *options = app->options;
	const struct programs *programs = options->programs;
	*refused = false;
	for (size_t i = 0; i < options->fault_count; i++) {
		if (!add_faults(app, options->faults[i], err))
			return false;
	}
	if (options->pid && !attach(app, options->pid, refused, err))
		return false;
	for (size_t i = 0; programs && i < programs->count; i++) {
		if (!start(app, &programs->items[i], refused, err) ||
		    !session_wait(app->session, err))
			return false;
	}
	if (programs && programs->count)
		make_current(app, programs->items[0].name);
	return true;
}
