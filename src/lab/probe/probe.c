/* probe: takes a snapshot of every socket of the lab from the kernel.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Three sources, in this order:
 * 1. sock_diag(7), once for each host: all rows but those of source 3.
 * 2. /proc/PID/fd of each actor: which descriptor is which row, by inode.
 * 3. copies of those descriptors (lab/kernel/descriptor.h): O_NONBLOCK and
 * options of listed rows, and the whole row of a socket that is not listed,
 * which an unbound one is not.
 *
 * The lists of epoll instances come from /proc, too (lab/actor/epolls.h).
 *
 * The instant is not one instant: a socket that is made or closed between the
 * sources appears without its listing, or without its owner. Whoever needs a
 * quiet moment takes snapshots until two are the same.
 *
 * Rows are put in an order that is the same in each run where the program does
 * the same: by actor and descriptor, then what nobody owns by its addresses,
 * never in the order of the kernel's hash tables.
 */
#include "lab/probe/probe.h"

#include "base/sentence.h"
#include "lab/actor/epolls.h"
#include "lab/kernel/descriptor.h"
#include "lab/probe/diag.h"
#include "lab/probe/probe_index.h"
#include "lab/probe/probe_others.h"
#include "lab/probe/probe_ours.h"

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>

/* One actor while its descriptors are gone through. */
struct visit {
	const struct probe_actor *actor;
	const char *name;   /* in the snapshot's arena */
	const char *host;   /* the same */
	uint64_t namespace; /* of its host; 0: unknown */
	struct snapshot *out;
	struct probe_index *index;
};

static void row_add_owner(struct socket_state *row, const struct visit *visit,
			  int fd)
{
	size_t count = row->owner_count;
	struct socket_owner *owners =
		arena_alloc(&visit->out->arena, (count + 1) * sizeof(*owners));
	if (count)
		memcpy(owners, row->owners, count * sizeof(*owners));
	owners[count] = (struct socket_owner){visit->name, fd};
	row->owners = owners;
	row->owner_count = count + 1;
}

/* A copy of the descriptor if it still is the socket that it was when it was
 * listed. */
static int copy_of(const struct visit *visit,
		   const struct descriptor *descriptor)
{
	AUTO_CLOSE int copy =
		descriptor_copy(visit->actor->pidfd, descriptor->fd);
	struct stat stat;
	if (copy < 0 || fstat(copy, &stat) < 0 ||
	    (uint32_t)stat.st_ino != descriptor->inode)
		return -1;
	return take_fd(&copy);
}

/* Adds the row of a socket that sock_diag does not list, and puts it into the
 * index, so that a second descriptor finds it. Sockets of other namespaces
 * (inherited from whoever started the program) are not the lab's. */
static struct socket_state *add_unlisted(const struct visit *visit,
					 const struct descriptor *descriptor,
					 int copy)
{
	uint64_t namespace = descriptor_namespace(copy);
	if (namespace && visit->namespace && namespace != visit->namespace)
		return NULL;
	struct tcp_info info;
	struct socket_state row = {
		.host = visit->host,
		.inode = descriptor->inode,
	};
	if (!descriptor_describe(copy, &row, &info))
		return NULL;
	struct socket_state *listed =
		snapshot_find(visit->out, visit->host, row.cookie);
	// A connection that was accepted since it was listed.
	if (listed && !listed->inode && listed->state == row.state) {
		listed->inode = row.inode;
	} else {
		row.cookie |= listed ? SOCKET_LEFT_BEHIND : 0;
		listed = snapshot_add(visit->out, &row);
	}
	probe_index_add(visit->index, visit->out,
			(size_t)(listed - visit->out->rows));
	return listed;
}

static void visit_descriptor(const struct visit *visit,
			     const struct descriptor *descriptor)
{
	struct socket_state *row =
		probe_index_find(visit->index, visit->out, descriptor->inode);
	// A second descriptor of a row that is complete needs no copy.
	if (!row || !row->owner_count) {
		AUTO_CLOSE int copy = copy_of(visit, descriptor);
		if (!row && copy >= 0)
			row = add_unlisted(visit, descriptor, copy);
		if (row && copy >= 0)
			descriptor_complete(copy, row, &visit->out->arena);
	}
	if (row)
		row_add_owner(row, visit, descriptor->fd);
}

