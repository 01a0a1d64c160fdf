/* buffers: struct iovec, several buffers that are sent or filled.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kernel fills them one after the other. A struct msghdr has such an array
 * too; what it shares is in call/part/buffers.h.
 */
#include "call/part/buffers.h"

#include "base/sentence.h"
#include "call/part/row.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>

enum { IOV_MOST = 1024, NAME_SIZE = 32 };

/* --- as it is written ---------------------------------------------------
 */

bool parse_buffers(struct reader *reader, const struct call *call, size_t arg,
		   struct value *value, struct err *err)
{
	return parse_list(reader, call, arg, parse_data, value, err);
}

bool parse_rooms(struct reader *reader, const struct call *call, size_t arg,
		 struct value *value, struct err *err)
{
	const char *begin = reader->rest.data;
	return parse_list(reader, call, arg, parse_count, value, err) &&
	       parse_check_rooms(reader, begin, value, err);
}

static void c_buffers(const struct call *call, size_t arg, struct buf *out)
{
	c_print_list(&call->args[arg], c_print_data, out);
}

void python_print_data_item(const struct value *item, struct buf *out)
{
	python_print_data(&item->bytes, out);
}

void python_print_room_item(const struct value *item, struct buf *out)
{
	buf_printf(out, "bytearray(%" PRId64 ")", item->num);
}

static void python_buffers(const struct call *call, size_t arg, struct buf *out)
{
	python_print_items(&call->args[arg], python_print_data_item, out);
}

static void python_rooms(const struct call *call, size_t arg, struct buf *out)
{
	python_print_items(&call->args[arg], python_print_room_item, out);
}

bool read_python_buffers(struct reader *reader, const struct call *call,
			 size_t arg, struct value *value, struct err *err)
{
	return python_read_items(reader, call, arg, read_python_data, value,
				 err);
}

static bool read_room(struct reader *reader, const struct call *call,
		      size_t arg, struct value *value, struct err *err)
{
	if (!python_want(reader, "bytearray(", err))
		return false;
	reader_space(reader);
	return parse_count(reader, call, arg, value, err) &&
	       python_want(reader, ")", err);
}

bool read_python_rooms(struct reader *reader, const struct call *call,
		       size_t arg, struct value *value, struct err *err)
{
	const char *begin = reader->rest.data;
	return python_read_items(reader, call, arg, read_room, value, err) &&
	       parse_check_rooms(reader, begin, value, err);
}

/* --- strace(1) ----------------------------------------------------------
 */

void strace_print_iov(const struct value *iov, const struct bytes *data,
		      struct buf *out)
{
	size_t used = 0;
	if (!iov->kind) {
		buf_puts(out, "NULL");
		return;
	}
	buf_putc(out, '[');
	for (size_t i = 0; i < iov->count; i++) {
		const struct value *item = &iov->items[i];
		bool sent = item->kind == VALUE_BYTES;
		size_t len = sent ? item->bytes.len : (size_t)item->num;
		buf_printf(out, "%s{iov_base=", i ? ", " : "");
		if (sent) {
			text_quote(out, item->bytes.data, len,
				   STRACE_STRINGS_MOST);
		} else if (data) {
			size_t left = data->len - used;
			size_t got = len < left ? len : left;
			text_quote(out, data->data + used, got,
				   STRACE_STRINGS_MOST);
			used += got;
		} else {
			buf_puts(out, STRACE_UNKNOWN);
		}
		buf_printf(out, ", iov_len=%zu}", len);
	}
	buf_putc(out, ']');
}

static void strace_iov(const struct call *call, size_t arg, size_t part,
		       struct buf *out)
{
	if (part)
		buf_printf(out, "%zu", call->args[arg].count);
	else
		strace_print_iov(
			&call->args[arg],
			strace_failed(call) ? NULL : &call->result.data, out);
}

/* --- a C program --------------------------------------------------------
 */

/* The arrays that are sent or filled, and `iov` that points to them. */
void program_iov(const struct value *iov, struct buf *out)
{
	char name[NAME_SIZE];
	for (size_t i = 0; i < iov->count; i++) {
		const struct value *item = &iov->items[i];
		snprintf(name, sizeof(name), "data%zu", i);
		if (item->kind == VALUE_BYTES)
			program_bytes(&item->bytes, name, out);
		else
			buf_printf(out, "char buf%zu[%" PRId64 "];\n", i,
				   item->num ? item->num : 1);
	}
	if (!iov->count)
		return;
	buf_puts(out, "struct iovec iov[] = {\n");
	for (size_t i = 0; i < iov->count; i++) {
		const struct value *item = &iov->items[i];
		buf_puts(out, "\t{.iov_base = ");
		if (item->kind != VALUE_BYTES)
			buf_printf(out, "buf%zu, .iov_len = %" PRId64, i,
				   item->num);
		else if (item->bytes.repeat && item->bytes.len)
			buf_printf(out, "data%zu, .iov_len = sizeof(data%zu)",
				   i, i);
		else {
			program_string(item->bytes.data, item->bytes.len, out);
			buf_printf(out, ", .iov_len = %zu", item->bytes.len);
		}
		buf_puts(out, "},\n");
	}
	buf_puts(out, "};\n");
}

