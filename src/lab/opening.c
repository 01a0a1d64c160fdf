/* opening: builds a lab from what init reports.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Init builds, we wait: this is the only place where the main process waits
 * for the lab, a few milliseconds; where the machine has much else to do, long.
 */
#include "base/sentence.h"
#include "lab/ground/parts.h"
#include "lab/inside/missing.h"
#include "lab/kernel/process.h"
#include "lab/kernel/system.h"
#include "lab/probe/diag.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

enum { OPENING_MOST_MS = 300000, DESKS_TO_SPARE = 16 };

static bool wait_for(int fd, struct err *err)
{
	struct pollfd wanted = {.fd = fd, .events = POLLIN};
	int count;
	do
		count = poll(&wanted, 1, OPENING_MOST_MS);
	while (count < 0 && errno == EINTR);
	if (count == 1)
		return true;
	return FAILURE(err, "build-lab",
		       SLOT_NUMBER("most", OPENING_MOST_MS / 1000));
}

static void take_host(struct lab *lab)
{
	struct host_ends *ends = &lab->ends[lab->msg.number];
	ends->diag = lab->msg.fds[0];
	ends->packet = lab->msg.fds[1];
	ends->route = lab->msg.fds[2];
	ends->ifindex = lab->msg.ifindex;
	memcpy(ends->mac, lab->msg.mac, sizeof(ends->mac));
}

/* Without its pid an actor cannot be looked at: no descriptor was left for it
 * to be handed over. */
static bool take_actor(struct lab *lab, struct err *err)
{
	struct actor *actor = lab->actors[lab->msg.number];
	actor->pid = lab->msg.pid;
	actor->pidfd = lab->msg.fds[0];
	actor->outer = process_of_pidfd(actor->pidfd);
	if (actor->pidfd >= 0 && actor->outer > 0)
		return true;
	return FAILURE(err, "take-over-actor", SLOT_TEXT("actor", actor->name));
}

/* Takes over one report. Returns false at the last one: init is ready, or it
 * failed, which *failed tells. */
static bool take_report(struct lab *lab, bool *failed, struct err *err)
{
	switch (lab->msg.kind) {
	case SPACE_FAILED:
		*failed = true;
		err_set(err, "%s", lab->msg.text);
		return true; // SPACE_INIT may still come, and then the end.
	case SPACE_INIT:
		lab->space.init = lab->msg.pid;
		return true;
	case SPACE_MISSING:
		missing_add(&lab->missing, lab->msg.text);
		return true;
	case SPACE_HOST:
		take_host(lab);
		return true;
	case SPACE_ACTOR:
		*failed = !take_actor(lab, err) || *failed;
		return true;
	case SPACE_ENDED:
		*failed = true;
		FAILURE(err, "ended-at-once");
		return false;
	default:
		return false;
	}
}

static bool take_reports(struct lab *lab, struct err *err)
{
	bool failed = false, more = true;
	while (more) {
		switch (space_receive(lab->space.control, &lab->msg)) {
		case SPACE_NOTHING:
			if (!wait_for(lab->space.control, err))
				return false;
			break;
		case SPACE_OVER:
			if (!failed)
				FAILURE(err, "init-died");
			return false;
		case SPACE_MESSAGE:
			more = take_report(lab, &failed, err);
		}
	}
	return !failed;
}

static bool wait_for_agents(struct lab *lab, struct err *err)
{
	for (size_t i = 0; i < lab->actor_count;) {
		struct actor *actor = lab->actors[i];
		uint64_t times;
		if (desk_state(actor->desk) == DESK_STARTING) {
			if (!wait_for(lab->bell, err))
				return false;
			(void)!read(lab->bell, &times, sizeof(times));
			continue;
		}
		actor->state = LAB_ACTOR_READY;
		i++;
	}
	return true;
}

