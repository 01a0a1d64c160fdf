/* probe: takes a snapshot of every socket of the lab from the kernel.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "journal/socket/snapshot.h"

#include <sys/types.h>

/* A network namespace to look into. */
struct probe_host {
	const char *name;
	int diag; /* NETLINK_SOCK_DIAG socket that was made in it */
};

/* A process whose descriptors are to be told. */
struct probe_actor {
	const char *name;
	const char *host;
	int pidfd; /* -1: what sock_diag does not list stays unknown */
	pid_t pid; /* as our own /proc numbers it */
};

/* Adds every socket of the hosts to `out`, as the kernel reports it now, with
 * its owners among the actors. With `only_ours` (no namespaces: the machine's
 * own sockets are there too) only those of the actors are kept and, by their
 * addresses, what belongs to them: connections that wait to be accepted, and
 * those that nobody has open any more. An actor that is gone, or goes in the
 * middle, has no descriptors; that is no failure. */
bool probe_take(const struct probe_host *hosts, size_t host_count,
		const struct probe_actor *actors, size_t actor_count,
		bool only_ours, struct snapshot *out, struct err *err);

/* Called for an actor that may not be looked into: what it has is not told. */
typedef void probe_hidden_fn(void *data, const struct probe_actor *actor);

/* The same with more: the snapshot before this one, or NULL. A socket of that
 * one is ours even when nothing of the actors has its address any more:
 * TIME_WAIT behind the last close. */
struct probe {
	const struct probe_host *hosts;
	size_t host_count;
	const struct probe_actor *actors;
	size_t actor_count;
	bool only_ours;
	const struct snapshot *before;
	pid_t init; /* all other processes of the lab are below it, and own
		     * what no actor does; 0: nobody does */
	probe_hidden_fn *hidden; /* NULL: the snapshot fails then */
	void *data;
};

bool probe_run(const struct probe *probe, struct snapshot *out,
	       struct err *err);
