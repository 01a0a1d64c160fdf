/* init_build: hosts, files and first actors of a lab.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everything is built by one thread in one go, and each thing is reported as
 * soon as it is there. Network namespaces are left by setns(2) only, so each
 * host has a descriptor here.
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "lab/inside/confine.h"
#include "lab/inside/init_parts.h"
#include "lab/inside/missing.h"
#include "lab/inside/mounts.h"
#include "lab/inside/power.h"
#include "lab/kernel/process.h"
#include "lab/kernel/remedy.h"
#include "lab/kernel/tables.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A network with tables of its own size: the one before says how large. */
static bool enter_network(void)
{
	tables_shrink_children();
	return unshare(CLONE_NEWNET) == 0;
}

static bool host_network(const struct init *init, size_t number,
			 struct host_ends *ends, struct buf *missing,
			 struct err *err)
{
	const struct host *host = &init->plan->hosts[number];
	if (!init->plan->namespaces)
		return host_open_netlink(ends, err);
	if (!enter_network())
		return FAILURE(err, "make-namespace-of",
			       SLOT_TEXT("host", host->name),
			       SLOT_TEXT("reason", strerror(errno)));
	struct err why;
	if (host_build(host, number, ends, &why))
		return true;
	int error = errno;
	MISSING(missing, "missing-wire", SLOT_TEXT("host", host->name),
		SLOT_TEXT("why", why.text),
		SLOT_TEXT("remedy", remedy_find(REMEDY_NETWORK, error, "")));
	// What is half built goes with its namespace.
	if (!enter_network())
		return FAILURE(err, "make-namespace-of",
			       SLOT_TEXT("host", host->name),
			       SLOT_TEXT("reason", strerror(errno)));
	return host_build_plain(host, ends, err);
}

static bool build_host(struct init *init, size_t number, struct buf *missing,
		       struct err *err)
{
	struct host_ends ends = {.packet = -1, .diag = -1, .route = -1};
	if (!host_network(init, number, &ends, missing, err))
		return false;
	init->hosts[number] =
		open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
	if (init->hosts[number] < 0 && init->plan->host_count > 1)
		return FAILURE(
			err, "keep-namespace",
			SLOT_TEXT("host", init->plan->hosts[number].name),
			SLOT_TEXT("reason", strerror(errno)));
	space_msg_init(&init->msg, SPACE_HOST);
	init->msg.number = (int)number;
	init->msg.fds[0] = ends.diag;
	init->msg.fds[1] = ends.packet;
	init->msg.fds[2] = ends.route;
	init->msg.ifindex = ends.ifindex;
	memcpy(init->msg.mac, ends.mac, sizeof(ends.mac));
	init_report(init);
	// The packet socket stays open here too: its last close waits for
	// the kernel's packet path to be empty, 10 ms in which the main
	// process would stand still.
	close(ends.diag);
	close(ends.route);
	return true;
}

static bool start_actor(struct init *init, size_t number, struct err *err)
{
	const struct space_actor *actor = &init->plan->actors[number];
	pid_t pid = init_fork_agent(init, actor->host, actor->desk);
	AUTO_CLOSE int pidfd = pid < 0 ? -1 : process_open(pid);
	if (pidfd < 0)
		return FAILURE(err, "start-actor",
			       SLOT_TEXT("actor",
					 init->plan->desks[actor->desk]->name),
			       SLOT_TEXT("reason", strerror(errno)));
	space_msg_init(&init->msg, SPACE_ACTOR);
	init->msg.number = (int)number;
	init->msg.pid = pid;
	init->msg.fds[0] = pidfd;
	init_report(init);
	return true;
}

/* What confines the inhabitants and is not to be had here. */
static void tell_weakness(const struct space_plan *plan, struct buf *missing)
{
	if (plan->namespaces && !plan->user && geteuid() == 0)
		MISSING(missing, "missing-user",
			SLOT_NUMBER("user", CONFINE_USER));
	if (power_can_refuse())
		return;
	int error = errno;
	MISSING(missing, "missing-refusals",
		SLOT_TEXT("reason", strerror(error)),
		SLOT_TEXT("remedy", remedy_find(REMEDY_FILTER, error, "")));
}

static void name_machine(const char *name, struct buf *missing)
{
	if (sethostname(name, strlen(name)) < 0)
		MISSING(missing, "missing-name",
			SLOT_TEXT("reason", strerror(errno)));
}

/* In the lab's own user namespace. A kernel that does not have one of them
 * does not count it either. */
static void limit_counts(void)
{
	size_t count;
	const struct confine_count *rows = confine_counts(&count);
	for (size_t i = 0; i < count; i++) {
		AUTO_FREE char *path =
			xprintf("/proc/sys/user/%s", rows[i].file);
		AUTO_CLOSE int fd = open(path, O_WRONLY | O_CLOEXEC);
		if (fd >= 0)
			dprintf(fd, "%u", rows[i].most);
	}
}

bool init_build(struct init *init, struct buf *missing, struct err *err)
{
	const struct space_plan *plan = init->plan;
	tell_weakness(plan, missing);
	if (plan->namespaces && !mounts_begin(err))
		return false;
	for (size_t i = 0; i < plan->host_count; i++) {
		if (!build_host(init, i, missing, err))
			return false;
	}
	if (plan->namespaces) {
		name_machine(plan->hosts[0].name, missing);
		limit_counts();
		struct mounts_plan files = plan->files;
		files.user = plan->user;
		if (!mounts_build(plan->hosts, plan->host_count, &files,
				  missing, err))
			return false;
	}
	if (chdir("/tmp") < 0)
		return FAILURE(err, "enter-tmp",
			       SLOT_TEXT("reason", strerror(errno)));
	for (size_t i = 0; i < plan->actor_count; i++) {
		if (!start_actor(init, i, err))
			return false;
	}
	return true;
}
