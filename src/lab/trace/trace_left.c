/* trace_left: numbers that are closed while a thread is in a call with them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A call has the open file as long as it lasts: close() of its number wakes
 * nobody, and afterwards neither /proc nor a snapshot has a descriptor for the
 * socket. So who closes is asked before what the others are in. The number may
 * be another file's later; that it is the socket's no more shows its inode.
 */
#include "call/table/syscalls.h"
#include "lab/trace/trace_parts.h"

#include <sys/socket.h>
#include <sys/syscall.h>

/* The number that the call closes, or -1. */
static int closed_by(const struct tracee *tracee)
{
	switch (tracee->row->number) {
	case SYS_close:
		return (int)tracee->args[0];
#ifdef SYS_dup2
	case SYS_dup2:
#endif
	case SYS_dup3:
		return (int)tracee->args[1];
	default:
		return -1;
	}
}

static bool has_limit(const struct socket_state *row, bool writes)
{
	int name = writes ? SO_SNDTIMEO : SO_RCVTIMEO;
	for (size_t i = 0; i < row->option_count; i++) {
		if (row->options[i].level == SOL_SOCKET &&
		    row->options[i].name == name)
			return true;
	}
	return false;
}

void trace_left_note(const struct tracee *tracee)
{
	const struct tracer *tracer = tracee->lab->tracer;
	const struct tracee *first = tracee_leader(tracee);
	int fd = closed_by(tracee);
	const struct socket_state *row =
		first && first->name && fd >= 0
			? snapshot_find_fd(&tracee->lab->snapshot, first->name,
					   fd)
			: NULL;
	for (size_t i = 0; row && row->inode && i < tracer->live_count; i++) {
		struct tracee *other = tracer->live[i];
		if (other == tracee || other->tgid != tracee->tgid ||
		    !other->open || !other->inside || other->left.inode ||
		    (int)other->args[0] != fd)
			continue;
		other->left = (struct left){
			row->inode, row->cookie,
			has_limit(row,
				  other->call.syscall->flags & SYSCALL_SENDS)};
	}
}

bool trace_left_is_closed(const struct tracee *tracee)
{
	return tracee->left.inode && tracee->inside &&
	       trace_socket(tracee->tid, (int)tracee->args[0]) !=
		       tracee->left.inode;
}
