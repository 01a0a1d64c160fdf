/* trace_loop: calls of an event loop besides what its program asked for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Python's asyncio makes two sockets by which other threads wake it, and looks
 * without waiting for what is ready between two pieces of work; so does the
 * scheduler of Go. Each also makes and closes the list of what it waits for.
 * What such a loop sleeps in is shown, for that is what its program waits for.
 * As with other noise the functions on the stack tell it.
 */
#include "lab/source/source.h"
#include "lab/trace/trace_parts.h"

#include <string.h>
#include <sys/syscall.h>

/* Functions of Python's library: of a call, the innermost, and who called it
 * there. */
static const struct {
	long number;
	const char *file, *function, *above, *caller;
} of_asyncio[] = {
	{SYS_socketpair, "/socket.py", "socketpair",
	 "/asyncio/selector_events.py", "_make_self_pipe"},
#ifdef SYS_epoll_wait
	{SYS_epoll_wait, "/selectors.py", "select", "/asyncio/base_events.py",
	 "_run_once"},
#endif
	{SYS_epoll_pwait, "/selectors.py", "select", "/asyncio/base_events.py",
	 "_run_once"},
	{SYS_epoll_create1, "/selectors.py", "__init__",
	 "/asyncio/selector_events.py", "__init__"},
	{SYS_close, "/selectors.py", "close", "/asyncio/selector_events.py",
	 "close"},
};

static bool is_frame(const struct source_stack *stack, size_t depth,
		     const char *file, const char *function)
{
	const struct source_frame *frame = &stack->frames[depth];
	if (depth >= stack->count || !frame->file)
		return false;
	size_t len = strlen(frame->file), wanted = strlen(file);
	const char *dot = strrchr(frame->function, '.');
	return len > wanted && strstr(frame->file, "/lib/python") &&
	       !strcmp(frame->file + len - wanted, file) &&
	       !strcmp(dot ? dot + 1 : frame->function, function);
}

static bool is_of_asyncio(struct tracee *tracee, struct source *source)
{
	struct source_stack stack;
	source_find(source, tracee->tid, &tracee->arena, &stack);
	for (size_t i = 0; i < COUNT(of_asyncio); i++) {
		if (of_asyncio[i].number == tracee->row->number &&
		    is_frame(&stack, 0, of_asyncio[i].file,
			     of_asyncio[i].function) &&
		    is_frame(&stack, 1, of_asyncio[i].above,
			     of_asyncio[i].caller))
			return true;
	}
	return false;
}

struct scheduler_search {
	bool found;
	int depth;
};

static bool look_for_scheduler(void *data, const char *function,
			       const char *file)
{
	enum { DEEPEST = 6 };
	struct scheduler_search *search = data;
	(void)file;
	search->found = !strcmp(function, "runtime.netpoll") ||
			!strcmp(function, "runtime.netpollinit");
	return !search->found && ++search->depth < DEEPEST;
}

/* Whether the call only looks: its timeout is 0. */
static bool only_looks(const struct tracee *tracee)
{
	switch (tracee->row->number) {
#ifdef SYS_epoll_wait
	case SYS_epoll_wait:
#endif
	case SYS_epoll_pwait:
		return (int)tracee->args[3] == 0;
	default:
		return false;
	}
}

/* Whether the call makes a list of epoll, or may close one. */
static bool is_of_list(const struct tracee *tracee)
{
	return tracee->row->subject == TRACE_LIST ||
	       (tracee->row->number == SYS_close &&
		!trace_socket(tracee->tid, (int)tracee->args[0]));
}

bool trace_loop_may(const struct tracee *tracee)
{
	return tracee->row->number == SYS_socketpair || is_of_list(tracee) ||
	       only_looks(tracee);
}

bool trace_loop_has(struct tracee *tracee, struct source *source)
{
	struct scheduler_search search = {0};
	if (source_is_python(source))
		return is_of_asyncio(tracee, source);
	if (only_looks(tracee) || tracee->row->subject == TRACE_LIST)
		source_walk(source, tracee->tid, look_for_scheduler, &search);
	return search.found;
}
