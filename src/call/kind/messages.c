/* messages: arrays of struct mmsghdr, which sendmmsg(2) and recvmmsg(2) take.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each is a struct msghdr with a count behind it, which the kernel writes: so
 * each is handled as the message of a call of its own. The value of the call
 * counts messages. result.out is, of those that were sent, the list of their
 * counts; of those that were received a list of two: the list of what came with
 * each (enum came), and how much of the time was left.
 */
#include "base/sentence.h"
#include "call/part/message.h"
#include "call/part/row.h"

#include <inttypes.h>
#include <string.h>
#include <sys/socket.h>

enum { MESSAGES_MOST = 1024 }; /* the kernel's UIO_MAXIOV */

enum came {
	CAME_LEN,    /* msg_len */
	CAME_DATA,   /* its bytes */
	CAME_NAME,   /* the address, or none */
	CAME_LENGTH, /* of the address, where it had no room */
	CAME_ROOM,   /* CALL_ROOM_*, or how much room the address had */
	CAME_REST,   /* enum message_out */
	CAME_MEMBERS
};

/* --- as it is written ------------------------------------------------------
 */

static bool parse_messages(struct reader *reader, const struct call *call,
			   size_t arg, struct value *value, struct err *err)
{
	return parse_list(reader, call, arg, parse_message, value, err);
}

static bool parse_messages_room(struct reader *reader, const struct call *call,
				size_t arg, struct value *value,
				struct err *err)
{
	return parse_list(reader, call, arg, parse_message_room, value, err);
}

static void c_messages(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *list = &call->args[arg];
	buf_putc(out, '{');
	for (size_t i = 0; i < list->count; i++) {
		const struct call one = {.args = {list->items[i]}, .argc = 1};
		buf_puts(out, i ? ", " : "");
		c_message(&one, 0, out);
	}
	buf_putc(out, '}');
}

/* --- strace(1) -------------------------------------------------------------
 */

static const struct value *came_with(const struct call *call, size_t i)
{
	return list_item(list_item(&call->result.out, 0), i);
}

/* Message `i` as the only one of a call that has received it. */
static struct call received(const struct call *call, size_t arg, size_t i)
{
	const struct value *came = came_with(call, i);
	const struct value *data = list_item(came, CAME_DATA);
	const struct value *name = list_item(came, CAME_NAME);
	struct call one = {
		.args = {*list_item(&call->args[arg], i)},
		.argc = 1,
		.room = list_item(came, CAME_ROOM)->num,
	};
	one.result = (struct result){
		.done = true,
		.value = list_item(came, CAME_LEN)->num,
		.data = data->bytes,
		.length = list_item(came, CAME_LENGTH)->num,
		.out = *list_item(came, CAME_REST),
	};
	if (name->kind)
		one.result.address = *value_address(name);
	return one;
}

static void strace_count(const struct value *list, struct buf *out)
{
	buf_printf(out, "%zu", list->count);
}

/* Only what was sent has a count of its own. */
static void strace_messages(const struct call *call, size_t arg, size_t part,
			    struct buf *out)
{
	const struct value *list = &call->args[arg];
	size_t sent = strace_failed(call) ? 0 : call->result.out.count;
	if (part) {
		strace_count(list, out);
		return;
	}
	buf_putc(out, '[');
	for (size_t i = 0; i < list->count; i++) {
		const struct call one = {.args = {list->items[i]}, .argc = 1};
		buf_puts(out, i ? ", {msg_hdr=" : "{msg_hdr=");
		strace_message(&one, 0, 0, out);
		if (i < sent)
			buf_printf(out, ", msg_len=%" PRId64,
				   list_item(&call->result.out, i)->num);
		buf_putc(out, '}');
	}
	buf_putc(out, ']');
}

