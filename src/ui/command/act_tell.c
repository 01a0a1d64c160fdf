/* act_tell: what can be asked: explanations, pages, the run so far.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each answer is a text of lines; those that begin with two blanks are shown
 * as they are, the others are words to be wrapped, behind a tab indented.
 */
#include "ui/command/act_tell.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "base/text.h"
#include "call/print.h"
#include "call/table/errors.h"
#include "call/table/option_help.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"
#include "call/table/taught.h"
#include "call/table/words.h"
#include "call/whole/fault.h"
#include "call/whole/typed.h"
#include "call/whole/typed_name.h"
#include "show/explain/reason.h"
#include "show/reason/situation.h"
#include "show/reason/usual.h"
#include "show/view/in_python.h"
#include "ui/app.h"
#include "ui/command/act.h"
#include "ui/command/act_names.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <strings.h>

/* --- errors ----------------------------------------------------------------
 */

static void tell_row(const struct error_help *row, struct buf *out)
{
	buf_printf(out, "%s %s\n%s %s\n", sentence_text("usual-cause"),
		   sentence_of("errors", row->cause),
		   sentence_text("what-to-do"),
		   sentence_of("errors", row->next));
	if (row->taught)
		SENTENCE_LINE(out, "", "\n", "tell-taught",
			      SLOT_TEXT("lesson", row->taught));
	if (row->source)
		SENTENCE_LINE(out, "", "\n", "tell-source",
			      SLOT_TEXT("source", row->source));
}

/* Every call that can return it; false: nothing is known of it. */
static void tell_errno(const char *name, int error, struct buf *out)
{
	size_t count;
	const struct error_help *rows = error_help_table(&count);
	buf_printf(out, "  %s (%d)  %s\n", name, error, strerror(error));
	for (size_t i = 0; i < count; i++) {
		if (rows[i].error != error)
			continue;
		bool is_any = !strcmp(rows[i].call, "*");
		buf_printf(out, "\n  %s%s\n",
			   is_any ? sentence_text("tell-any-call")
				  : rows[i].call,
			   is_any ? "" : "()");
		tell_row(&rows[i], out);
	}
}

/* Those of its own, then those of its family that it has no row for. */
static void tell_errors_of(const struct syscall *call, struct buf *out)
{
	size_t count;
	bool is_first = true;
	const char *family = error_help_family(call->name);
	const struct error_help *rows = error_help_table(&count);
	for (size_t i = 0; i < count; i++) {
		bool is_own = !strcmp(rows[i].call, call->name);
		bool is_like =
			text_is(rows[i].call, family) &&
			error_help_find(call->name, rows[i].error) == &rows[i];
		if (!is_own && !is_like)
			continue;
		if (is_first)
			SENTENCE_LINE(out, "\n", "\n", "tell-errors");
		is_first = false;
		const char *name = symbol_name(SYMBOL_ERRNO, rows[i].error);
		buf_printf(out, "%s: %s\n", name ? name : "?",
			   sentence_of("errors", rows[i].cause));
	}
}

/* --- calls -----------------------------------------------------------------
 */

/* "bind(2)" as the words of a command: "man 2 bind". */
static void tell_page(const char *page, struct buf *out)
{
	size_t len = strcspn(page, "(");
	size_t section = strcspn(page + len, ")");
	SENTENCE_LINE(
		out, "\n", "\n", "tell-manual",
		SLOT_PART("section", page + len + 1, section ? section - 1 : 0),
		SLOT_PART("page", page, len));
}

/* The lesson that is about a call or an option. */
static void tell_lesson(const char *word, struct buf *out)
{
	const char *lesson = taught_in(word);
	if (lesson)
		SENTENCE_LINE(out, "\n", "\n", "tell-lesson",
			      SLOT_TEXT("lesson", lesson));
}

/* "sock.recv(len[, flags])", where it is a method; else as C has it. */
static void tell_signature(const struct syscall *call, enum notation notation,
			   struct buf *out)
{
	enum { NONE_MARKED = 99 };
	AUTO_FREE char *method = xprintf("sock.%s(", call->name);
	struct typed_place place =
		call_typed_place(str_from(method), strlen(method));
	buf_puts(out, "  ");
	if (notation != NOTATION_PYTHON || place.syscall != call) {
		call_print_signature(call, -1, true, out);
		return;
	}
	place.in_args = false;
	place.index = NONE_MARKED;
	call_print_place(&place, true, out);
}

static void tell_in_python(const struct syscall *call, struct buf *out)
{
	const char *zero = in_python_zero(call);
	if (zero)
		SENTENCE_LINE(out, "", "\n", "tell-python-zero",
			      SLOT_TEXT("zero", zero));
	SENTENCE_LINE(out, "", "\n", "tell-python-error");
}

void tell_call(const struct syscall *call, enum notation notation,
	       struct buf *out)
{
	tell_signature(call, notation, out);
	buf_printf(out, "\n\n%s\n", sentence_text(call->help));
	if (notation == NOTATION_PYTHON)
		tell_in_python(call, out);
	else if (call->flags & SYSCALL_MAKES_FD)
		SENTENCE_LINE(out, "", "\n", "tell-makes-descriptor");
	if (call->flags & SYSCALL_CAN_BLOCK)
		SENTENCE_LINE(out, "", "\n", "tell-can-block");
	tell_errors_of(call, out);
	tell_lesson(call->name, out);
	if (call->man)
		tell_page(call->man, out);
}

