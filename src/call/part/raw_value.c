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

/* Memory that the kernel writes at most `room` bytes into, and where it reads
 * that number and writes another. */
static void encode_buffer(size_t room, struct arena *arena,
			  struct raw_word words[2])
{
	socklen_t len = (socklen_t)room;
	words[0] = raw_memory(RAW_OUT, arena, NULL, room);
	words[1] = raw_memory(RAW_IN_OUT, arena, &len, sizeof(len));
}

/* The length that the kernel left behind, at most what there was room for; the
 * call's result gets a longer one. */
static size_t written_len(const struct raw_word words[2], struct call *call,
			  size_t room)
{
	socklen_t len = 0;
	if (words[1].data && words[1].len >= sizeof(len))
		memcpy(&len, words[1].data, sizeof(len));
	if (words[0].len < room)
		room = words[0].len;
	if (len <= room)
		return len;
	call->result.length = len;
	return room;
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

bool encode_address(const struct call *call, size_t arg, struct arena *arena,
		    struct raw_word *words, struct err *err)
{
	const struct address *address = value_address(&call->args[arg]);
	if (address->len > sizeof(address->as))
		return err_set(err,
			       "%s: the address has %u bytes, more than the "
			       "%zu of struct sockaddr_storage",
			       call->syscall->name, address->len,
			       sizeof(address->as));
	words[0] = raw_memory(RAW_IN, arena, &address->as, address->len);
	words[1] = raw_number(address->len);
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

bool encode_room(const struct call *call, size_t arg, struct arena *arena,
		 struct raw_word *words, struct err *err)
{
	(void)err;
	words[0] =
		raw_memory(RAW_OUT, arena, NULL, (size_t)call->args[arg].num);
	words[1] = raw_number(call->args[arg].num);
	return true;
}

bool encode_option_value(const struct call *call, size_t arg,
			 struct arena *arena, struct raw_word *words,
			 struct err *err)
{
	const struct value *value = &call->args[arg];
	int num = (int)value->num;
	if (value->kind == VALUE_OPTION)
		return encode_data(call, arg, arena, words, err);
	words[0] = raw_memory(RAW_IN, arena, &num, sizeof(num));
	words[1] = raw_number(sizeof(num));
	return true;
}

bool encode_peer(const struct call *call, size_t arg, struct arena *arena,
		 struct raw_word *words, struct err *err)
{
	(void)call, (void)arg, (void)err;
	encode_buffer(RAW_PEER_ROOM, arena, words);
	return true;
}

bool encode_nothing(const struct call *call, size_t arg, struct arena *arena,
		    struct raw_word *words, struct err *err)
{
	(void)call, (void)arg, (void)arena, (void)err;
	words[0] = words[1] = raw_number(0);
	return true;
}

size_t raw_option_room(const struct call *call)
{
	const struct option *option = option_of(call);
	return option ? option->room : sizeof(int);
}

bool encode_option_room(const struct call *call, size_t arg,
			struct arena *arena, struct raw_word *words,
			struct err *err)
{
	(void)arg, (void)err;
	encode_buffer(raw_option_room(call), arena, words);
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

bool decode_address(const struct raw_word *words, struct arena *arena,
		    struct call *call, size_t arg)
{
	struct address *address = arena_alloc(arena, sizeof(*address));
	size_t len = words[0].kind == RAW_IN ? words[0].len : 0;
	if (len > sizeof(address->as))
		len = sizeof(address->as);
	call->args[arg].kind = VALUE_ADDRESS;
	call->args[arg].address = address;
	address->len = (socklen_t)len;
	if (len)
		memcpy(&address->as, words[0].data, len);
	return true;
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

bool decode_room(const struct raw_word *words, struct arena *arena,
		 struct call *call, size_t arg)
{
	(void)arena;
	call->args[arg].kind = VALUE_INT;
	call->args[arg].num = (int64_t)words[1].word;
	return true;
}

bool decode_option_value(const struct raw_word *words, struct arena *arena,
			 struct call *call, size_t arg)
{
	struct value *value = &call->args[arg];
	int num;
	bool wide =
		option_find(call->args[arg - 2].num, call->args[arg - 1].num) ||
		words[0].len != sizeof(num);
	if (wide) {
		bool read = decode_data(words, arena, call, arg);
		value->kind = VALUE_OPTION;
		return read;
	}
	memcpy(&num, words[0].data, sizeof(num));
	value->kind = VALUE_INT;
	value->num = num;
	return true;
}

bool decode_peer(const struct raw_word *words, struct arena *arena,
		 struct call *call, size_t arg)
{
	(void)words, (void)arena, (void)call, (void)arg;
	return true;
}

bool decode_nothing(const struct raw_word *words, struct arena *arena,
		    struct call *call, size_t arg)
{
	(void)arena, (void)call, (void)arg;
	return words[0].kind == RAW_WORD && !words[0].word;
}

bool decode_option_room(const struct raw_word *words, struct arena *arena,
			struct call *call, size_t arg)
{
	(void)words, (void)arena, (void)call, (void)arg;
	return true;
}

static struct bytes copy_out(const struct raw_word *word, size_t len,
			     struct arena *arena)
{
	return (struct bytes){arena_copy(arena, word->data, len), len, 0};
}

void take_room(struct call *call, size_t arg, const struct raw_word *words,
	       struct arena *arena)
{
	(void)arg;
	// With MSG_TRUNC the value can be more than there was room for.
	size_t len = (size_t)call->result.value;
	if (len > words[0].len)
		len = words[0].len;
	call->result.data = copy_out(&words[0], len, arena);
}

void take_peer(struct call *call, size_t arg, const struct raw_word *words,
	       struct arena *arena)
{
	(void)arg, (void)arena;
	struct address *address = &call->result.address;
	size_t len = written_len(words, call, sizeof(address->as));
	address->len = (socklen_t)len;
	if (len)
		memcpy(&address->as, words[0].data, len);
}

void take_option_room(struct call *call, size_t arg,
		      const struct raw_word *words, struct arena *arena)
{
	(void)arg;
	size_t len = written_len(words, call, words[0].len);
	int num;
	if (option_of(call) || len != sizeof(num)) {
		call->result.data = copy_out(&words[0], len, arena);
		return;
	}
	memcpy(&num, words[0].data, sizeof(num));
	call->result.option = num;
}