static void strace_messages_room(const struct call *call, size_t arg,
				 size_t part, struct buf *out)
{
	size_t count = list_item(&call->result.out, 0)->count;
	if (part) {
		strace_count(&call->args[arg], out);
		return;
	}
	if (strace_failed(call)) {
		buf_puts(out, STRACE_UNKNOWN);
		return;
	}
	buf_putc(out, '[');
	for (size_t i = 0; i < count; i++) {
		const struct call one = received(call, arg, i);
		buf_puts(out, i ? ", {msg_hdr=" : "{msg_hdr=");
		strace_message_room(&one, 0, 0, out);
		buf_printf(out, ", msg_len=%" PRId64 "}", one.result.value);
	}
	buf_putc(out, ']');
}

/* --- for a learner ---------------------------------------------------------
 */

/* , "one" from 127.0.0.1:4000, "thr" MSG_TRUNC */
static void shown_messages(const struct call *call, size_t arg, struct buf *out)
{
	size_t count = list_item(&call->result.out, 0)->count;
	for (size_t i = 0; i < count; i++) {
		const struct call one = received(call, arg, i);
		int64_t flags =
			list_item(&one.result.out, MESSAGE_OUT_FLAGS)->num;
		buf_puts(out, ", ");
		text_quote(out, (const char *)one.result.data.data,
			   one.result.data.len, STRACE_STRINGS_MOST);
		if (one.result.address.len) {
			buf_puts(out, NOTATION(" from "));
			address_print(&one.result.address, out);
		}
		if (!flags)
			continue;
		buf_putc(out, ' ');
		symbol_print_flags_in_c(SYMBOL_MSG, flags, out);
	}
}

/* --- memory ----------------------------------------------------------------
 */

static bool encode_list(const struct call *call, size_t arg,
			kind_encode_fn *encode, struct arena *arena,
			struct raw_word *words, struct err *err)
{
	const struct value *list = &call->args[arg];
	words[0] = raw_memory(RAW_IN_OUT, arena, NULL,
			      list->count * sizeof(struct mmsghdr));
	words[1] = raw_number((int64_t)list->count);
	struct raw_part *parts = raw_parts(&words[0], list->count, arena);
	for (size_t i = 0; i < list->count; i++) {
		const struct call one = {.syscall = call->syscall,
					 .args = {list->items[i]},
					 .argc = 1};
		parts[i].offset = i * sizeof(struct mmsghdr);
		if (!encode(&one, 0, arena, &parts[i].memory, err))
			return false;
	}
	return true;
}

static bool encode_messages(const struct call *call, size_t arg,
			    struct arena *arena, struct raw_word *words,
			    struct err *err)
{
	return encode_list(call, arg, encode_message, arena, words, err);
}

static bool encode_messages_room(const struct call *call, size_t arg,
				 struct arena *arena, struct raw_word *words,
				 struct err *err)
{
	return encode_list(call, arg, encode_message_room, arena, words, err);
}

static bool decode_list(const struct raw_word *word, kind_decode_fn *decode,
			struct arena *arena, struct call *call, size_t arg)
{
	struct value *items =
		list_new(&call->args[arg], word->part_count, arena);
	for (size_t i = 0; i < word->part_count; i++) {
		struct call one = {.syscall = call->syscall};
		if (!decode(&word->parts[i].memory, arena, &one, 0))
			return false;
		items[i] = one.args[0];
	}
	return word->kind == RAW_IN_OUT;
}

static bool decode_messages(const struct raw_word *words, struct arena *arena,
			    struct call *call, size_t arg)
{
	return decode_list(words, decode_message, arena, call, arg);
}

static bool decode_messages_room(const struct raw_word *words,
				 struct arena *arena, struct call *call,
				 size_t arg)
{
	return decode_list(words, decode_message_room, arena, call, arg);
}

/* How many of the messages the kernel has written to. */
static size_t count_done(const struct call *call, const struct raw_word *word)
{
	size_t count = word->len / sizeof(struct mmsghdr);
	size_t done = call->result.value < 0 ? 0 : (size_t)call->result.value;
	count = count < word->part_count ? count : word->part_count;
	return count < done ? count : done;
}

static struct mmsghdr header_at(const struct raw_word *word, size_t i)
{
	struct mmsghdr header;
	memcpy(&header, word->data + i * sizeof(header), sizeof(header));
	return header;
}

