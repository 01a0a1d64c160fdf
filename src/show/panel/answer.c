/* answer: what became of a call, in the words of the screen.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/panel/answer.h"

#include "base/clock.h"
#include "base/sentence.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"

void time_print(uint64_t nanoseconds, struct buf *out)
{
	double ms = (double)nanoseconds / (double)CLOCK_MS;
	if (ms >= 1000)
		buf_printf(out, "%.1f s", ms / 1000);
	else if (ms >= 100)
		buf_printf(out, "%.0f ms", ms);
	else if (ms >= 0.1)
		buf_printf(out, "%.1f ms", ms);
	else if (ms >= 0.01)
		buf_printf(out, "%.2f ms", ms);
	else
		SENTENCE(out, "panel-under-0-01-ms");
}

enum style result_words(const struct event_call *call, enum notation notation,
			bool brief, struct buf *out)
{
	const struct result *result = &call->call.result;
	if (call->phase == CALL_BLOCKED) {
		SENTENCE(out, "panel-blocked");
		return STYLE_BLOCKED;
	}
	if (call->phase == CALL_ENTER) {
		SENTENCE(out, "panel-running");
		return STYLE_BLOCKED;
	}
	if (result->signal) {
		const char *name = symbol_name(SYMBOL_SIGNAL, result->signal);
		SENTENCE(out, "panel-killed-by",
			 SLOT_TEXT("signal",
				   name ? name
					: sentence_text("panel-a-signal")));
		return STYLE_ERRNO;
	}
	// The call that ends its process.
	if (result->value < 0 && !result->error) {
		SENTENCE(out, "panel-never-returns");
		return STYLE_RESULT;
	}
	if (!call_raises(&call->call, notation))
		buf_puts(out, "= ");
	else if (!brief)
		SENTENCE_LINE(out, "", " ", "panel-raises");
	call_print_answer(&call->call, notation, brief, out);
	return result->error ? STYLE_ERRNO : STYLE_RESULT;
}
