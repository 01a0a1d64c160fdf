/* call_fetch: calls come back whole from the words and memory of a process.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/print.h"
#include "call/table/syscalls.h"
#include "call/whole/fetch.h"
#include "call/whole/parse.h"
#include "call_golden.h"
#include "golden.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/syscall.h>

/* The other process is this one, and has no memory at small addresses. */
static bool read_own(void *data, uint64_t address, void *into, size_t len)
{
	(void)data;
	if (address < 4096)
		return false;
	memcpy(into, (const void *)(uintptr_t)address, len);
	return true;
}

static void words_of(const struct raw_call *raw, uint64_t words[RAW_WORDS])
{
	for (int i = 0; i < RAW_WORDS; i++)
		words[i] = raw->words[i].kind == RAW_WORD
				   ? raw->words[i].word
				   : (uintptr_t)raw->words[i].data;
}

static void check(const char *source)
{
	struct arena arena = {0};
	struct err err = {0};
	struct call call, back;
	struct raw_call raw, read;
	struct buf expected = {0}, found = {0};
	uint64_t words[RAW_WORDS];
	struct fetch fetch = {.read = read_own, .arena = &arena};
	cr_assert(call_parse(str_from(source), &arena, &call, NULL, &err) &&
			  call_to_raw(&call, &arena, &raw, &err),
		  "%s: %s", source, err.text);
	golden_point(&raw);
	words_of(&raw, words);
	cr_assert(call_fetch(&fetch, raw.number, words, &read, &back), "%s",
		  source);
	call_print_strace(&call, &expected);
	call_print_strace(&back, &found);
	cr_expect_str_eq(buf_text(&found), buf_text(&expected));
	cr_expect_str_eq(back.syscall->name, call.syscall->name);
	buf_done(&expected);
	buf_done(&found);
	arena_done(&arena);
}

Test(call_fetch, each_kind)
{
	static const char *const sources[] = {
		"socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, 0)",
		"bind(3, 127.0.0.1:12345)",
		"bind(3, unix:/tmp/s)",
		"connect(3, [::1]:80)",
		"listen(3, 5)",
		"accept(3)",
		"accept4(3, SOCK_NONBLOCK)",
		"send(3, \"hello\", MSG_NOSIGNAL)",
		"send(3, \"\", 0)",
		"sendto(3, \"hi\", 0, 127.0.0.1:9)",
		"write(3, \"bytes\")",
		"recv(3, 1024, 0)",
		"recvfrom(3, 1024, MSG_PEEK)",
		"read(3, 16)",
		"setsockopt(3, SOL_SOCKET, SO_REUSEADDR, 1)",
		"setsockopt(3, SOL_SOCKET, SO_LINGER, {1, 0})",
		"getsockopt(3, SOL_SOCKET, SO_ERROR)",
		"getsockname(3)",
		"shutdown(3, SHUT_WR)",
		"close(3)",
		"dup(3)",
		"dup2(3, 7)",
		"fcntl(3, F_GETFL)",
		"fcntl(3, F_SETFL, O_NONBLOCK)",
		"fcntl(3, F_DUPFD, 10)",
		"ioctl(3, FIONREAD)",
		"ioctl(3, SIOCGIFADDR, \"lo\")",
		"ioctl(3, SIOCGIFNAME, 1)",
		"ioctl(3, FIONBIO, 1)",
		"socketpair(AF_UNIX, SOCK_STREAM, 0, {a, b})",
		"pipe({a, b})",
		"pipe2({a, b}, O_NONBLOCK|O_CLOEXEC)",
		"poll({{3, POLLIN}, {4, POLLIN|POLLOUT}}, 1000)",
		"select({3, 5}, {4}, NULL, {1, 500})",
		"select({3}, NULL, NULL, NULL)",
		"epoll_create1(EPOLL_CLOEXEC)",
		"epoll_ctl(5, EPOLL_CTL_ADD, 3, EPOLLIN|EPOLLET)",
		"epoll_ctl(5, EPOLL_CTL_DEL, 3)",
		"epoll_wait(5, 10, -1)",
		"sendmsg(3, {iov={\"ab\", \"cd\"}}, 0)",
		"sendmsg(3, {iov={\"ab\"}, name=127.0.0.1:9}, MSG_DONTWAIT)",
		"sendmsg(3, {iov={\"x\"}, rights={4, 5}}, 0)",
		"recvmsg(3, {iov={100, 4}}, MSG_PEEK)",
		"recvmsg(3, {iov={100}, name}, 0)",
		"writev(3, {\"ab\", \"cd\"})",
		"readv(3, {100, 4})",
	};
	for (size_t i = 0; i < COUNT(sources); i++)
		check(sources[i]);
}

