/* explain_words: words, and one call with its result, as blocks.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "show/explain/explain.h"
#include "show/explain/given.h"
#include "show/panel/answer.h"

void explain_words(struct blocks *blocks, enum block_rank rank,
		   enum style style, const char *words)
{
	if (words && *words)
		blocks_add(blocks, (struct block){.rank = rank,
						  .style = style,
						  .text = words});
}

struct block explain_call(struct view *view, const struct made_call *made,
			  enum result_detail detail)
{
	const struct event_call *event = made->event;
	struct buf call = {0}, tail = {0};
	call_print_shown(&event->call, view->scene->notation, &call);
	bool whole = detail == RESULT_WHOLE;
	enum style style =
		result_words(event, view->scene->notation, !whole, &tail);
	bool returned = event->phase == CALL_RETURN;
	if (returned && detail >= RESULT_GIVEN)
		given_print(&event->call, view->scene->notation, &tail);
	if (whole && event->phase == CALL_BLOCKED) {
		SENTENCE_LINE(&tail, " ", "", "in-asleep-in-the",
			      SLOT_TEXT("call", event->call.syscall->name));
	} else if (whole && returned && event->call.result.elapsed) {
		buf_puts(&tail, "  ");
		time_print(event->call.result.elapsed, &tail);
	}
	return (struct block){
		.style = STYLE_CODE,
		.raw = true,
		.lead = arena_printf(&view->arena, "%s:", event->actor),
		.lead_style = STYLE_TITLE,
		.text = buf_keep(&call, &view->arena),
		.tail_style = style,
		.tail = buf_keep(&tail, &view->arena),
	};
}

bool explain_result(struct view *view, enum result_detail detail,
		    struct block *block)
{
	if (view->call)
		*block = explain_call(view, view->call, detail);
	return view->call != NULL;
}
