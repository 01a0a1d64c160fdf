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

/* The state and the group behind the name in /proc/PID/stat. */
static bool counts(const char *pid, pid_t dying)
{
	char path[64], text[512], state;
	int group;
	snprintf(path, sizeof(path), "/proc/%.16s/stat", pid);
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	text[len > 0 ? len : 0] = '\0';
	const char *name_end = len > 0 ? strrchr(text, ')') : NULL;
	return name_end &&
	       sscanf(name_end + 1, " %c %*d %d", &state, &group) == 2 &&
	       state != 'Z' && state != 'X' && (!dying || group != dying);
}

bool crowd_is_full(enum inhabitant who, pid_t dying)
{
	rlim_t found = 0, most = confine_processes(who);
	DIR *proc = opendir("/proc");
	for (struct dirent *entry; proc && (entry = readdir(proc));)
		found += strspn(entry->d_name, "0123456789") ==
				 strlen(entry->d_name) &&
			 counts(entry->d_name, dying);
	if (proc)
		closedir(proc);
	return found >= most - most / 4;
}
