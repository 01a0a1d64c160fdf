/* act_call: a call that the learner typed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the kernel can answer is left to the kernel: a descriptor that is not
 * open is its EBADF. What is said here is what the kernel is never asked: a
 * variable that the actor does not have, an actor that is inside a call or has
 * ended.
 */
#include "ui/command/act_call.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "base/text.h"
#include "call/table/syscalls.h"
#include "call/whole/parse.h"
#include "call/whole/typed.h"
#include "lesson/asked.h"
#include "session/program.h"
#include "ui/app.h"
#include "ui/command/act.h"
#include "ui/command/act_lookup.h"
#include "ui/file/actors.h"

#include <string.h>

static const struct journal *journal_of(const struct app *app)
{
	return session_journal(app->session);
}

/* --- who -------------------------------------------------------------------
 */

static bool check_actor(const struct app *app, const char *actor,
			struct err *err)
{
	const struct journal *journal = journal_of(app);
	if (!actors_check(journal, str_from(actor), err))
		return false;
	const struct event_call *open =
		journal_open_call(journal, journal_count(journal), actor);
	if (!open)
		return true;
	struct buf call = {0};
	call_print(&open->call, app->notation, &call);
	if (open->phase == CALL_ENTER &&
	    session_is_program(app->session, actor))
		FAILURE(err, "actor-before-call", SLOT_TEXT("actor", actor),
			SLOT_TEXT("call", buf_text(&call)));
	else
		FAILURE(err, "actor-inside-call", SLOT_TEXT("actor", actor),
			SLOT_TEXT("call", buf_text(&call)));
	buf_done(&call);
	return false;
}

/* --- what ------------------------------------------------------------------
 */

/* The last call that was to give the variable its value, and failed; or NULL.
 */
static const struct event_call *failed_to_make(const struct journal *journal,
					       const char *actor,
					       const char *name)
{
	for (size_t i = journal_count(journal); i-- > 0;) {
		const struct event *event = journal_at(journal, i);
		const struct event_call *call = &event->as.call;
		if (event_is_new_lab(event))
			return NULL;
		if (event->kind == EVENT_CALL && call->phase == CALL_RETURN &&
		    call->call.result.error && text_is(call->call.into, name) &&
		    !strcmp(call->actor, actor))
			return call;
	}
	return NULL;
}

static bool fail_failed(const struct event_call *failed, struct err *err)
{
	struct buf call = {0};
	call_print(&failed->call, NOTATION_C, &call);
	FAILURE(err, "no-value", SLOT_TEXT("name", failed->call.into),
		SLOT_TEXT("call", buf_text(&call)),
		SLOT_TEXT("error", symbol_name(SYMBOL_ERRNO,
					       failed->call.result.error)));
	buf_done(&call);
	return false;
}

static bool fail_unknown(const struct app *app, const char *actor,
			 const char *name, struct err *err)
{
	const struct journal *journal = journal_of(app);
	const struct event_call *failed = failed_to_make(journal, actor, name);
	if (failed)
		return fail_failed(failed, err);
	const char *other = actors_other_with(journal, actor, name);
	if (other)
		return FAILURE(err, "name-of-other", SLOT_TEXT("name", name),
			       SLOT_TEXT("other", other));
	struct buf all = {0};
	actors_print_variables(journal, actor, &all);
	if (all.len)
		FAILURE(err, "no-variable-named", SLOT_TEXT("actor", actor),
			SLOT_TEXT("name", name),
			SLOT_TEXT("names", buf_text(&all)));
	else
		FAILURE(err, "no-variable-yet", SLOT_TEXT("actor", actor),
			SLOT_TEXT("name", name));
	buf_done(&all);
	return false;
}

struct names_check {
	const struct app *app;
	const char *actor;
	struct err *err;
};

static bool check_name(void *data, struct value *name)
{
	const struct names_check *check = data;
	const struct journal *journal = journal_of(check->app);
	// getpid() is no variable.
	return strchr(name->name, '(') ||
	       journal_bind(journal, journal_count(journal), check->actor,
			    name) ||
	       fail_unknown(check->app, check->actor, name->name, check->err);
}

static bool check_names(const struct app *app, const char *actor,
			struct call *call, struct arena *arena, struct err *err)
{
	struct names_check check = {app, actor, err};
	struct err why;
	return call_bind(call, arena, check_name, &check, &why);
}

/* What a descriptor is called that the learner gave no name. */
static const struct {
	const char *call, *name;
	bool counts; /* from 1; else the first has no number */
} names[] = {
	{"accept", "conn", false}, {"accept4", "conn", false},
	{"dup", "copy", false},	   {"epoll_create1", "ep", false},
	{"socket", "s", true},
};

static const char *name_result(const struct app *app, const char *actor,
			       const struct call *call, struct arena *arena)
{
	const struct journal *journal = journal_of(app);
	const char *base = "fd";
	bool counts = true;
	for (size_t i = 0; i < COUNT(names); i++) {
		if (strcmp(names[i].call, call->syscall->name) != 0)
			continue;
		base = names[i].name;
		counts = names[i].counts;
	}
	for (int i = 1;; i++) {
		int64_t num;
		const char *name =
			i == 1 && !counts
				? base
				: arena_printf(arena, "%s%d", base, i);
		if (!journal_variable(journal, journal_count(journal), actor,
				      name, &num))
			return name;
	}
}

