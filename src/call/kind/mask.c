/* mask: the signals that a call blocks while it waits.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pselect6(2) is given a pointer to the mask's address and its size,
 * epoll_pwait(2) two words. The C library's functions without a mask pass none.
 */
#include "base/sentence.h"
#include "call/part/row.h"

#include <inttypes.h>
#include <string.h>

/* A signal of a set, without its SIG. */
static void print_signal(int signal, struct buf *out)
{
	struct buf name = {0};
	strace_print_signal(signal, &name);
	buf_puts(out, buf_text(&name) + strlen("SIG"));
	buf_done(&name);
}

/* [INT CHLD]; of more than two thirds of all signals those that are not in it:
 * ~[KILL STOP]. */
static void print_mask(const struct call *call, struct buf *out)
{
	enum { SIGNALS = 64, MANY = SIGNALS * 2 / 3 };
	uint64_t mask = call->mask;
	if (call->masked != CALL_MASK_GIVEN) {
		buf_puts(out, "NULL");
		return;
	}
	if (__builtin_popcountll(mask) >= MANY) {
		buf_putc(out, '~');
		mask = ~mask;
	}
	const char *join = "[";
	for (int signal = 1; signal <= SIGNALS; signal++) {
		if (!(mask >> (signal - 1) & 1))
			continue;
		buf_puts(out, join);
		print_signal(signal, out);
		join = " ";
	}
	buf_puts(out, mask ? "]" : "[]");
}

static void strace_mask_pair(const struct call *call, size_t arg, size_t part,
			     struct buf *out)
{
	(void)arg, (void)part;
	if (call->masked == CALL_MASK_NONE) {
		buf_puts(out, "NULL");
		return;
	}
	buf_puts(out, "{sigmask=");
	print_mask(call, out);
	buf_printf(out, ", sigsetsize=%d}", RAW_SIGNAL_SET);
}

/* The kernel never looks at the size of a set that is not there; the C library
 * gives the right one. */
static void strace_mask(const struct call *call, size_t arg, size_t part,
			struct buf *out)
{
	(void)arg;
	int64_t size = call->room == CALL_ROOM_NONE    ? 0
		       : call->room == CALL_ROOM_USUAL ? RAW_SIGNAL_SET
						       : call->room;
	if (part == 0)
		print_mask(call, out);
	else
		buf_printf(out, "%" PRId64, size);
}

static bool decode_mask_pair(const struct raw_word *words, struct arena *arena,
			     struct call *call, size_t arg)
{
	enum { GIVEN = 3 * sizeof(call->mask), AT = 2 * sizeof(call->mask) };
	(void)arena, (void)arg;
	if (words[0].kind != RAW_IN)
		return raw_is_null(&words[0]);
	call->masked = CALL_MASK_NULL;
	if (words[0].len < GIVEN)
		return true;
	call->masked = CALL_MASK_GIVEN;
	memcpy(&call->mask, words[0].data + AT, sizeof(call->mask));
	return true;
}

static bool encode_mask(const struct call *call, size_t arg,
			struct arena *arena, struct raw_word *words,
			struct err *err)
{
	(void)call, (void)arg, (void)arena, (void)err;
	words[0] = raw_number(0);
	words[1] = raw_number(RAW_SIGNAL_SET);
	return true;
}

static bool decode_mask(const struct raw_word *words, struct arena *arena,
			struct call *call, size_t arg)
{
	(void)arena, (void)arg;
	call->room = words[1].word ? (int64_t)words[1].word : CALL_ROOM_NONE;
	if (words[0].kind != RAW_IN)
		return raw_is_null(&words[0]) && words[1].kind == RAW_WORD;
	call->masked = CALL_MASK_GIVEN;
	memcpy(&call->mask, words[0].data, sizeof(call->mask));
	return true;
}

/* A pointer to the mask's address and its size; decode_mask_pair() finds the
 * mask itself behind them. */
static bool fetch_mask_pair(const uint64_t *words, const struct fetch *fetch,
			    struct raw_word *out)
{
	uint64_t pair[3] = {0};
	out[0] = (struct raw_word){0};
	if (!words[0])
		return true;
	size_t len = 2 * sizeof(*pair);
	if (!fetch->read(fetch->data, words[0], pair, len) ||
	    pair[1] != RAW_SIGNAL_SET)
		return false;
	if (pair[0]) {
		len = sizeof(pair);
		if (!fetch->read(fetch->data, pair[0], &pair[2], sizeof(*pair)))
			return false;
	}
	out[0] =
		(struct raw_word){.kind = RAW_IN, .word = words[0], .len = len};
	out[0].data = arena_copy(fetch->arena, pair, len);
	return true;
}

static bool fetch_mask(const uint64_t *words, const struct fetch *fetch,
		       struct raw_word *out)
{
	out[1] = (struct raw_word){.word = words[1]};
	return (!words[0] || words[1] == RAW_SIGNAL_SET) &&
	       fetch_pointer(words[0], RAW_IN, RAW_SIGNAL_SET, fetch, out);
}

/* clang-format off */
const struct kind kind_mask_pair = {
	.expected = SENTENCE_ID("wants-signal-mask"), .hidden = true, .words = 1,
	.strace = strace_mask_pair,
	.encode = encode_zero, .decode = decode_mask_pair,
	.fetch = fetch_mask_pair,
};

const struct kind kind_mask = {
	.expected = SENTENCE_ID("wants-signal-mask"), .hidden = true, .words = 2,
	.strace = strace_mask,
	.encode = encode_mask, .decode = decode_mask,
	.fetch = fetch_mask,
};
/* clang-format on */
