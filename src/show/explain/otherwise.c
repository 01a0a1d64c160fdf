/* otherwise: where Python would not have done what the kernel was asked.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An actor makes the calls of a C program, and that a learner reads them in
 * Python does not make it Python, which knows which of its objects are closed,
 * closes those that no name holds, ignores SIGPIPE and makes a call again that
 * a signal interrupted (PEP 475). All that can be told from the calls before.
 */
#include "show/explain/otherwise.h"

#include "base/sentence.h"
#include "call/part/print_value.h"
#include "call/table/syscalls.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

struct asked {
	struct view *view;
	const struct event_call *event;
};

/* A sentence, or NULL where the rule has nothing to say. */
typedef const char *rule_fn(const struct asked *asked);

/* The call of the actor before the asked one, from *place down; NULL: none. */
static const struct call *call_before(const struct asked *asked, size_t *place)
{
	const struct scene *scene = asked->view->scene;
	while (*place > scene->origin) {
		const struct event *event =
			journal_at(scene->journal, --*place);
		const struct event_call *call = &event->as.call;
		if (event->kind == EVENT_CALL && call->phase == CALL_RETURN &&
		    call->id < asked->event->id &&
		    !strcmp(call->actor, asked->event->actor))
			return &call->call;
	}
	return NULL;
}

/* The call that last gave the variable something, or closed it. */
static const struct call *last_of(const struct asked *asked, const char *name)
{
	size_t place = asked->view->scene->end;
	const struct call *call;
	int64_t num;
	while ((call = call_before(asked, &place))) {
		bool closes = call_is(call, "close") && !call->result.error &&
			      call->args[0].kind == VALUE_NAME &&
			      !strcmp(call->args[0].name, name);
		if (closes || call_gives(call, name, &num))
			return call;
	}
	return NULL;
}

/* --- the rules --------------------------------------------------------------
 */

struct stale {
	const struct asked *asked;
	const char *name;
};

static void find_stale(void *data, const struct value *name)
{
	struct stale *stale = data;
	const struct call *last = last_of(stale->asked, name->name);
	if (last && call_is(last, "close"))
		stale->name = name->name;
}

/* A socket object that was closed keeps no number. */
static const char *say_closed(const struct asked *asked)
{
	const struct call *call = &asked->event->call;
	struct stale stale = {.asked = asked};
	call_each_name(call, find_stale, &stale);
	if (!stale.name || call->result.error == EBADF)
		return NULL;
	bool own = call->args[0].kind == VALUE_NAME &&
		   !strcmp(call->args[0].name, stale.name);
	bool method = own && (!strncmp(call->syscall->python, "$0.", 3) ||
			      !strncmp(call->syscall->python, "os.", 3));
	if (call_is(call, "close"))
		return SENTENCE_KEPT(&asked->view->arena,
				     "is-closed-already-and",
				     SLOT_TEXT("name", stale.name));
	return SENTENCE_KEPT(&asked->view->arena,
			     method ? "is-closed-and-a"
				    : "is-closed-and-a-closed",
			     SLOT_TEXT("name", stale.name));
}

/* Whether the actor has said what becomes of the signal. */
static bool has_said(const struct asked *asked, int signal)
{
	size_t place = asked->view->scene->end;
	const struct call *call;
	while ((call = call_before(asked, &place))) {
		if ((call_is(call, "signal") || call_is(call, "sigaction")) &&
		    call->args[0].num == signal)
			return true;
	}
	return false;
}

static const char *say_ignored(const struct asked *asked)
{
	const struct call *call = &asked->event->call;
	bool piped = syscall_is_piped(call->syscall, call->result.signal);
	return piped && !has_said(asked, SIGPIPE)
		       ? sentence_text("it-ignores-sigpipe-from")
		       : NULL;
}

static const char *say_again(const struct asked *asked)
{
	return asked->event->call.result.error == EINTR
		       ? sentence_text("a-call-that-a")
		       : NULL;
}

static const char *say_end(const struct asked *asked)
{
	const struct call *call = &asked->event->call;
	const struct result *result = &call->result;
	bool stream = call->argc < 2 || call->args[1].num > 0;
	return (call->syscall->flags & SYSCALL_RECEIVES) && !result->value &&
			       !result->error && !result->signal && stream
		       ? sentence_text("b-is-what-c")
		       : NULL;
}

/* What no name holds is closed at once. */
static const char *say_dropped(const struct asked *asked)
{
	const struct call *call = &asked->event->call;
	int64_t num;
	const struct call *last =
		call->into ? last_of(asked, call->into) : NULL;
	if (!call_can_make_fd(call) || call->result.error)
		return NULL;
	if (!call->into)
		return sentence_text("no-name-holds-the");
	if (!last || !call_gives(last, call->into, &num))
		return NULL;
	return SENTENCE_KEPT(&asked->view->arena, "what-held-before-is",
			     SLOT_TEXT("name", call->into));
}

static const char *say_ctypes(const struct asked *asked)
{
	return python_needs_ctypes(&asked->event->call)
		       ? sentence_text("its-modules-cannot-write")
		       : NULL;
}

static rule_fn *const rules[] = {
	say_closed, say_ignored, say_again, say_end, say_dropped, say_ctypes,
};

const char *otherwise_in_python(struct view *view, const struct made_call *made)
{
	struct asked asked = {.view = view, .event = made->event};
	const char *said = NULL;
	if (view->scene->notation != NOTATION_PYTHON ||
	    made->event->phase != CALL_RETURN)
		return NULL;
	for (size_t i = 0; !said && i < COUNT(rules); i++)
		said = rules[i](&asked);
	return said;
}
