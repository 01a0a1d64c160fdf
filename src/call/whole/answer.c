/* answer: what a call gives its caller, in each notation.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/answer_python.h"
#include "call/print.h"

#include <string.h>

static void answer_c(const struct call *call, bool brief, struct buf *out)
{
	struct buf text = {0};
	result_print(&call->result, &text);
	const char *words = brief && text.len ? strchr(text.data, '(') : NULL;
	size_t len = words ? (size_t)(words - text.data) : text.len;
	struct str shown = str_trim((struct str){buf_text(&text), len});
	buf_add(out, shown.data, shown.len);
	buf_done(&text);
}

void call_print_answer(const struct call *call, enum notation notation,
		       bool brief, struct buf *out)
{
	static void (*const print[NOTATION_COUNT])(const struct call *, bool,
						   struct buf *) = {
		[NOTATION_C] = answer_c,
		[NOTATION_PYTHON] = answer_python,
	};
	print[notation](call, brief, out);
}