/* Without `lookup` it has no name of a host. */
static bool read_call(const struct app *app, const char *actor, struct str text,
		      struct lookup *lookup, struct arena *arena,
		      struct call *call, struct err *err)
{
	const struct typed_context context = {
		.socket = actors_socket(journal_of(app), actor),
		.finder = {lookup ? lookup_find : NULL, lookup}};
	if (!call_parse_typed(text, &context, arena, call, NULL, NULL, err) ||
	    !check_names(app, actor, call, arena, err))
		return false;
	if (call_can_make_fd(call) && !call->into)
		call->into = name_result(app, actor, call, arena);
	return true;
}

/* The same with the addresses of the host that it names, which its actor looks
 * up for that. */
static bool read_named(struct app *app, const char *actor, struct str text,
		       struct arena *arena, struct call *call, struct err *err)
{
	struct lookup lookup = {.arena = arena};
	if (!read_call(app, actor, text, &lookup, arena, call, err))
		return false;
	return !lookup.name ||
	       (lookup_make(app, actor, call, &lookup, err) &&
		read_call(app, actor, text, &lookup, arena, call, err));
}

bool call_check_typed(struct str text, struct err *err)
{
	struct arena arena = {0};
	struct call call;
	struct lookup lookup = {.arena = &arena};
	const struct typed_context context = {.socket = "s",
					      .finder = {lookup_find, &lookup}};
	bool ok = call_parse_typed(text, &context, &arena, &call, NULL, NULL,
				   err);
	arena_done(&arena);
	return ok;
}

/* --- making it -------------------------------------------------------------
 */

/* Whether the beat makes just this call; what it leaves out counts as filled
 * in. */
static bool is_beat(const struct app *app, const struct beat *beat,
		    const char *actor, const struct call *call)
{
	if (!beat || beat->kind != BEAT_CALL || strcmp(beat->actor, actor) != 0)
		return false;
	struct arena arena = {0};
	struct buf text = {0};
	struct call whole;
	struct err err;
	call_print(&beat->call, NOTATION_C, &text);
	bool is_same = read_call(app, actor, str_from(buf_text(&text)), NULL,
				 &arena, &whole, &err) &&
		       call_same(&whole, call);
	buf_done(&text);
	arena_done(&arena);
	return is_same;
}

static bool make(struct app *app, const char *actor, const struct call *call,
		 struct err *err)
{
	bool is_next = session_state(app->session) == SESSION_READY &&
		       is_beat(app, app_next_beat(app), actor, call);
	if (is_next ? !session_next(app->session, err)
		    : !session_call(app->session, actor, call, err))
		return false;
	struct buf text = {0};
	call_print(call, app->notation, &text);
	app_say(app, "%s: %s", actor, buf_text(&text));
	buf_done(&text);
	return true;
}

bool call_run_typed(struct app *app, struct str actor, struct str text,
		    struct err *err)
{
	if (!app->session)
		return FAILURE(err, "call-no-lesson");
	struct arena arena = {0};
	struct call call;
	const char *name =
		actor.len ? arena_strndup(&arena, actor.data, actor.len)
			  : arena_strdup(&arena, app_actor(app));
	app->message.text[0] = '\0';
	bool ok = check_actor(app, name, err) &&
		  read_named(app, name, text, &arena, &call, err) &&
		  make(app, name, &call, err);
	arena_done(&arena);
	return ok;
}

/* What is typed is the answer, whatever it looks like. */
static bool ask_answer(struct app *app, struct err *err)
{
	if (!app->screen)
		return FAILURE(err, "no-screen-for-answer");
	AUTO_FREE char *asks =
		xprintf("%s ", sentence_text("reply-prompt-answer"));
	app_open_prompt(app, asks, "");
	app->typing.prompt.command = "answer ";
	return true;
}

/* The step's call on the line, to be entered or changed. */
bool act_edit(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	const struct beat *beat = app_next_beat(app);
	if (beat && beat->kind == BEAT_RECALL && !beat->prediction)
		return app_ask(app, "recall ", err);
	if (beat && session_state(app->session) == SESSION_ASKING &&
	    asked_in_words(beat->prediction))
		return ask_answer(app, err);
	if (!beat || beat->kind != BEAT_CALL)
		return FAILURE(err, "edit-no-call");
	struct buf text = {0};
	buf_printf(&text, "%s: ", beat->actor);
	call_print(&beat->call, app->notation, &text);
	bool ok = app_ask(app, buf_text(&text), err);
	buf_done(&text);
	return ok;
}

bool act_hint(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	return session_hint(app->session, err);
}

bool act_do(struct app *app, const char *argument, struct err *err)
{
	(void)argument;
	return session_do_it(app->session, err);
}