static bool visit_actor(const struct visit *visit, struct err *err)
{
	AUTO_FREE struct descriptor *list = NULL;
	size_t count;
	if (!descriptors_list(visit->actor->pid, &list, &count, err))
		return FAILURE_IN(err, "look-at-actor",
				  SLOT_TEXT("actor", visit->actor->name));
	for (size_t i = 0; i < count; i++) {
		if (list[i].inode)
			visit_descriptor(visit, &list[i]);
		else
			epolls_read(visit->actor->pid, list[i].fd, visit->name,
				    visit->out);
	}
	return true;
}

static const struct probe_host *host_of(const struct probe *probe,
					const struct probe_actor *actor)
{
	for (size_t i = 0; i < probe->host_count; i++)
		if (!actor->host || !strcmp(probe->hosts[i].name, actor->host))
			return &probe->hosts[i];
	return &probe->hosts[0];
}

static bool visit_actors(const struct probe *probe, struct snapshot *out,
			 struct probe_index *index, struct err *err)
{
	for (size_t i = 0; i < probe->actor_count; i++) {
		const struct probe_actor *actor = &probe->actors[i];
		const struct probe_host *host = host_of(probe, actor);
		struct visit visit = {
			.actor = actor,
			.name = arena_strdup(&out->arena, actor->name),
			.host = arena_strdup(&out->arena, host->name),
			.namespace = descriptor_namespace(host->diag),
			.out = out,
			.index = index,
		};
		if (visit_actor(&visit, err))
			continue;
		if (!probe->hidden)
			return false;
		probe->hidden(probe->data, actor);
	}
	return true;
}

static bool has_bound(const struct snapshot *snapshot, const char *host)
{
	for (size_t i = 0; i < snapshot->count; i++) {
		const struct socket_state *row = &snapshot->rows[i];
		if (row->source == SOCKET_FROM_FD &&
		    row->protocol == IPPROTO_TCP &&
		    address_port(&row->local) > 0 && !strcmp(row->host, host))
			return true;
	}
	return false;
}

/* Since Linux 6.8 sock_diag lists every socket that has a port. */
static bool lists_all_bound(void)
{
	struct utsname system;
	int major = 0, minor = 0;
	return !uname(&system) &&
	       sscanf(system.release, "%d.%d", &major, &minor) == 2 &&
	       (major > 6 || (major == 6 && minor >= 8));
}

/* A connection that fails, and one that is reset, gives its port back, and
 * getsockname(2) goes on saying the number. */
static void note_unbound(struct snapshot *out)
{
	for (size_t i = 0; i < out->count && lists_all_bound(); i++) {
		struct socket_state *row = &out->rows[i];
		row->unbound = row->source == SOCKET_FROM_FD &&
			       row->protocol == IPPROTO_TCP &&
			       address_port(&row->local) > 0;
	}
}

/* Whether sock_diag lists a bound socket, too, is asked only where an actor
 * has one: nobody else can, for it never outlives its descriptor. */
static bool list_bound(const struct probe *probe, struct snapshot *out,
		       const struct probe_index *index, struct err *err)
{
	for (size_t i = 0; i < probe->host_count; i++) {
		const struct probe_host *host = &probe->hosts[i];
		if (!has_bound(out, host->name))
			continue;
		struct snapshot listed = {0};
		bool done =
			diag_dump_bound(host->diag, host->name, &listed, err);
		for (size_t n = 0; n < listed.count; n++) {
			struct socket_state *row = probe_index_find(
				index, out, listed.rows[n].inode);
			if (row)
				row->source = SOCKET_FROM_DIAG;
		}
		snapshot_done(&listed);
		if (!done)
			return false;
	}
	return true;
}

bool probe_run(const struct probe *probe, struct snapshot *out, struct err *err)
{
	for (size_t i = 0; i < probe->host_count; i++)
		if (!diag_dump(probe->hosts[i].diag, probe->hosts[i].name, out,
			       err))
			return false;
	struct probe_index index = {0};
	probe_index_build(&index, out);
	bool complete = visit_actors(probe, out, &index, err) &&
			list_bound(probe, out, &index, err);
	if (complete)
		probe_find_others(probe, out, &index);
	probe_index_done(&index);
	if (!complete)
		return false;
	note_unbound(out);
	if (probe->only_ours)
		probe_keep_ours(probe, out);
	probe_sort(probe, out);
	return true;
}

bool probe_take(const struct probe_host *hosts, size_t host_count,
		const struct probe_actor *actors, size_t actor_count,
		bool only_ours, struct snapshot *out, struct err *err)
{
	const struct probe probe = {
		.hosts = hosts,
		.host_count = host_count,
		.actors = actors,
		.actor_count = actor_count,
		.only_ours = only_ours,
	};
	return probe_run(&probe, out, err);
}
