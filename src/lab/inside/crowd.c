/* crowd: whether what runs in a lab has filled it with processes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A command that forks without end is stopped by a limit, and its process group
 * is killed with it. Those that left the group stay, and no other process can
 * begin in that lab: it is of no use any more.
 */
#include "lab/inside/crowd.h"

#include "base/mem.h"
#include "lab/inside/confine.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

/* How many threads the process has, behind the name in /proc/PID/stat; 0 when
 * it is dead or in the group `dying`. */
static size_t threads_of(const char *pid, pid_t dying)
{
	char path[64], text[512], state;
	int group;
	long count;
	snprintf(path, sizeof(path), "/proc/%.16s/stat", pid);
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	text[len > 0 ? len : 0] = '\0';
	const char *name_end = len > 0 ? strrchr(text, ')') : NULL;
	bool is_there = name_end &&
			sscanf(name_end + 1,
			       " %c %*d %d %*d %*d %*d %*u %*u %*u %*u %*u %*u "
			       "%*u %*d %*d %*d %*d %ld",
			       &state, &group, &count) == 3 &&
			state != 'Z' && state != 'X' &&
			(!dying || group != dying);
	return is_there && count > 0 ? (size_t)count : 0;
}

size_t crowd_count(pid_t dying)
{
	size_t found = 0;
	DIR *proc = opendir("/proc");
	for (struct dirent *entry; proc && (entry = readdir(proc));)
		if (strspn(entry->d_name, "0123456789") ==
		    strlen(entry->d_name))
			found += threads_of(entry->d_name, dying);
	if (proc)
		closedir(proc);
	return found;
}

bool crowd_is_full(enum inhabitant who, pid_t dying)
{
	rlim_t most = confine_processes(who);
	return crowd_count(dying) >= most - most / 4;
}
