/* call_text: whatever is typed, the parser answers, and what it read prints
 * and comes back the same.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/print.h"
#include "call/whole/parse.h"
#include "call/whole/raw.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void print_everything(struct call *call, struct arena *arena,
			     struct buf *out)
{
	struct raw_call raw;
	struct err err = {0};
	call_print(call, NOTATION_PYTHON, out);
	call_print_program_c(call, out);
	call_print_strace(call, out);
	if (call_to_raw(call, arena, &raw, &err))
		call_take_result(call, &raw, 0, 1, arena);
	else
		assert(err.text[0]);
	call_print_strace(call, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct buf text = {0}, other = {0};
	struct call call, again;
	struct err err = {0};
	size_t column = 0;
	struct str input = {(const char *)data, size};
	if (!call_parse(input, &arena, &call, &column, &err)) {
		assert(err.text[0] && column >= 1 && column <= size + 1);
	} else {
		call_print(&call, NOTATION_C, &text);
		struct str printed = {text.data, text.len};
		bool read = call_parse(printed, &arena, &again, NULL, &err);
		assert(read && call_same(&call, &again));
		print_everything(&call, &arena, &other);
	}
	buf_done(&text);
	buf_done(&other);
	arena_done(&arena);
	return 0;
}