static void declare_iov(const struct call *call, size_t arg, struct buf *out)
{
	program_iov(&call->args[arg], out);
}

static void express_iov(const struct call *call, size_t arg, struct buf *out)
{
	size_t count = call->args[arg].count;
	buf_printf(out, "%s, %zu", count ? "iov" : "NULL", count);
}

/* --- memory -------------------------------------------------------------
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
			      all.len, 0, 0};
	buf_done(&all);
	return bytes;
}

static bool encode_buffers(const struct call *call, size_t arg,
			   struct arena *arena, struct raw_word *words,
			   struct err *err)
{
	(void)err;
	words[0] = raw_iov(&call->args[arg], false, arena);
	words[1] = raw_number((int64_t)call->args[arg].count);
	return true;
}

static bool decode_buffers(const struct raw_word *words, struct arena *arena,
			   struct call *call, size_t arg)
{
	call->args[arg] = raw_iov_decode(words, false, arena);
	return words[0].kind == RAW_IN;
}

static bool encode_rooms(const struct call *call, size_t arg,
			 struct arena *arena, struct raw_word *words,
			 struct err *err)
{
	(void)err;
	words[0] = raw_iov(&call->args[arg], true, arena);
	words[1] = raw_number((int64_t)call->args[arg].count);
	return true;
}

static bool decode_rooms(const struct raw_word *words, struct arena *arena,
			 struct call *call, size_t arg)
{
	call->args[arg] = raw_iov_decode(words, true, arena);
	return words[0].kind == RAW_IN;
}

static void take_rooms(struct call *call, size_t arg,
		       const struct raw_word *words, struct arena *arena)
{
	(void)arg;
	call->result.data =
		raw_iov_bytes(&words[0], (size_t)call->result.value, arena);
}

bool fetch_buffer(const struct iovec *iovec, enum raw_kind kind,
		  const struct fetch *fetch, struct raw_word *out)
{
	uint64_t address = (uintptr_t)iovec->iov_base;
	*out = (struct raw_word){
		.kind = kind, .word = address, .len = iovec->iov_len};
	if (iovec->iov_len > FETCH_MOST)
		return false;
	return kind == RAW_OUT ||
	       fetch_memory(address, iovec->iov_len, fetch, out);
}

/* The array, and a part for each of its buffers. */
bool fetch_iov(uint64_t address, uint64_t count, enum raw_kind kind,
	       const struct fetch *fetch, struct raw_word *out)
{
	struct iovec iovec;
	*out = (struct raw_word){.kind = RAW_IN};
	if (!address || count > IOV_MOST ||
	    !fetch_memory(address, (size_t)count * sizeof(iovec), fetch, out))
		return false;
	struct raw_part *parts = raw_parts(out, (size_t)count, fetch->arena);
	for (size_t i = 0; i < count; i++) {
		parts[i].offset = i * sizeof(iovec);
		memcpy(&iovec, out->data + parts[i].offset, sizeof(iovec));
		if (!fetch_buffer(&iovec, kind, fetch, &parts[i].memory))
			return false;
	}
	return true;
}

static bool fetch_buffers(const uint64_t *words, const struct fetch *fetch,
			  struct raw_word *out)
{
	out[1] = (struct raw_word){.word = words[1]};
	return fetch_iov(words[0], words[1], RAW_IN, fetch, &out[0]);
}

static bool fetch_rooms(const uint64_t *words, const struct fetch *fetch,
			struct raw_word *out)
{
	out[1] = (struct raw_word){.word = words[1]};
	return fetch_iov(words[0], words[1], RAW_OUT, fetch, &out[0]);
}

/* clang-format off */
const struct kind kind_buffers = {
	.expected = SENTENCE_ID("wants-buffers-ab-cd"),
	.words = 2, .parse = parse_buffers,
	.print_c = c_buffers, .python = python_buffers,
	.strace = strace_iov,
	.declare = declare_iov, .expression = express_iov,
	.encode = encode_buffers, .decode = decode_buffers,
	.fetch = fetch_buffers,
	.read_python = read_python_buffers,
	.expected_python = SENTENCE_ID("wants-list-bytes-b"),
};

const struct kind kind_rooms = {
	.expected = SENTENCE_ID("wants-sizes-buffers-100"),
	.words = 2, .parse = parse_rooms,
	.print_c = c_numbers, .python = python_rooms,
	.strace = strace_iov,
	.declare = declare_iov, .expression = express_iov,
	.encode = encode_rooms, .decode = decode_rooms,
	.take = take_rooms,
	.fetch = fetch_rooms,
	.read_python = read_python_rooms,
	.expected_python = SENTENCE_ID("wants-buffers-bytearray-100"),
};
/* clang-format on */
