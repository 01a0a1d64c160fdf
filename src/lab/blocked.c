/* blocked: whether a process sleeps inside a system call, and where.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * /proc/PID/syscall says "running" for a process that is on a processor or
 * ready to be, and otherwise the number of the system call it is inside, -1
 * for none. A process in state D (waiting for a disk, say) or T (stopped) is
 * inside a call, too, but does not wait for what a lesson is about: only S
 * counts. The two files are read one after the other, so the number is read
 * again behind the state: a call that came back in between was not blocked.
 */
#include "lab/blocked.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Reads a small file of /proc/PID; -1 when it cannot be read. */
static ssize_t read_file(pid_t pid, const char *name, char *text, size_t size)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	ssize_t len = read(fd, text, size - 1);
	close(fd);
	text[len > 0 ? len : 0] = '\0';
	return len;
}

static bool is_inside(pid_t pid, long number)
{
	char text[256], *end;
	if (read_file(pid, "syscall", text, sizeof(text)) <= 0)
		return false;
	long said = strtol(text, &end, 10);
	return end != text && said == number;
}

/* The state is the word behind the name, which may itself contain spaces and
 * parentheses: the last parenthesis ends it. */
static bool is_sleeping(pid_t pid)
{
	char text[512];
	if (read_file(pid, "stat", text, sizeof(text)) <= 0)
		return false;
	const char *name_end = strrchr(text, ')');
	return name_end && strncmp(name_end, ") S", 3) == 0;
}

bool probe_is_blocked(pid_t pid, long number, char *where, size_t size)
{
	where[0] = '\0';
	if (!is_inside(pid, number) || !is_sleeping(pid))
		return false;
	ssize_t len = read_file(pid, "wchan", where, size);
	if (len <= 0 || strcmp(where, "0") == 0)
		where[0] = '\0'; // no right to know: kernel.kptr_restrict
	return is_inside(pid, number);
}