/* Every call that strace was asked about, read as a tracer reads it: the lines
 * are the same. */
Test(call_fetch, all_results)
{
#ifndef __GLIBC__
	cr_skip_test("recorded with glibc, whose words for errors these are");
#endif
	AUTO_FREE char *lines = golden_read(GOLDEN_LINES);
	struct str rest = str_from(lines);
	struct arena arena = {0};
	struct fetch fetch = {.read = read_own, .arena = &arena};
	struct golden_call golden;
	size_t compared = 0;
	while (golden_entered(&rest, &arena, &golden)) {
		struct buf ours = {0};
		struct raw_call raw;
		struct call call;
		uint64_t words[RAW_WORDS];
		if (golden.call.syscall->operation)
			continue;
		words_of(&golden.raw, words);
		bool read = call_fetch(&fetch, golden.raw.number, words, &raw,
				       &call);
		golden_returned(&golden);
		// What is not understood is shown by its bare words.
		if (!read)
			continue;
		call_fetch_back(&fetch, &raw, call.syscall, golden.value);
		call_take_result(&call, &raw, golden.value, 1, &arena);
		call_print_strace(&call, &ours);
		cr_expect(str_is(golden.line, buf_text(&ours)),
			  "strace: %.*s\nwe:     %s", (int)golden.line.len,
			  golden.line.data, buf_text(&ours));
		compared++;
		buf_done(&ours);
	}
	cr_expect_gt(compared, 250, "%zu", compared);
	arena_done(&arena);
}

/* Memory that is not there, and counts beyond any sense: the argument is where
 * it should be and how much, and can be saved and read again. */
