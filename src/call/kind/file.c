/* file: what calls take that move bytes between files, or number them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/part/row.h"

#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/types.h>

/* --- numbers that are not negative ------------------------------------------
 */

static void c_size(const struct call *call, size_t arg, struct buf *out)
{
	buf_printf(out, "%" PRIu64, (uint64_t)call->args[arg].num);
}

static void strace_size(const struct call *call, size_t arg, size_t part,
			struct buf *out)
{
	(void)part;
	c_size(call, arg, out);
}

static void c_any_fd(const struct call *call, size_t arg, struct buf *out)
{
	buf_printf(out, "%" PRIu32, (uint32_t)call->args[arg].num);
}

static void strace_any_fd(const struct call *call, size_t arg, size_t part,
			  struct buf *out)
{
	(void)part;
	c_any_fd(call, arg, out);
}

static bool parse_any_fd(struct reader *reader, const struct call *call,
			 size_t arg, struct value *value, struct err *err)
{
	(void)call, (void)arg;
	value->kind = VALUE_INT;
	return reader_number(reader, 0, UINT32_MAX, &value->num, err);
}

/* --- a place in a file -------------------------------------------------------
 *
 * NULL is the place where the file was read last; else the kernel reads one,
 * and writes how far it came.
 */

static bool parse_offset(struct reader *reader, const struct call *call,
			 size_t arg, struct value *value, struct err *err)
{
	return parse_null(reader) || parse_int(reader, call, arg, value, err);
}

static void c_offset(const struct call *call, size_t arg, struct buf *out)
{
	if (call->args[arg].kind)
		buf_printf(out, "%" PRId64, call->args[arg].num);
	else
		buf_puts(out, "NULL");
}

/* [0] => [3]; those of splice(2) strace prints as they were given. */
static void strace_offset(const struct call *call, size_t arg, size_t part,
			  struct buf *out)
{
	const struct value *offset = &call->args[arg];
	const struct value *after = &call->result.out;
	(void)part;
	if (!offset->kind) {
		buf_puts(out, "NULL");
		return;
	}
	buf_printf(out, "[%" PRId64 "]", offset->num);
	if (after->kind && after->num != offset->num)
		buf_printf(out, " => [%" PRId64 "]", after->num);
}

static bool encode_offset(const struct call *call, size_t arg,
			  struct arena *arena, struct raw_word *words,
			  struct err *err)
{
	const struct value *offset = &call->args[arg];
	(void)err;
	words[0] = offset->kind ? raw_memory(RAW_IN_OUT, arena, &offset->num,
					     sizeof(loff_t))
				: raw_number(0);
	return true;
}

static bool decode_offset(const struct raw_word *words, struct arena *arena,
			  struct call *call, size_t arg)
{
	loff_t offset;
	(void)arena;
	if (raw_decode_null(&words[0], &call->args[arg]))
		return true;
	if (words[0].len < sizeof(offset))
		return false;
	memcpy(&offset, words[0].data, sizeof(offset));
	call->args[arg] = value_int(offset);
	return true;
}

static void take_offset(struct call *call, size_t arg,
			const struct raw_word *words, struct arena *arena)
{
	loff_t offset;
	(void)arg, (void)arena;
	if (raw_is_null(&words[0]) || words[0].len < sizeof(offset))
		return;
	memcpy(&offset, words[0].data, sizeof(offset));
	call->result.out = value_int(offset);
}

static bool fetch_offset(const uint64_t *words, const struct fetch *fetch,
			 struct raw_word *out)
{
	return fetch_pointer(words[0], RAW_IN_OUT, sizeof(loff_t), fetch, out);
}

/* clang-format off */
const struct kind kind_size = {
	.expected = SENTENCE_ID("wants-number-bytes"),
	KIND_WORD_NUMBER, .parse = parse_int, .print_c = c_size,
	.python = c_size, .strace = strace_size, .expression = c_size,
};

const struct kind kind_any_fd = {
	.expected = SENTENCE_ID("wants-number-descriptor"),
	KIND_WORD_NUMBER, .parse = parse_any_fd, .print_c = c_any_fd,
	.python = c_any_fd, .strace = strace_any_fd, .expression = c_any_fd,
};

const struct kind kind_offset = {
	.expected = SENTENCE_ID("wants-place-file-null"),
	.words = 1, .parse = parse_offset, .print_c = c_offset,
	.python = c_offset, .strace = strace_offset, .expression = c_offset,
	.at_entry = true,
	.encode = encode_offset, .decode = decode_offset, .take = take_offset,
	.fetch = fetch_offset,
};

const struct kind kind_duplicate = {
	.expected = SENTENCE_ID("wants-0-o-cloexec"),
	.flags = true, KIND_CONSTANT(PIPE), .unknown = "O_???",
};

const struct kind kind_splice = {
	.expected = SENTENCE_ID("wants-0-flags-splice"),
	.flags = true, KIND_CONSTANT(SPLICE), .unknown = "SPLICE_F_???",
};

const struct kind kind_range = {
	.expected = SENTENCE_ID("wants-0-close-range"),
	.flags = true, KIND_CONSTANT(RANGE), .unknown = "CLOSE_RANGE_???",
};
/* clang-format on */
