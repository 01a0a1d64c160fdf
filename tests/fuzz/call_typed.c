/* call_typed: whatever is typed at the prompt, finished or not, is answered,
 * and what it is read as prints and comes back the same.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/expression.h"
#include "call/whole/raw.h"
#include "call/whole/typed.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any name is the same address. */
static bool find_any(void *data, struct str name, int port,
		     struct address *address, struct err *err)
{
	(void)data;
	assert(name.len && port >= 0 && port <= UINT16_MAX);
	return address_parse(str_from("10.0.0.1:7"), address, err);
}

static const struct typed_context context = {.socket = "s",
					     .finder = {find_any, NULL}};

static void check_whole(const struct call *call, struct arena *arena)
{
	struct buf text = {0}, python = {0};
	struct call again;
	struct raw_call raw;
	struct err err = {0};
	call_print(call, NOTATION_C, &text);
	struct str printed = {text.data, text.len};
	bool read = call_parse_typed(printed, &context, arena, &again, NULL,
				     NULL, &err);
	assert(read && call_same(call, &again));
	call_print(call, NOTATION_PYTHON, &python);
	printed = (struct str){python.data, python.len};
	// ctypes, and numbers that no constant is, are not read.
	if (!call_parse_typed(printed, &context, arena, &again, NULL, NULL,
			      &err))
		assert(err.text[0]);
	call_print_program_c(call, &python);
	if (!call_to_raw(call, arena, &raw, &err))
		assert(err.text[0]);
	buf_done(&text);
	buf_done(&python);
}

static void check_places(struct str text)
{
	size_t step = text.len / 16 + 1;
	for (size_t cursor = 0; cursor <= text.len; cursor += step) {
		struct typed_place place = call_typed_place(text, cursor);
		assert(place.begin <= cursor);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct buf out = {0};
	struct call call;
	struct err err = {0};
	size_t column = 0;
	struct str input = {(const char *)data, size};
	if (call_parse_typed(input, &context, &arena, &call, NULL, &column,
			     &err))
		check_whole(&call, &arena);
	else
		assert(err.text[0] && column >= 1 &&
		       column <= text_width(input.data, size) + 1);
	check_places(input);
	if (!expression_print(input, &out, &err))
		assert(err.text[0]);
	buf_done(&out);
	arena_done(&arena);
	return 0;
}
