/* call_raw: calls as words and memory, and back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/table/syscalls.h"
#include "call/whole/raw.h"
#include "call_golden.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>

static struct call parse(const char *text, struct arena *arena)
{
	struct call call;
	struct err err;
	bool read = call_parse(str_from(text), arena, &call, NULL, &err) &&
		    call_bind(&call, arena, golden_lookup, NULL, &err);
	cr_assert(read, "%s: %s", text, err.text);
	return call;
}

static struct raw_call to_raw(const struct call *call, struct arena *arena)
{
	struct raw_call raw;
	struct err err;
	cr_assert(call_to_raw(call, arena, &raw, &err), "%s", err.text);
	return raw;
}

Test(raw, golden_calls_come_back)
{
	struct arena arena = {0};
	size_t count;
	AUTO_FREE struct call *calls =
		golden_calls(GOLDEN_CALLS, &arena, &count);
	for (size_t i = 0; i < count; i++) {
		struct call plain = golden_plain(&calls[i], &arena), again;
		struct raw_call raw = to_raw(&plain, &arena);
		bool known = call_from_raw(&raw, &arena, &again);
		cr_expect(known && call_same(&plain, &again), "%s, line %zu",
			  plain.syscall->name, i + 1);
	}
	arena_done(&arena);
}

/* Word by word what the kernel gets. */
Test(raw, words_are_those_of_the_system_call)
{
	struct arena arena = {0};
	struct call call = parse("bind(7, 127.0.0.1:258)", &arena);
	struct raw_call raw = to_raw(&call, &arena);
	static const unsigned char in[] = {2, 0, 1, 2, 127, 0, 0, 1};
	cr_expect_eq(raw.number, SYS_bind);
	cr_expect(raw.words[0].kind == RAW_WORD && raw.words[0].word == 7);
	cr_expect(raw.words[1].kind == RAW_IN && raw.words[1].len == 16);
	cr_expect_arr_eq(raw.words[1].data, in, sizeof(in));
	cr_expect(raw.words[2].kind == RAW_WORD && raw.words[2].word == 16);

	call = parse("write(7, \"ab\" * 3)", &arena);
	raw = to_raw(&call, &arena);
	cr_expect_eq(raw.number, SYS_write);
	cr_expect(raw.words[1].kind == RAW_IN && raw.words[1].len == 6);
	cr_expect(!memcmp(raw.words[1].data, "ababab", 6));
	cr_expect_eq(raw.words[2].word, 6);

	call = parse("recvfrom(7, 100, MSG_PEEK)", &arena);
	raw = to_raw(&call, &arena);
	cr_expect_eq(raw.number, SYS_recvfrom);
	cr_expect(raw.words[1].kind == RAW_OUT && raw.words[1].len == 100);
	cr_expect_eq(raw.words[2].word, 100);
	cr_expect_eq(raw.words[3].word, MSG_PEEK);
	cr_expect(raw.words[4].kind == RAW_OUT && raw.words[4].len == 128);
	cr_expect(raw.words[5].kind == RAW_IN_OUT && raw.words[5].len == 4);
	cr_expect_eq(raw.words[5].data[0], 128);

	call = parse("recv(7, 100)", &arena);
	raw = to_raw(&call, &arena);
	for (int i = 3; i < RAW_WORDS; i++)
		cr_expect(raw.words[i].kind == RAW_WORD && !raw.words[i].word);

	call = parse("setsockopt(7, SOL_SOCKET, SO_REUSEADDR, -2)", &arena);
	raw = to_raw(&call, &arena);
	cr_expect(raw.words[3].kind == RAW_IN && raw.words[3].len == 4);
	cr_expect(!memcmp(raw.words[3].data, &(int){-2}, 4));
	cr_expect_eq(raw.words[4].word, 4);

	// An int has no upper half: listen(-1) is what a C program passes.
	call = parse("listen(-1, 5)", &arena);
	raw = to_raw(&call, &arena);
	cr_expect_eq(raw.words[0].word, UINT32_MAX);
	arena_done(&arena);
}

static void set_length(struct raw_word *word, socklen_t len)
{
	memcpy(word->data, &len, sizeof(len));
}

Test(raw, results_are_taken)
{
	struct arena arena = {0};
	struct call call = parse("recvfrom(7, 5)", &arena);
	struct raw_call raw = to_raw(&call, &arena);
	struct address from;
	struct err err;
	cr_assert(address_parse(str_from("127.0.0.1:9"), &from, &err));
	memcpy(raw.words[1].data, "hello", 5);
	memcpy(raw.words[4].data, &from.as, from.len);
	set_length(&raw.words[5], from.len);
	call_take_result(&call, &raw, 3, 42, &arena);
	cr_expect(call.result.done && call.result.value == 3);
	cr_expect_eq(call.result.elapsed, 42);
	cr_expect(call.result.data.len == 3 &&
		  !memcmp(call.result.data.data, "hel", 3));
	cr_expect(address_same(&call.result.address, &from));

	// MSG_TRUNC: the datagram was longer than there was room.
	call_take_result(&call, &raw, 22, 42, &arena);
	cr_expect(call.result.value == 22 && call.result.data.len == 5);

	// No more is believed than there was room for.
	set_length(&raw.words[5], 4000);
	call_take_result(&call, &raw, 0, 1, &arena);
	cr_expect_eq(call.result.address.len, 128);
	cr_expect_eq(call.result.data.len, 0);

	call_take_result(&call, &raw, -ECONNREFUSED, 1, &arena);
	cr_expect(call.result.value == -1 && call.result.error == ECONNREFUSED);
	cr_expect(!call.result.data.len && !call.result.address.len);
	arena_done(&arena);
}

Test(raw, options_are_taken)
{
	struct arena arena = {0};
	struct call call = parse("getsockopt(7, SOL_SOCKET, SO_ERROR)", &arena);
	struct raw_call raw = to_raw(&call, &arena);
	cr_expect_eq(raw.words[3].len, 4);
	memcpy(raw.words[3].data, &(int){-5}, 4);
	call_take_result(&call, &raw, 0, 1, &arena);
	cr_expect(call.result.option == -5 && !call.result.data.len);

	call = parse("getsockopt(7, SOL_SOCKET, SO_LINGER)", &arena);
	raw = to_raw(&call, &arena);
	cr_expect_eq(raw.words[3].len, sizeof(struct linger));
	call_take_result(&call, &raw, 0, 1, &arena);
	cr_expect_eq(call.result.data.len, sizeof(struct linger));

	call = parse("getsockopt(7, IPPROTO_TCP, TCP_CONGESTION)", &arena);
	raw = to_raw(&call, &arena);
	memcpy(raw.words[3].data, "reno", 4);
	set_length(&raw.words[4], 4);
	call_take_result(&call, &raw, 0, 1, &arena);
	cr_expect(call.result.data.len == 4 &&
		  !memcmp(call.result.data.data, "reno", 4));
	arena_done(&arena);
}

Test(raw, what_is_no_call_of_ours_is_refused)
{
	struct arena arena = {0};
	struct call call;
	struct raw_call raw = {.number = SYS_getpid};
	cr_expect(!call_from_raw(&raw, &arena, &call));
	arena_done(&arena);
}
