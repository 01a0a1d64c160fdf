/* inspected: one socket of an actor, looked at for the learner, and what a
 * program holds.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The copy of the descriptor keeps the socket alive for the time of some
 * hundred system calls, under a millisecond; only when the actor closes it in
 * that time does its FIN wait for us.
 */
#include "base/sentence.h"
#include "lab/ground/parts.h"
#include "lab/kernel/descriptor.h"
#include "lab/kernel/usage.h"
#include "lab/probe/inspect.h"
#include "lab/trace/trace_parts.h"

#include <errno.h>
#include <string.h>

static bool fail_copy(const char *actor, int fd, struct err *err)
{
	if (errno == EBADF)
		return FAILURE(err, "no-descriptor", SLOT_TEXT("actor", actor),
			       SLOT_NUMBER("fd", fd));
	return FAILURE(err, "copy-descriptor", SLOT_NUMBER("fd", fd),
		       SLOT_TEXT("actor", actor),
		       SLOT_TEXT("reason", strerror(errno)));
}

/* Whether the descriptor is of an epoll instance; what that watches is told. */
static bool has_list(struct lab *lab, const char *name, int fd)
{
	lab_take_snapshot(lab);
	for (size_t i = 0; i < lab->snapshot.list_count; i++) {
		const struct watch_list *list = &lab->snapshot.lists[i];
		if (list->fd == fd && !strcmp(list->actor, name))
			return true;
	}
	return false;
}

void lab_look_usage(struct lab *lab, const char *actor)
{
	const struct tracee *program = tracer_find(lab, actor);
	struct event event = {.as.usage.actor = actor};
	if (!program || !usage_read(program->tgid, &event.as.usage))
		return;
	event.as.usage.computed = tracer_computed(lab, program->tgid);
	lab_emit(lab, EVENT_USAGE, &event);
}

bool lab_inspect(struct lab *lab, const char *name, int fd, struct err *err)
{
	struct actor *actor = actor_find(lab, name);
	if (!actor)
		return FAILURE(err, "no-actor", SLOT_TEXT("actor", name));
	if (actor->state == LAB_ACTOR_ENDED)
		return FAILURE(err, "ended-with-sockets",
			       SLOT_TEXT("actor", name));
	AUTO_CLOSE int copy = descriptor_copy(actor->pidfd, fd);
	if (copy < 0)
		return fail_copy(name, fd, err);
	struct event event = {0};
	struct event_inspect *inspect = &event.as.inspect;
	socklen_t len = sizeof(inspect->cookie);
	if (getsockopt(copy, SOL_SOCKET, SO_COOKIE, &inspect->cookie, &len) <
		    0 &&
	    !has_list(lab, name, fd))
		return FAILURE(err, "descriptor-no-socket",
			       SLOT_NUMBER("fd", fd), SLOT_TEXT("actor", name));
	struct arena arena = {0};
	inspect->actor = name;
	inspect->host = lab_host_name(lab, actor->host);
	inspect->fd = fd;
	if (inspect->cookie)
		inspect->rows = inspect_read(copy, &arena, &inspect->count);
	lab_emit(lab, EVENT_INSPECT, &event);
	arena_done(&arena);
	return true;
}
