/* raw_resolve: the arguments of the resolver's functions as memory.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/raw_value.h"
#include "call/part/resolve.h"
#include "call/table/syscalls.h"

#include <string.h>

static struct raw_word memory(enum raw_kind kind, struct arena *arena,
			      const void *data, size_t len)
{
	return (struct raw_word){
		.kind = kind,
		.len = len,
		.data = data ? arena_copy(arena, data, len)
			     : arena_alloc(arena, len),
	};
}

/* Where the library reads a string, it reads up to a NUL. */
bool encode_text(const struct call *call, size_t arg, struct arena *arena,
		 struct raw_word *words, struct err *err)
{
	const struct value *value = &call->args[arg];
	(void)err;
	if (value->kind != VALUE_BYTES) {
		words[0] = (struct raw_word){0};
		return true;
	}
	char *text = arena_strndup(arena, (const char *)value->bytes.data,
				   value->bytes.len);
	words[0] = memory(RAW_IN, arena, text, strlen(text) + 1);
	return true;
}

bool decode_text(const struct raw_word *words, struct arena *arena,
		 struct call *call, size_t arg)
{
	struct value *value = &call->args[arg];
	value->kind = words[0].kind == RAW_IN ? VALUE_BYTES : VALUE_INT;
	if (value->kind == VALUE_INT)
		return !words[0].word;
	value->bytes.len = words[0].len - 1;
	value->bytes.data = arena_copy(arena, words[0].data, value->bytes.len);
	return true;
}

static int32_t hint(const struct value *value, size_t index)
{
	return index < value->count ? (int32_t)value->items[index].num : 0;
}

bool encode_hints(const struct call *call, size_t arg, struct arena *arena,
		  struct raw_word *words, struct err *err)
{
	const struct value *value = &call->args[arg];
	struct raw_hints hints = {hint(value, 0), hint(value, 1),
				  hint(value, 2)};
	(void)err;
	words[0] = memory(RAW_IN, arena, &hints, sizeof(hints));
	return true;
}

bool decode_hints(const struct raw_word *words, struct arena *arena,
		  struct call *call, size_t arg)
{
	struct raw_hints hints;
	if (words[0].len < sizeof(hints))
		return false;
	memcpy(&hints, words[0].data, sizeof(hints));
	const int32_t nums[] = {hints.family, hints.type, hints.flags};
	struct value *items = arena_alloc(arena, sizeof(*items) * COUNT(nums));
	size_t count = 0;
	for (size_t i = 0; i < COUNT(nums); i++) {
		items[i] = (struct value){.kind = VALUE_INT, .num = nums[i]};
		count = nums[i] ? i + 1 : count;
	}
	call->args[arg].kind = VALUE_INT;
	if (!count)
		return true;
	call->args[arg] = (struct value){
		.kind = VALUE_LIST, .items = items, .count = count};
	return true;
}

bool encode_found(const struct call *call, size_t arg, struct arena *arena,
		  struct raw_word *words, struct err *err)
{
	(void)call, (void)arg, (void)err;
	words[0] = memory(RAW_OUT, arena, NULL, sizeof(struct raw_found));
	return true;
}

/* A list of pairs: an address and the type of a socket for it. */
void take_found(struct call *call, size_t arg, const struct raw_word *words,
		struct arena *arena)
{
	const struct raw_found *found = (const void *)words[0].data;
	(void)arg;
	if (words[0].len < sizeof(*found) || found->count > RESOLVE_MOST)
		return;
	struct value *items =
		arena_alloc(arena, sizeof(*items) * (found->count + 1));
	for (uint32_t i = 0; i < found->count; i++) {
		struct value *pair = arena_alloc(arena, 2 * sizeof(*pair));
		struct address *address = arena_alloc(arena, sizeof(*address));
		address->len = found->items[i].len;
		memcpy(&address->as, &found->items[i].address,
		       found->items[i].len);
		pair[0] = (struct value){.kind = VALUE_ADDRESS,
					 .address = address};
		pair[1] = (struct value){.kind = VALUE_INT,
					 .num = found->items[i].type};
		items[i] = (struct value){
			.kind = VALUE_LIST, .items = pair, .count = 2};
	}
	call->result.out = (struct value){
		.kind = VALUE_LIST, .items = items, .count = found->count};
}

bool encode_names(const struct call *call, size_t arg, struct arena *arena,
		  struct raw_word *words, struct err *err)
{
	(void)call, (void)arg, (void)err;
	words[0] = memory(RAW_OUT, arena, NULL, RESOLVE_NAME);
	words[1] = memory(RAW_OUT, arena, NULL, RESOLVE_SERVICE);
	return true;
}

static struct value text_of(const struct raw_word *word, struct arena *arena)
{
	size_t len = strnlen((const char *)word->data, word->len);
	return (struct value){
		.kind = VALUE_BYTES,
		.bytes = {arena_copy(arena, word->data, len), len, 0}};
}

/* A pair: the name and the service. */
void take_names(struct call *call, size_t arg, const struct raw_word *words,
		struct arena *arena)
{
	struct value *pair = arena_alloc(arena, 2 * sizeof(*pair));
	(void)arg;
	pair[0] = text_of(&words[0], arena);
	pair[1] = text_of(&words[1], arena);
	call->result.out =
		(struct value){.kind = VALUE_LIST, .items = pair, .count = 2};
}
