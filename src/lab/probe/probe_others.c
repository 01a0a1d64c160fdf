/* probe_others: processes of the lab that are no actors, and their sockets.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A command can leave a server in the background, and a traced program a child
 * that is not traced. Whatever runs in a lab is below its init, for one whose
 * parent ends gets init as its parent. They are looked for only where a row has
 * an inode and no owner, which is rare.
 */
#include "lab/probe/probe_others.h"

#include "lab/kernel/descriptor.h"
#include "lab/kernel/process.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Processes, parents first. */
struct tree {
	pid_t *pids;
	size_t count, cap;
};

static bool is_somebodys(const struct socket_state *row)
{
	return row->inode && !row->owner_count;
}

static void add_children(struct tree *tree, const char *text)
{
	char *end;
	for (long pid; (pid = strtol(text, &end, 10)) > 0; text = end) {
		tree->pids = xgrow(tree->pids, &tree->cap, tree->count + 1,
				   sizeof(*tree->pids));
		tree->pids[tree->count++] = (pid_t)pid;
	}
}

/* Each thread has the children that it made: proc_tid_children(5). */
static void add_children_of(struct tree *tree, pid_t pid)
{
	char name[64], text[4096];
	snprintf(name, sizeof(name), "/proc/%d/task", (int)pid);
	DIR *tasks = opendir(name);
	const struct dirent *entry;
	while (tasks && (entry = readdir(tasks))) {
		snprintf(name, sizeof(name), "task/%.16s/children",
			 entry->d_name);
		if (entry->d_name[0] != '.' &&
		    process_read(pid, name, text, sizeof(text)) > 0)
			add_children(tree, text);
	}
	if (tasks)
		closedir(tasks);
}

static bool is_actor(const struct probe *probe, pid_t pid)
{
	for (size_t i = 0; i < probe->actor_count; i++)
		if (probe->actors[i].pid == pid)
			return true;
	return false;
}

/* "nc[12]": no actor can be called so. */
static const char *name_of(pid_t pid, struct arena *arena)
{
	char command[64];
	ssize_t len = process_read(pid, "comm", command, sizeof(command));
	command[strcspn(command, "\n")] = '\0';
	return arena_printf(arena, "%s[%ld]", len > 0 ? command : "?",
			    process_inner(pid));
}

static void take_sockets(pid_t pid, struct snapshot *out,
			 const struct probe_index *index)
{
	AUTO_FREE struct descriptor *list = NULL;
	const char *name = NULL;
	size_t count = 0;
	struct err err;
	if (!descriptors_list(pid, &list, &count, &err))
		return;
	for (size_t i = 0; i < count; i++) {
		struct socket_state *row =
			list[i].inode
				? probe_index_find(index, out, list[i].inode)
				: NULL;
		if (!row || !is_somebodys(row))
			continue;
		name = name ? name : name_of(pid, &out->arena);
		struct socket_owner *owner =
			arena_alloc(&out->arena, sizeof(*owner));
		*owner = (struct socket_owner){name, list[i].fd};
		row->owners = owner;
		row->owner_count = 1;
	}
}

void probe_find_others(const struct probe *probe, struct snapshot *out,
		       const struct probe_index *index)
{
	struct tree tree = {0};
	size_t wanted = 0;
	for (size_t i = 0; i < out->count; i++)
		wanted += is_somebodys(&out->rows[i]);
	if (!wanted || !probe->init)
		return;
	add_children_of(&tree, probe->init);
	for (size_t i = 0; i < tree.count; i++) {
		if (!is_actor(probe, tree.pids[i]))
			take_sockets(tree.pids[i], out, index);
		add_children_of(&tree, tree.pids[i]);
	}
	free(tree.pids);
}
