/* raw_list: socketpair's two, requests and iovecs as machine words and memory.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/list.h"
#include "call/part/raw_value.h"
#include "call/table/request.h"

#include <string.h>
#include <sys/uio.h>

/* --- socketpair ------------------------------------------------------------
 */

bool encode_pair(const struct call *call, size_t arg, struct arena *arena,
		 struct raw_word *words, struct err *err)
{
	(void)call, (void)arg, (void)err;
	words[0] = raw_memory(RAW_OUT, arena, NULL, 2 * sizeof(int));
	return true;
}

bool decode_pair(const struct raw_word *words, struct arena *arena,
		 struct call *call, size_t arg)
{
	(void)words;
	list_new(&call->args[arg], 2, arena);
	return true;
}

void take_pair(struct call *call, size_t arg, const struct raw_word *words,
	       struct arena *arena)
{
	(void)arg;
	if (words[0].len >= 2 * sizeof(int))
		call->result.out = list_of_ints(words[0].data, 2, arena);
}

bool given_pair(const struct call *call, size_t arg, size_t index,
		const char **name, int64_t *num)
{
	const struct value *out = list_item(&call->result.out, index);
	const struct value *item = list_item(&call->args[arg], index);
	*name = item->kind == VALUE_NAME ? item->name : NULL;
	*num = out->kind == VALUE_INT ? out->num : -1;
	return index < 2;
}

/* --- fcntl, ioctl ----------------------------------------------------------
 */

bool encode_request_value(const struct call *call, size_t arg,
			  struct arena *arena, struct raw_word *words,
			  struct err *err)
{
	int num = (int)call->args[arg].num;
	switch (request_of(call)->value) {
	case REQUEST_GET:
		words[0] = raw_memory(RAW_OUT, arena, NULL, sizeof(num));
		return true;
	case REQUEST_SET:
		words[0] = raw_memory(RAW_IN, arena, &num, sizeof(num));
		return true;
	default:
		return encode_int(call, arg, arena, words, err);
	}
}

bool decode_request_value(const struct raw_word *words, struct arena *arena,
			  struct call *call, size_t arg)
{
	int num;
	call->args[arg].kind = VALUE_NONE;
	switch (request_of(call)->value) {
	case REQUEST_NONE:
	case REQUEST_GET:
		return true;
	case REQUEST_SET:
		if (words[0].kind != RAW_IN || words[0].len < sizeof(num))
			return false;
		memcpy(&num, words[0].data, sizeof(num));
		call->args[arg] = value_int(num);
		return true;
	default:
		return decode_int(words, arena, call, arg);
	}
}

void take_request_value(struct call *call, size_t arg,
			const struct raw_word *words, struct arena *arena)
{
	int num;
	(void)arg, (void)arena;
	if (words[0].kind != RAW_OUT || words[0].len < sizeof(num))
		return;
	memcpy(&num, words[0].data, sizeof(num));
	call->result.option = num;
}

/* --- readv, writev ---------------------------------------------------------
 */

struct raw_word raw_iov(const struct value *list, bool out, struct arena *arena)
{
	struct raw_word word = raw_memory(RAW_IN, arena, NULL,
					  list->count * sizeof(struct iovec));
	struct raw_part *parts = raw_parts(&word, list->count, arena);
	for (size_t i = 0; i < list->count; i++) {
		const struct value *item = &list->items[i];
		size_t len = out ? (size_t)item->num : item->bytes.len;
		struct iovec iovec = {.iov_len = len};
		memcpy(word.data + i * sizeof(iovec), &iovec, sizeof(iovec));
		parts[i].offset = i * sizeof(iovec);
		parts[i].memory =
			raw_memory(out ? RAW_OUT : RAW_IN, arena,
				   out ? NULL : item->bytes.data, len);
	}
	return word;
}

struct value raw_iov_decode(const struct raw_word *word, bool out,
			    struct arena *arena)
{
	struct value list;
	size_t count = word ? word->len / sizeof(struct iovec) : 0;
	struct value *items = list_new(&list, count, arena);
	for (size_t i = 0; i < count; i++) {
		struct iovec iovec;
		size_t at = i * sizeof(iovec);
		memcpy(&iovec, word->data + at, sizeof(iovec));
		const struct raw_word *part = raw_part_at(word, at);
		if (out) {
			items[i] = value_int((int64_t)iovec.iov_len);
			continue;
		}
		items[i].kind = VALUE_BYTES;
		items[i].bytes.len = part ? part->len : 0;
		items[i].bytes.data =
			arena_copy(arena, part ? part->data : (const void *)"",
				   items[i].bytes.len);
	}
	return list;
}

struct bytes raw_iov_bytes(const struct raw_word *word, size_t len,
			   struct arena *arena)
{
	struct buf all = {0};
	for (size_t i = 0; word && i < word->part_count && len; i++) {
		const struct raw_word *part = &word->parts[i].memory;
		size_t used = part->len < len ? part->len : len;
		buf_add(&all, part->data, used);
		len -= used;
	}
	struct bytes bytes = {arena_copy(arena, buf_text(&all), all.len),
			      all.len, 0};
	buf_done(&all);
	return bytes;
}

bool encode_buffers(const struct call *call, size_t arg, struct arena *arena,
		    struct raw_word *words, struct err *err)
{
	(void)err;
	words[0] = raw_iov(&call->args[arg], false, arena);
	words[1] = raw_number((int64_t)call->args[arg].count);
	return true;
}

bool decode_buffers(const struct raw_word *words, struct arena *arena,
		    struct call *call, size_t arg)
{
	call->args[arg] = raw_iov_decode(words, false, arena);
	return words[0].kind == RAW_IN;
}

bool encode_rooms(const struct call *call, size_t arg, struct arena *arena,
		  struct raw_word *words, struct err *err)
{
	(void)err;
	words[0] = raw_iov(&call->args[arg], true, arena);
	words[1] = raw_number((int64_t)call->args[arg].count);
	return true;
}

bool decode_rooms(const struct raw_word *words, struct arena *arena,
		  struct call *call, size_t arg)
{
	call->args[arg] = raw_iov_decode(words, true, arena);
	return words[0].kind == RAW_IN;
}

void take_rooms(struct call *call, size_t arg, const struct raw_word *words,
		struct arena *arena)
{
	(void)arg;
	call->result.data =
		raw_iov_bytes(&words[0], (size_t)call->result.value, arena);
}
