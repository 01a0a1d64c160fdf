/* raw_value: what each kind of argument is in registers and memory.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A pointer and its length are two words. The kernel overwrites a length that
 * it is given by address (RAW_IN_OUT) with the length it would have needed; a
 * program that passes too little is told so by nothing else.
 */
#include "call/part/raw_value.h"

#include "call/table/option.h"
#include "call/table/syscalls.h"

#include <string.h>

struct raw_word raw_number(int64_t num)
{
	return (struct raw_word){.kind = RAW_WORD, .word = (uint64_t)num};
}

struct raw_word raw_memory(enum raw_kind kind, struct arena *arena,
			   const void *data, size_t len)
{
	struct raw_word word = {.kind = kind, .len = len};
	// Even no bytes have an address.
	word.data = arena_alloc(arena, len + 1);
	if (data && len)
		memcpy(word.data, data, len);
	return word;
}

bool encode_int(const struct call *call, size_t arg, struct arena *arena,
		struct raw_word *words, struct err *err)
{
	(void)arena, (void)err;
	// As a compiler does: the upper half of the register is zero.
	words[0] = raw_number((uint32_t)call->args[arg].num);
	return true;
}

bool encode_word(const struct call *call, size_t arg, struct arena *arena,
		 struct raw_word *words, struct err *err)
{
	(void)arena, (void)err;
	words[0] = raw_number(call->args[arg].num);
	return true;
}

bool encode_data(const struct call *call, size_t arg, struct arena *arena,
		 struct raw_word *words, struct err *err)
{
	(void)err;
	const struct bytes *bytes = &call->args[arg].bytes;
	words[0] = raw_memory(RAW_IN, arena, bytes->data, bytes->len);
	words[1] = raw_number((int64_t)bytes->len);
	return true;
}

bool encode_zero(const struct call *call, size_t arg, struct arena *arena,
		 struct raw_word *words, struct err *err)
{
	(void)call, (void)arg, (void)arena, (void)err;
	words[0] = raw_number(0);
	return true;
}

bool encode_nothing(const struct call *call, size_t arg, struct arena *arena,
		    struct raw_word *words, struct err *err)
{
	(void)call, (void)arg, (void)arena, (void)err;
	words[0] = words[1] = raw_number(0);
	return true;
}

bool decode_int(const struct raw_word *words, struct arena *arena,
		struct call *call, size_t arg)
{
	(void)arena;
	call->args[arg].kind = VALUE_INT;
	call->args[arg].num = (int32_t)words[0].word;
	return words[0].kind == RAW_WORD;
}

bool decode_word(const struct raw_word *words, struct arena *arena,
		 struct call *call, size_t arg)
{
	(void)arena;
	call->args[arg].kind = VALUE_INT;
	call->args[arg].num = (int64_t)words[0].word;
	return words[0].kind == RAW_WORD;
}

bool decode_data(const struct raw_word *words, struct arena *arena,
		 struct call *call, size_t arg)
{
	struct value *value = &call->args[arg];
	value->kind = VALUE_BYTES;
	value->bytes.len = words[0].len;
	value->bytes.data = arena_copy(arena, words[0].data, words[0].len);
	return words[0].kind == RAW_IN;
}

bool decode_nothing(const struct raw_word *words, struct arena *arena,
		    struct call *call, size_t arg)
{
	(void)arena, (void)call, (void)arg;
	return words[0].kind == RAW_WORD && !words[0].word;
}

bool raw_is_null(const struct raw_word *word)
{
	return word->kind == RAW_WORD && !word->word;
}

/* Nothing was written: NULL. */
bool raw_decode_null(const struct raw_word *word, struct value *value)
{
	*value = (struct value){.kind = VALUE_NONE};
	return raw_is_null(word);
}

const struct raw_word *raw_part_at(const struct raw_word *word, size_t offset)
{
	for (size_t i = 0; i < word->part_count; i++)
		if (word->parts[i].offset == offset)
			return &word->parts[i].memory;
	return NULL;
}

struct raw_part *raw_parts(struct raw_word *word, size_t count,
			   struct arena *arena)
{
	word->parts = arena_alloc(arena, (count + 1) * sizeof(*word->parts));
	word->part_count = count;
	return word->parts;
}

bool decode_written(const struct raw_word *words, struct arena *arena,
		    struct call *call, size_t arg)
{
	(void)words, (void)arena, (void)call, (void)arg;
	return true;
}