static bool fail_page(const char *word, struct err *err)
{
	size_t count;
	const struct syscall *calls = syscall_table(&count);
	const char *nearest;
	AUTO_FREE const char **names = xcalloc(count, sizeof(*names));
	for (size_t i = 0; i < count; i++)
		names[i] = calls[i].name;
	if (text_nearest(word, names, count, &nearest, 1))
		return FAILURE(err, "no-call-near", SLOT_TEXT("word", word),
			       SLOT_TEXT("nearest", nearest));
	return FAILURE(err, "no-call-known", SLOT_TEXT("word", word));
}

bool act_man(struct app *app, const char *argument, struct err *err)
{
	const struct syscall *call = typed_find_c(str_from(argument));
	if (!call)
		return fail_page(argument, err);
	struct buf out = {0};
	tell_call(call, app->notation, &out);
	app_tell(app, call->name, &out);
	return true;
}

/* --- explain ---------------------------------------------------------------
 */

static void tell_outcome(const struct event_call *event, const char *reason,
			 const struct error_help *row, struct buf *out)
{
	const struct result *result = &event->call.result;
	buf_printf(out, "  %s: ", event->actor);
	call_print_strace(&event->call, out);
	buf_printf(out, "\n\n%s\n", sentence_text(event->call.syscall->help));
	const struct slot actor = SLOT_TEXT("actor", event->actor);
	if (event->phase != CALL_RETURN && event->where)
		SENTENCE_LINE(out, "", "\n", "tell-asleep", actor,
			      SLOT_TEXT("where", event->where));
	else if (event->phase != CALL_RETURN)
		SENTENCE_LINE(out, "", "\n", "tell-inside", actor);
	if (*reason)
		SENTENCE_LINE(out, "", "\n", "tell-here",
			      SLOT_TEXT("reason", reason));
	if (syscall_is_piped(event->call.syscall, result->signal))
		SENTENCE_LINE(out, "", "\n", "tell-sigpipe", actor);
	if (row)
		tell_row(row, out);
}

/* The last call that was made, and the place where it was; NULL: none. The one
 * at which a program is stopped has not been made. */
static const struct event_call *find_last(const struct view *view,
					  size_t *made_at)
{
	const struct journal *journal = view->scene->journal;
	size_t end = view->scene->end;
	if (view_is_tracing(view)) {
		const struct made_call *made = view->call;
		*made_at = made ? reason_made_at(view, made) : 0;
		return made ? made->event : NULL;
	}
	const struct event_call *last =
		journal_last_call(journal, 0, end, NULL);
	*made_at = last ? situation_entry(journal, end, last) : 0;
	return last;
}

/* Without a word the last call; its reason in this lab comes first. */
static bool explain_last(struct app *app, struct err *err)
{
	struct scene scene = app_seen(app);
	struct view view;
	size_t made_at;
	struct buf out = {0}, reason = {0};
	view_init(&view, &scene);
	const struct event_call *last = find_last(&view, &made_at);
	if (last) {
		situation_explain(scene.journal, made_at, scene.end, last,
				  &reason);
		tell_outcome(last, buf_text(&reason),
			     usual_cause(scene.journal, scene.end, last), &out);
		app_tell(app, "explain", &out);
	}
	buf_done(&reason);
	view_done(&view);
	return last || FAILURE(err, "explain-no-call");
}

/* TIME_WAIT is the kernel's spelling of what ss(8) calls TIME-WAIT. */
static const struct word_help *find_word(const char *word)
{
	const struct word_help *row = word_help_find(word);
	AUTO_FREE char *dashed = xstrdup(word);
	for (char *c = dashed; *c; c++)
		*c = (char)(*c == '_' ? '-' : *c);
	return row ? row : word_help_find(dashed);
}

/* A word of the screens, or the name of an option. */
static bool tell_word(const char *word, struct buf *out)
{
	size_t count;
	const struct word_help *row = find_word(word);
	const struct option_help *options = option_help_table(&count);
	if (row)
		buf_printf(out, "%s\n", sentence_of("words", row->says));
	if (row && row->taught)
		SENTENCE_LINE(out, "\n", "\n", "tell-shown",
			      SLOT_TEXT("lesson", row->taught));
	for (size_t i = 0; !row && i < count && !out->len; i++) {
		if (strcasecmp(options[i].name, word) != 0)
			continue;
		buf_printf(out, "%s (%s)\n",
			   sentence_of("options", options[i].says),
			   options[i].source);
		tell_lesson(options[i].name, out);
	}
	return out->len > 0;
}

bool act_explain(struct app *app, const char *argument, struct err *err)
{
	int64_t error;
	struct buf out = {0};
	if (!argument[0])
		return explain_last(app, err);
	if (typed_find_c(str_from(argument)))
		return act_man(app, argument, err);
	if (symbol_value(SYMBOL_ERRNO, str_from(argument), &error))
		tell_errno(argument, (int)error, &out);
	else if (!tell_word(argument, &out) &&
		 !(app->session &&
		   tell_name(session_journal(app->session), argument, &out)))
		return FAILURE(err, "explain-unknown",
			       SLOT_TEXT("value", argument));
	app_tell(app, argument, &out);
	return true;
}