void opening_undo(struct lab *lab)
{
	bool was_own = lab->space.namespaces;
	for (size_t i = 0; i < lab->actor_count; i++) {
		if (lab->actors[i]->pidfd >= 0)
			process_send(lab->actors[i]->pidfd, SIGKILL);
	}
	birth_forget_all(lab);
	space_close(&lab->space);
	group_drop(lab->group);
	lab->group = NULL;
	for (size_t i = 0; i < lab->host_count; i++) {
		if (was_own && lab->ends[i].diag >= 0)
			diag_end_all(lab->ends[i].diag);
		host_ends_close(&lab->ends[i]);
	}
	for (size_t i = 0; i < lab->actor_count; i++) {
		struct actor *actor = lab->actors[i];
		loop_remove(lab->loop, actor->pidfd);
		if (actor->pidfd >= 0)
			close(actor->pidfd);
		actor->pidfd = -1;
		actor_leave_desk(actor);
	}
	for (size_t i = 0; i < lab->desk_count; i++)
		desk_free(lab->desks[i]);
	free(lab->desks);
	free(lab->taken);
	lab->desks = NULL;
	lab->taken = NULL;
	lab->desk_count = 0;
}

/* One for each actor, and some to spare, as many as there is memory for. */
static bool make_desks(struct lab *lab, struct err *err)
{
	size_t most = lab->actor_count + DESKS_TO_SPARE;
	struct err no_more;
	lab->desks = xcalloc(most, sizeof(struct desk *));
	lab->taken = xcalloc(most, sizeof(*lab->taken));
	for (; lab->desk_count < most; lab->desk_count++) {
		bool is_spare = lab->desk_count >= lab->actor_count;
		struct desk *desk = desk_new(is_spare ? &no_more : err);
		if (!desk && !is_spare)
			return false;
		if (!desk)
			break;
		lab->desks[lab->desk_count] = desk;
	}
	for (size_t i = 0; i < lab->actor_count; i++)
		actor_sit(lab->actors[i]);
	return true;
}

/* One attempt, with namespaces or without. */
static bool start(struct lab *lab, const struct lab_config *config,
		  bool namespaces, struct err *err)
{
	struct space_actor *actors = xcalloc(lab->actor_count, sizeof(*actors));
	bool done = make_desks(lab, err);
	for (size_t i = 0; i < lab->actor_count; i++)
		actors[i] = (struct space_actor){lab->actors[i]->host,
						 (size_t)lab->actors[i]->seat};
	struct space_plan plan = {
		.hosts = lab->hosts,
		.host_count = namespaces ? lab->host_count : 1,
		.actors = actors,
		.actor_count = lab->actor_count,
		.desks = lab->desks,
		.desk_count = lab->desk_count,
		.bell = lab->bell,
		.namespaces = namespaces,
		.files = {.who = config->who,
			  .writable = config->writable,
			  .seen = config->seen,
			  .shared = config->shared},
	};
	done = done && space_open(&lab->space, &plan, err) &&
	       take_reports(lab, err) && wait_for_agents(lab, err);
	free(actors);
	if (!done)
		opening_undo(lab);
	return done;
}

/* Without namespaces there is one host, whatever was asked for. */
static void forget_hosts(struct lab *lab)
{
	for (size_t i = 0; i < lab->actor_count; i++)
		lab->actors[i]->host = 0;
	buf_clear(&lab->missing);
}

bool opening_run(struct lab *lab, const struct lab_config *config,
		 struct err *err)
{
	struct err why;
	const struct system_lack *lack = system_find_lack("");
	if (lack)
		return err_set(err, "%s; %s", lack->what, lack->remedy);
	if (!config->no_namespaces && start(lab, config, true, &why))
		return true;
	forget_hosts(lab);
	if (config->no_namespaces)
		MISSING(&lab->missing, "missing-network-asked");
	else
		MISSING(&lab->missing, "missing-network",
			SLOT_TEXT("reason", why.text));
	return start(lab, config, false, err);
}
