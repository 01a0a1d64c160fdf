/* usual: what usually makes a call fail as one did.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/reason/usual.h"

#include "call/table/syscalls.h"
#include "call/whole/fault.h"
#include "show/reason/pipe_end.h"
#include "show/reason/situation.h"

#include <errno.h>

/* Of calls that bytes go through, the records speak of sockets. */
static bool is_about_pipe(const struct journal *journal, size_t place,
			  const struct event_call *event)
{
	unsigned moves = SYSCALL_SENDS | SYSCALL_RECEIVES;
	int arg = call_fd_arg(&event->call);
	bool writes;
	return (event->call.syscall->flags & moves) && arg >= 0 &&
	       event->call.result.error != ENOTSOCK &&
	       pipe_end_find(journal, situation_entry(journal, place, event),
			     event->actor, event->call.args[arg].num, &writes);
}

const struct error_help *usual_cause(const struct journal *journal,
				     size_t place,
				     const struct event_call *event)
{
	const struct syscall *syscall = event->call.syscall;
	const struct result *result = &event->call.result;
	// Who dies by SIGPIPE does not see the errno.
	int error = syscall_is_piped(syscall, result->signal) ? EPIPE
							      : result->error;
	if (event->phase != CALL_RETURN || !error ||
	    result_is_injected(result) || is_about_pipe(journal, place, event))
		return NULL;
	return error_help_find(syscall->name, error);
}
