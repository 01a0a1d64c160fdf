/* processors: moves bytes without a pause, and asks on which processors it may
 * run. Its exit status is 0 when it, its child and what it chose itself have
 * those that they should; bit 6 is set when /proc showed fewer on the way.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

#include <sched.h>
#include <sys/wait.h>

enum { CALLS_MOST = 20000, FEWER = 64 };

static int count(void)
{
	cpu_set_t set;
	return sched_getaffinity(0, sizeof(set), &set) ? -1 : CPU_COUNT(&set);
}

/* Bits in the mask of /proc/self/status. */
static int count_by_proc(void)
{
	char line[4096];
	int bits = 0;
	FILE *file = fopen("/proc/self/status", "r");
	while (file && fgets(line, sizeof(line), file)) {
		if (strncmp(line, "Cpus_allowed:", 13))
			continue;
		for (char *c = line + 13; *c; c++) {
			char digit[2] = {*c, '\0'};
			bits += __builtin_popcount(
				(unsigned)strtol(digit, NULL, 16));
		}
	}
	if (file)
		fclose(file);
	return bits;
}

/* Whether there were ever fewer than `own`. */
static int move_bytes(const int fds[2], int own)
{
	char byte = 'x';
	for (int i = 0; i < CALLS_MOST; i++) {
		send(fds[0], &byte, 1, 0);
		recv(fds[1], &byte, 1, 0);
		if (i % 16 == 15 && count_by_proc() < own)
			return FEWER;
	}
	return 0;
}

static int is_wrong_in_child(const int fds[2], int own)
{
	int status = 1;
	move_bytes(fds, own);
	pid_t pid = fork();
	if (!pid)
		_exit(count() != own);
	waitpid(pid, &status, 0);
	return status;
}

int main(void)
{
	cpu_set_t one;
	int fds[2], own = count(), wrong = 0;
	socketpair(AF_UNIX, SOCK_STREAM, 0, fds);
	int fewer = own > 1 ? move_bytes(fds, own) : 0;
	if (count() != own)
		wrong |= 1;
	if (is_wrong_in_child(fds, own))
		wrong |= 2;
	sched_getaffinity(0, sizeof(one), &one);
	for (int i = 0, kept = 0; i < CPU_SETSIZE; i++) {
		if (CPU_ISSET(i, &one) && kept++)
			CPU_CLR(i, &one);
	}
	sched_setaffinity(0, sizeof(one), &one);
	move_bytes(fds, 1);
	if (count() != 1)
		wrong |= 4;
	return wrong | fewer;
}