Test(call_fetch, what_makes_no_sense)
{
	static const struct {
		long number;
		uint64_t words[RAW_WORDS];
		const char *text, *c;
	} rows[] = {
#ifdef SYS_poll
		{SYS_poll,
		 {0x10, 1},
		 "poll(0x10, 1, 0)",
		 "poll(at(0x10, 1), 0)"},
#endif
		{SYS_epoll_ctl,
		 {3, 1, 4, 0x10},
		 "epoll_ctl(3, EPOLL_CTL_ADD, 4, 0x10)",
		 "epoll_ctl(3, EPOLL_CTL_ADD, 4, at(0x10))"},
		{SYS_bind,
		 {3, 0x10, (uint64_t)-1},
		 "bind(3, 0x10, -1)",
		 "bind(3, at(0x10, -1))"},
		{SYS_sendto,
		 {3, 0x10, 5},
		 "sendto(3, 0x10, 5, 0, NULL, 0)",
		 "send(3, at(0x10, 5), 0)"},
		{SYS_setsockopt,
		 {3, 1, 2, 0, 4},
		 "setsockopt(3, SOL_SOCKET, SO_REUSEADDR, NULL, 4)",
		 "setsockopt(3, SOL_SOCKET, SO_REUSEADDR, at(0, 4))"},
		{SYS_sendmsg,
		 {3, 0x10},
		 "sendmsg(3, 0x10, 0)",
		 "sendmsg(3, at(0x10), 0)"},
		{SYS_recvmsg,
		 {3, 0},
		 "recvmsg(3, NULL, 0)",
		 "recvmsg(3, at(0), 0)"},
		{SYS_writev,
		 {3, 0x10, 1},
		 "writev(3, 0x10, 1)",
		 "writev(3, at(0x10, 1))"},
		{SYS_read,
		 {3, 0x10, (uint64_t)-1},
		 "read(3, 0x10, 18446744073709551615)",
		 "read(3, at(0x10, -1))"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena arena = {0};
		struct fetch fetch = {.read = read_own, .arena = &arena};
		struct raw_call raw;
		struct call call, again;
		struct err err = {0};
		struct buf text = {0}, c = {0};
		cr_assert(call_fetch(&fetch, rows[i].number, rows[i].words,
				     &raw, &call),
			  "row %zu", i);
		call.result = (struct result){
			.done = true, .value = -1, .error = EFAULT};
		call_print_strace(&call, &text);
		cr_expect(
			str_has_prefix(str_from(buf_text(&text)), rows[i].text),
			"%s", buf_text(&text));
		call_print(&call, NOTATION_C, &c);
		cr_expect_str_eq(buf_text(&c), rows[i].c);
		cr_assert(call_parse(str_from(buf_text(&c)), &arena, &again,
				     NULL, &err),
			  "%s", err.text);
		cr_expect(call_same(&call, &again), "%s", rows[i].c);
		cr_expect(call_to_raw(&again, &arena, &raw, &err));
		for (size_t k = 0; k < RAW_WORDS; k++)
			cr_expect_eq((uint32_t)raw.words[k].word,
				     (uint32_t)rows[i].words[k], "%s: word %zu",
				     rows[i].c, k);
		buf_done(&text);
		buf_done(&c);
		arena_done(&arena);
	}
}

/* A length as the caller gave it and as the kernel left it, which may be more
 * than there was room for; memory without a length that can be read. */
Test(call_fetch, lengths)
{
	static const struct {
		socklen_t room;
		const char *text;
	} rows[] = {
		{0, "accept(3, 0x..., [0 => 16]) = 4"},
		{1, "accept(3, 0x..., [1 => 16]) = 4"},
		{4, "accept(3, {sa_family=AF_INET, sa_data=\"\\0P\"}, "
		    "[4 => 16]) = 4"},
		{16, "accept(3, {sa_family=AF_INET, sin_port=htons(80), "
		     "sin_addr=inet_addr(\"0.0.0.0\")}, [16]) = 4"},
		{200, "accept(3, {sa_family=AF_INET, sin_port=htons(80), "
		      "sin_addr=inet_addr(\"0.0.0.0\")}, [200 => 16]) = 4"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena arena = {0};
		struct fetch fetch = {.read = read_own, .arena = &arena};
		struct sockaddr_in address[16] = {
			{.sin_family = AF_INET, .sin_port = htons(80)}};
		socklen_t len = rows[i].room;
		uint64_t words[RAW_WORDS] = {3, (uintptr_t)&address,
					     (uintptr_t)&len};
		struct raw_call raw;
		struct call call;
		struct buf text = {0};
		cr_assert(call_fetch(&fetch, SYS_accept, words, &raw, &call));
		len = sizeof(*address);
		call_fetch_back(&fetch, &raw, call.syscall, 4);
		call_take_result(&call, &raw, 4, 0, &arena);
		call_print_strace(&call, &text);
		cr_expect_str_eq(buf_text(&text), rows[i].text);
		buf_done(&text);
		arena_done(&arena);
	}
}

Test(call_fetch, no_length)
{
	socklen_t len = 16;
	const struct {
		uint64_t address, len;
		const char *text;
	} rows[] = {
		{0, 0, "getsockname(3, NULL, NULL) = -1"},
		{0, (uintptr_t)&len, "getsockname(3, NULL, 0x...) = -1"},
		{4096, 0, "getsockname(3, 0x..., NULL) = -1"},
		{4096, 0x10, "getsockname(3, 0x..., 0x...) = -1"},
		{0x10, (uintptr_t)&len, "getsockname(3, 0x..., [16]) = -1"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena arena = {0};
		struct fetch fetch = {.read = read_own, .arena = &arena};
		uint64_t words[RAW_WORDS] = {3, rows[i].address, rows[i].len};
		struct raw_call raw;
		struct call call;
		struct buf text = {0};
		cr_assert(call_fetch(&fetch, SYS_getsockname, words, &raw,
				     &call));
		call_fetch_back(&fetch, &raw, call.syscall, -EFAULT);
		call_take_result(&call, &raw, -EFAULT, 0, &arena);
		call_print_strace(&call, &text);
		cr_expect(
			str_has_prefix(str_from(buf_text(&text)), rows[i].text),
			"%s", buf_text(&text));
		buf_done(&text);
		arena_done(&arena);
	}
}

/* What the kernel wrote is read when the call is over, and no more than it
 * wrote. */
Test(call_fetch, results)
{
	struct arena arena = {0};
	struct fetch fetch = {.read = read_own, .arena = &arena};
	struct sockaddr_in address = {.sin_family = AF_INET};
	char room[1024] = "hello";
	socklen_t len = sizeof(address);
	uint64_t words[RAW_WORDS] = {3, (uintptr_t)room,     sizeof(room),
				     0, (uintptr_t)&address, (uintptr_t)&len};
	struct raw_call raw;
	struct call call;
	cr_assert(call_fetch(&fetch, SYS_recvfrom, words, &raw, &call));
	cr_expect_str_eq(call.syscall->name, "recvfrom");
	cr_expect_eq(call.room, sizeof(address));
	address.sin_port = htons(80);
	call_fetch_back(&fetch, &raw, call.syscall, 5);
	call_take_result(&call, &raw, 5, 0, &arena);
	cr_expect_eq(call.result.data.len, 5);
	cr_expect_arr_eq(call.result.data.data, "hello", 5);
	cr_expect_eq(address_port(&call.result.address), 80);
	arena_done(&arena);
}

/* accept(3, NULL, NULL) wants no address, and none is shown. */
Test(call_fetch, no_room)
{
	struct arena arena = {0};
	struct fetch fetch = {.read = read_own, .arena = &arena};
	uint64_t words[RAW_WORDS] = {3};
	struct raw_call raw;
	struct call call;
	struct buf text = {0};
	cr_assert(call_fetch(&fetch, SYS_accept, words, &raw, &call));
	call_fetch_back(&fetch, &raw, call.syscall, 4);
	call_take_result(&call, &raw, 4, 0, &arena);
	call_print_strace(&call, &text);
	cr_expect_str_eq(buf_text(&text), "accept(3, NULL, NULL) = 4");
	buf_done(&text);
	arena_done(&arena);
}

/* epoll_pwait(2) without a mask is an epoll_wait(); with one there is more to
 * be said. */
Test(call_fetch, without_a_mask)
{
	struct epoll_event events[2] = {{.events = EPOLLIN, .data.fd = 4}};
	uint64_t words[RAW_WORDS] = {3, (uintptr_t)events, 2, (uint32_t)-1, 0,
				     8};
	struct arena arena = {0};
	struct fetch fetch = {.read = read_own, .arena = &arena};
	struct raw_call raw;
	struct call call;
	struct buf text = {0};
	cr_assert(call_fetch(&fetch, SYS_epoll_pwait, words, &raw, &call));
	call_print(&call, NOTATION_C, &text);
	cr_expect_str_eq(buf_text(&text), "epoll_wait(3, 2, -1)");
	call_fetch_back(&fetch, &raw, call.syscall, 1);
	call_take_result(&call, &raw, 1, 0, &arena);
	buf_clear(&text);
	call_print_strace(&call, &text);
	cr_expect_str_eq(buf_text(&text),
			 "epoll_pwait(3, [{events=EPOLLIN, data={u32=4, "
			 "u64=4}}], 2, -1, NULL, 8) = 1");
	uint64_t mask = 1 << (SIGINT - 1) | 1 << (SIGCHLD - 1);
	words[4] = (uintptr_t)&mask;
	cr_assert(call_fetch(&fetch, SYS_epoll_pwait, words, &raw, &call));
	call_fetch_back(&fetch, &raw, call.syscall, 0);
	call_take_result(&call, &raw, 0, 0, &arena);
	buf_clear(&text);
	call_print_strace(&call, &text);
	cr_expect_str_eq(buf_text(&text),
			 "epoll_pwait(3, [], 2, -1, [INT CHLD], 8) = 0");
	buf_done(&text);
	arena_done(&arena);
}

/* select(2) of any count of descriptors, and with a mask. */
Test(call_fetch, counts_of_select)
{
	uint64_t mask = ~(uint64_t)0 << 1, pair[2] = {(uintptr_t)&mask, 8};
	uint64_t none[2] = {0, 8};
	const struct {
		uint64_t count, mask;
		const char *text;
	} rows[] = {
		{6, 0, "pselect6(6, [3 5], NULL, NULL, NULL, NULL <unf"},
		{64, 0, "pselect6(64, [3 5], NULL, NULL, NULL, NULL <unf"},
		{1024, 0, "pselect6(1024, [3 5], NULL, NULL, NULL, NULL <unf"},
		{5, 0, "pselect6(5, [3], NULL, NULL, NULL, NULL <unf"},
		{2, 0, "pselect6(2, [], NULL, NULL, NULL, NULL <unf"},
		{0, 0, "pselect6(0, 0x..., NULL, NULL, NULL, NULL <unf"},
		{6, (uintptr_t)none,
		 "pselect6(6, [3 5], NULL, NULL, NULL, {sigmask=NULL, "
		 "sigsetsize=8} <unf"},
		{6, (uintptr_t)pair,
		 "pselect6(6, [3 5], NULL, NULL, NULL, {sigmask=~[HUP], "
		 "sigsetsize=8} <unf"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena arena = {0};
		struct fetch fetch = {.read = read_own, .arena = &arena};
		fd_set set;
		FD_ZERO(&set);
		FD_SET(3, &set);
		FD_SET(5, &set);
		uint64_t words[RAW_WORDS] = {
			rows[i].count, (uintptr_t)&set, 0, 0, 0, rows[i].mask};
		struct raw_call raw;
		struct call call;
		struct buf text = {0};
		cr_assert(call_fetch(&fetch, SYS_pselect6, words, &raw, &call));
		cr_expect_str_eq(call.syscall->name, "select");
		call_print_strace(&call, &text);
		cr_expect(
			str_has_prefix(str_from(buf_text(&text)), rows[i].text),
			"%s", buf_text(&text));
		buf_done(&text);
		arena_done(&arena);
	}
}

/* What no row fits is shown by its words, and that can be read again. */
Test(call_fetch, bare_words)
{
	struct arena arena = {0};
	struct err err = {0};
	uint64_t words[RAW_WORDS] = {3, 16, 2};
	struct raw_call raw;
	struct call call, again;
	struct buf text = {0};
	cr_assert(call_fetch_words(SYS_shutdown, words, &raw, &call));
	call_print(&call, NOTATION_C, &text);
	cr_expect_str_eq(buf_text(&text), "sys_shutdown(3, 16)");
	cr_assert(call_parse(str_from(buf_text(&text)), &arena, &again, NULL,
			     &err),
		  "%s", err.text);
	cr_expect(call_same(&call, &again));
	cr_expect_not(call_fetch_words(SYS_getpid, words, &raw, &call));
	buf_done(&text);
	arena_done(&arena);
}

/* What nobody is offered is decoded all the same, and can be read again; and a
 * call without its last argument is printed without one. */
Test(call_fetch, calls_of_traced_programs)
{
	int64_t place = 7;
	struct timespec span = {1, 500001};
	struct pollfd poll = {3, POLLIN, 0};
	uint64_t mask = 1 << (SIGINT - 1);
	const struct {
		long number;
		uint64_t words[RAW_WORDS];
		const char *text, *strace;
	} cases[] = {
		{SYS_ioctl,
		 {3, 0x541b, (uintptr_t)&place},
		 "ioctl(3, FIONREAD)",
		 "ioctl(3, FIONREAD"},
		{SYS_fcntl, {3, 3, 0}, "fcntl(3, F_GETFL)", "fcntl(3, F_GETFL"},
		{SYS_close_range,
		 {3, UINT32_MAX, 4},
		 "close_range(3, 4294967295, CLOSE_RANGE_CLOEXEC)",
		 "close_range(3, 4294967295, CLOSE_RANGE_CLOEXEC"},
		{SYS_dup3,
		 {3, 40, 0x80000},
		 "dup3(3, 40, O_CLOEXEC)",
		 "dup3(3, 40, O_CLOEXEC"},
		{SYS_sendfile,
		 {4, 3, 0, 100},
		 "sendfile(4, 3, NULL, 100)",
		 "sendfile(4, 3, NULL, 100"},
		{SYS_sendfile,
		 {4, 3, (uintptr_t)&place, 100},
		 "sendfile(4, 3, 7, 100)",
		 "sendfile(4, 3, [7], 100"},
		{SYS_splice,
		 {3, 0, 5, 0, 9, 6},
		 "splice(3, NULL, 5, NULL, 9, "
		 "SPLICE_F_NONBLOCK|SPLICE_F_MORE)",
		 "splice(3, NULL, 5, NULL, 9, "
		 "SPLICE_F_NONBLOCK|SPLICE_F_MORE"},
		{SYS_ppoll,
		 {(uintptr_t)&poll, 1, 0, 0, 8},
		 "poll({{3, POLLIN}}, -1)",
		 "ppoll([{fd=3, events=POLLIN}], 1, NULL, NULL, 8"},
		{SYS_ppoll,
		 {(uintptr_t)&poll, 1, (uintptr_t)&span, (uintptr_t)&mask, 8},
		 "poll({{3, POLLIN}}, 1001)",
		 "ppoll([{fd=3, events=POLLIN}], 1, {tv_sec=1, "
		 "tv_nsec=500001}, [INT], 8"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = {0};
		struct fetch fetch = {.read = read_own, .arena = &arena};
		struct err err = {0};
		struct raw_call raw;
		struct call call, again;
		struct buf text = {0}, line = {0};
		cr_assert(call_fetch(&fetch, cases[i].number, cases[i].words,
				     &raw, &call),
			  "%s", cases[i].text);
		call_print(&call, NOTATION_C, &text);
		cr_expect_str_eq(buf_text(&text), cases[i].text);
		call_print_strace(&call, &line);
		cr_expect(str_has_prefix(str_from(buf_text(&line)),
					 cases[i].strace),
			  "%s", buf_text(&line));
		cr_expect(call_parse(str_from(cases[i].text), &arena, &again,
				     NULL, &err),
			  "%s", err.text);
		buf_done(&text);
		buf_done(&line);
		arena_done(&arena);
	}
}
