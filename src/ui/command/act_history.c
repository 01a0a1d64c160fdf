/* act_history: the calls of the run so far.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "base/text.h"
#include "call/print.h"
#include "call/table/symbol.h"
#include "ui/app.h"
#include "ui/command/act.h"

#include <strings.h>

static bool is_entered(const struct journal *journal, size_t place)
{
	const struct event *event = journal_at(journal, place);
	return event->kind == EVENT_CALL && event->as.call.phase == CALL_ENTER;
}

size_t app_calls(const struct app *app)
{
	const struct journal *journal = session_journal(app->session);
	size_t count = 0;
	for (size_t i = session_origin(app->session);
	     i < session_end(app->session); i++)
		count += is_entered(journal, i);
	return count;
}

size_t app_call_place(const struct app *app, size_t number)
{
	const struct journal *journal = session_journal(app->session);
	size_t i = session_origin(app->session);
	while (number -= is_entered(journal, i))
		i++;
	return i;
}

/* The calls entered in [begin, end), in their order, each in its latest phase
 * there. Their ids grow, so each is found where it would stand. The caller
 * frees the array. */
static const struct event_call **list_calls(const struct journal *journal,
					    size_t begin, size_t end,
					    size_t *count)
{
	size_t events;
	const size_t *places =
		journal_places(journal, EVENT_CALL, begin, end, &events);
	const struct event_call **calls = xcalloc(events + 1, sizeof(*calls));
	*count = 0;
	for (size_t i = 0; i < events; i++) {
		const struct event_call *call =
			&journal_at(journal, places[i])->as.call;
		size_t least = 0, most = *count;
		while (least < most) {
			size_t middle = least + (most - least) / 2;
			if (calls[middle]->id < call->id)
				least = middle + 1;
			else
				most = middle;
		}
		if (call->phase == CALL_ENTER)
			calls[(*count)++] = call;
		else if (least < *count && calls[least]->id == call->id)
			calls[least] = call;
	}
	return calls;
}

static void tell_made(const struct event_call *made, enum notation notation,
		      struct buf *out)
{
	const struct result *result = &made->call.result;
	buf_printf(out, "%s: ", made->actor);
	call_print(&made->call, notation, out);
	if (made->phase != CALL_RETURN) {
		buf_puts(out, " ...\n");
		return;
	}
	// A call in which its process ended has no result.
	if (result->signal && !result->error) {
		const char *signal = symbol_name(SYMBOL_SIGNAL, result->signal);
		SENTENCE_LINE(
			out, " = ?, ", "\n", "tell-killed",
			SLOT_TEXT("signal",
				  signal ? signal
					 : sentence_text("panel-a-signal")));
		return;
	}
	if (result->value < 0 && !result->error) {
		SENTENCE_LINE(out, " ", "\n", "tell-never-returns");
		return;
	}
	if (call_raises(&made->call, notation))
		SENTENCE_LINE(out, " ", " ", "tell-raises");
	else
		buf_puts(out, " = ");
	call_print_answer(&made->call, notation, true, out);
	buf_putc(out, '\n');
}

bool act_history(struct app *app, const char *argument, struct err *err)
{
	const struct journal *journal = session_journal(app->session);
	struct buf out = {0};
	size_t count;
	(void)argument;
	AUTO_FREE const struct event_call **calls =
		list_calls(journal, session_origin(app->session),
			   session_end(app->session), &count);
	for (size_t i = 0; i < count; i++) {
		buf_printf(&out, "  %3zu  ", i + 1);
		tell_made(calls[i], app->notation, &out);
	}
	if (!count)
		return FAILURE(err, "history-no-call");
	app_tell(app, sentence_text("tell-history"), &out);
	return true;
}
