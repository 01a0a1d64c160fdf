/* fetch: the call that another process makes, from its registers and memory.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The other way round of call_to_raw(): a tracer has six machine words and a
 * way to read the memory behind them. Each kind of argument knows which words
 * are addresses and how much is to be read there: kind_fetch_fn in kind.h.
 */
#pragma once
#include "call/whole/raw.h"

/* Reads `len` bytes at `address` of the process; false when they are not all
 * there. */
typedef bool fetch_read_fn(void *data, uint64_t address, void *into,
			   size_t len);

struct fetch {
	fetch_read_fn *read;
	void *data;
	struct arena *arena; /* gets what is read */
	// Of the call that is being read; not the caller's.
	const uint64_t *words;
	const struct call *call;
};

/* The call that the words are, at the moment of its entry: what the kernel will
 * read has been read, what it will write is known by address and room. Returns
 * false when no row of the table fits (no such call, an address that cannot be
 * read): then call_fetch_words() always does. */
bool call_fetch(const struct fetch *fetch, long number,
		const uint64_t words[RAW_WORDS], struct raw_call *raw,
		struct call *call);

/* The same system call as its bare words, under the name that the kernel has
 * for it: sys_recvmsg(3, 0x7ffd40, 0). Returns false for a number that
 * syscall_bare() does not know. */
bool call_fetch_words(long number, const uint64_t words[RAW_WORDS],
		      struct raw_call *raw, struct call *call);

/* Reads what the kernel wrote for a call that returned `value`. What cannot be
 * read any more counts as nothing. Then call_take_result() can be called. */
void call_fetch_back(const struct fetch *fetch, struct raw_call *raw,
		     const struct syscall *syscall, int64_t value);

/* The room of one argument that can be read: beyond that the call is shown as
 * its bare words. */
enum { FETCH_MOST = 16 << 20 };