static void take_messages(struct call *call, size_t arg,
			  const struct raw_word *words, struct arena *arena)
{
	(void)arg;
	size_t count = count_done(call, &words[0]);
	struct value *items = list_new(&call->result.out, count, arena);
	for (size_t i = 0; i < count; i++)
		items[i] = value_int(header_at(&words[0], i).msg_len);
}

/* `asked` is the message as it was before the call, `header` after it. */
static struct value take_one(const struct raw_word *asked,
			     const struct mmsghdr *header, struct arena *arena)
{
	struct raw_word now = *asked;
	struct call one = {.result = {.done = true, .value = header->msg_len}};
	struct value came;
	struct value *items = list_new(&came, CAME_MEMBERS, arena);
	now.data = arena_copy(arena, &header->msg_hdr, now.len);
	take_message_room(&one, 0, &now, arena);
	const struct result *result = &one.result;
	items[CAME_LEN] = value_int(header->msg_len);
	items[CAME_DATA] =
		(struct value){.kind = VALUE_BYTES, .bytes = result->data};
	if (result->address.len) {
		items[CAME_NAME].kind = VALUE_ADDRESS;
		items[CAME_NAME].address = arena_copy(arena, &result->address,
						      sizeof(result->address));
	}
	items[CAME_LENGTH] = value_int(result->length);
	items[CAME_ROOM] = value_int(fetch_message_name_room(asked, &one));
	items[CAME_REST] = result->out;
	return came;
}

static void take_messages_room(struct call *call, size_t arg,
			       const struct raw_word *words,
			       struct arena *arena)
{
	(void)arg;
	size_t count = count_done(call, &words[0]);
	struct value *both = list_new(&call->result.out, 1, arena);
	struct value *items = list_new(&both[0], count, arena);
	for (size_t i = 0; i < count; i++) {
		const struct mmsghdr header = header_at(&words[0], i);
		const struct raw_word *asked = &words[0].parts[i].memory;
		items[i] = take_one(asked, &header, arena);
	}
}

static bool fetch_list(const uint64_t *words, kind_fetch_fn *fetch_one,
		       const struct fetch *fetch, struct raw_word *out)
{
	uint32_t count = (uint32_t)words[1];
	out[0] = (struct raw_word){.kind = RAW_IN_OUT};
	out[1] = (struct raw_word){.word = count};
	if (count > MESSAGES_MOST ||
	    !fetch_memory(words[0], count * sizeof(struct mmsghdr), fetch,
			  &out[0]))
		return false;
	struct raw_part *parts = raw_parts(&out[0], count, fetch->arena);
	for (size_t i = 0; i < count; i++) {
		parts[i].offset = i * sizeof(struct mmsghdr);
		const uint64_t at = words[0] + parts[i].offset;
		if (!fetch_one(&at, fetch, &parts[i].memory))
			return false;
	}
	return true;
}

static bool fetch_messages(const uint64_t *words, const struct fetch *fetch,
			   struct raw_word *out)
{
	return fetch_list(words, fetch_message, fetch, out);
}

static bool fetch_messages_room(const uint64_t *words,
				const struct fetch *fetch, struct raw_word *out)
{
	return fetch_list(words, fetch_message_room, fetch, out);
}

/* clang-format off */
const struct kind kind_messages = {
	.expected = SENTENCE_ID("wants-messages-iov-ab"),
	.words = 2, .counts_int = true, .parse = parse_messages,
	.print_c = c_messages, .python = c_messages,
	.strace = strace_messages, .expression = c_messages,
	.encode = encode_messages, .decode = decode_messages,
	.take = take_messages, .counts_parts = true,
	.fetch = fetch_messages,
};

const struct kind kind_messages_room = {
	.expected = SENTENCE_ID("wants-room-messages-iov"),
	.words = 2, .counts_int = true, .parse = parse_messages_room,
	.print_c = c_messages, .python = c_messages,
	.strace = strace_messages_room, .expression = c_messages,
	.shown = shown_messages,
	.encode = encode_messages_room, .decode = decode_messages_room,
	.take = take_messages_room, .counts_parts = true,
	.fetch = fetch_messages_room,
};
/* clang-format on */
