/* situation_pipe: reasons that lie in a pipe.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kernel shows no queue of a pipe: what is said follows from the answer
 * itself, see pipe(7).
 */
#include "base/sentence.h"
#include "show/reason/pipe_end.h"
#include "show/reason/situation_parts.h"

#include <errno.h>

/* Whether the call's descriptor is the end of a pipe that it takes: the one
 * that is written to for a call that sends. */
static bool is_end(const struct situation *situation, bool *fits)
{
	bool writes;
	if (!pipe_end_find(situation->journal, situation->begin,
			   situation->event->actor, situation->fd, &writes))
		return false;
	bool sends = situation->call->syscall->flags & SYSCALL_SENDS;
	*fits = sends == writes;
	return true;
}

static bool is_fit_end(const struct situation *situation)
{
	bool fits;
	return is_end(situation, &fits) && fits;
}

static void wrong_end(struct situation *situation)
{
	bool fits;
	bool sends = situation->call->syscall->flags & SYSCALL_SENDS;
	if (!is_end(situation, &fits) || fits)
		return;
	SAY(situation, sends ? "pipe-read-end" : "pipe-write-end",
	    SLOT_TEXT("own", situation_own(situation)));
}

static void empty(struct situation *situation)
{
	if (is_fit_end(situation))
		SAY(situation, "pipe-empty",
		    SLOT_TEXT("own", situation_own(situation)));
}

static void full(struct situation *situation)
{
	if (is_fit_end(situation))
		SAY(situation, "pipe-no-room",
		    SLOT_TEXT("own", situation_own(situation)));
}

static void nobody_reads(struct situation *situation)
{
	if (is_fit_end(situation))
		SAY(situation, "pipe-nobody-reads",
		    SLOT_TEXT("own", situation_own(situation)));
}

static void sleeps_empty(struct situation *situation)
{
	if (is_fit_end(situation))
		SAY(situation, "pipe-sleeps-empty",
		    SLOT_TEXT("own", situation_own(situation)));
}

static void sleeps_full(struct situation *situation)
{
	if (is_fit_end(situation))
		SAY(situation, "pipe-sleeps-full",
		    SLOT_TEXT("own", situation_own(situation)));
}

/* read() of nothing returns 0, too. */
static void at_end(struct situation *situation)
{
	if (!situation->call->result.value && situation->call->args[1].num &&
	    is_fit_end(situation))
		SAY(situation, "pipe-end",
		    SLOT_TEXT("own", situation_own(situation)));
}

/* One of the two that splice() is given has to be a pipe. */
static void has_no_pipe(struct situation *situation)
{
	enum { FD_OUT = 2 };
	int64_t out = situation_number(situation, FD_OUT);
	if (situation->socket &&
	    snapshot_find_fd(&situation->before, situation->actor, (int)out))
		SAY(situation, "splice-without-pipe",
		    SLOT_TEXT("own", situation_own(situation)),
		    SLOT_TEXT("other", situation_fd(situation, out)));
}

const struct situation_row *situation_pipes(size_t *count)
{
	/* clang-format off */
	static const struct situation_row rows[] = {
		{NULL, SYSCALL_RECEIVES, EAGAIN, empty},
		{NULL, SYSCALL_RECEIVES, EBADF, wrong_end},
		{NULL, SYSCALL_RECEIVES, SITUATION_BLOCKED, sleeps_empty},
		{"read", 0, SITUATION_DONE, at_end},
		{"splice", 0, EINVAL, has_no_pipe},
		{NULL, SYSCALL_SENDS, EAGAIN, full},
		{NULL, SYSCALL_SENDS, EBADF, wrong_end},
		{NULL, SYSCALL_SENDS, EPIPE, nobody_reads},
		{NULL, SYSCALL_SENDS, SITUATION_BLOCKED, sleeps_full},
	};
	/* clang-format on */
	*count = COUNT(rows);
	return rows;
}
