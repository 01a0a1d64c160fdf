/* usage: what a process holds, and what it has used.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each thread has a list of the children that it made; a zombie is still on it.
 * A traced one that is stopped at a call is in state t: it would go on.
 */
#include "lab/kernel/usage.h"

#include "lab/kernel/process.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KILOBYTE = 1024, CHILDREN_TEXT = 16384 };

/* Calls `fn` for each entry of a folder of /proc, which are numbers, and gives
 * how many there were; -1 when it cannot be read. */
static int each_entry(pid_t pid, const char *name,
		      void (*fn)(struct event_usage *usage, pid_t pid,
				 int number),
		      struct event_usage *usage)
{
	char path[64];
	int count = 0;
	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	DIR *folder = opendir(path);
	if (!folder)
		return -1;
	for (struct dirent *entry; (entry = readdir(folder));) {
		if (entry->d_name[0] == '.')
			continue;
		count++;
		if (fn)
			fn(usage, pid, (int)strtol(entry->d_name, NULL, 10));
	}
	closedir(folder);
	return count;
}

static void add_state(struct event_usage *usage, pid_t pid, int thread)
{
	(void)pid;
	char state = process_state(thread);
	usage->asleep &= state == 'S' || state == 'Z' || !state;
}

static void add_child(struct event_usage *usage, pid_t child)
{
	usage->children++;
	usage->zombies += process_state(child) == 'Z';
	each_entry(child, "task", add_state, usage);
}

static void add_thread(struct event_usage *usage, pid_t pid, int thread)
{
	char name[64], text[CHILDREN_TEXT], *rest = NULL;
	add_state(usage, pid, thread);
	snprintf(name, sizeof(name), "task/%d/children", thread);
	process_read(pid, name, text, sizeof(text));
	for (char *word = strtok_r(text, " ", &rest); word;
	     word = strtok_r(NULL, " ", &rest))
		add_child(usage, (pid_t)strtol(word, NULL, 10));
}

bool usage_read(pid_t pid, struct event_usage *usage)
{
	char status[4096];
	*usage = (struct event_usage){.actor = usage->actor, .asleep = true};
	usage->descriptors = each_entry(pid, "fd", NULL, usage);
	if (usage->descriptors < 0 || process_is_ending(pid) ||
	    process_read(pid, "status", status, sizeof(status)) <= 0)
		return false;
	long kilobytes = process_status_number(status, "VmHWM");
	usage->memory = kilobytes > 0 ? (uint64_t)kilobytes * KILOBYTE : 0;
	return each_entry(pid, "task", add_thread, usage) > 0;
}
