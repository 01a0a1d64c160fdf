/* foreign_zombie: a process that is nobody's child of ours tells how it ended.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Relied on: the lab learns of the end of a child that an actor forked by a
 * pidfd, which is readable while the child is a zombie, and reads its exit code
 * from /proc/PID/stat, whoever its parent is. After the parent has waited, the
 * pidfd has the exit code since Linux 6.15, and no number any more.
 */
#include "kernel.h"

#include <stdint.h>

enum { EXIT = 7 };

/* The last field but none of /proc/PID/stat behind the name: number 52. */
static int exit_code(pid_t pid, char *state)
{
	char path[64], text[2048];
	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	close(fd);
	if (len <= 0)
		return -1;
	text[len] = '\0';
	char *field = strrchr(text, ')') + 2;
	*state = field[0];
	for (int i = 3; i < 52; i++)
		field = strchr(field, ' ') + 1;
	return atoi(field);
}

static int number_of(int pidfd)
{
	char path[64], line[128];
	int pid = 0;
	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", pidfd);
	FILE *file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file))
		sscanf(line, "Pid: %d", &pid);
	if (file)
		fclose(file);
	return pid;
}

/* The parent in between: forks, tells the number, waits when it is told to. */
static void parent(int tell, int wait)
{
	char byte;
	pid_t pid = fork();
	if (pid == 0)
		_exit(EXIT);
	if (write(tell, &pid, sizeof(pid)) != sizeof(pid) ||
	    read(wait, &byte, 1) != 1)
		_exit(1);
	waitpid(pid, NULL, 0);
	_exit(write(tell, &pid, sizeof(pid)) != sizeof(pid));
}

int main(void)
{
	int up[2], down[2];
	if (pipe2(up, O_CLOEXEC) < 0 || pipe2(down, O_CLOEXEC) < 0)
		CANNOT("pipe2");
	if (fork() == 0)
		parent(up[1], down[0]);
	pid_t pid;
	HOLDS(read(up[0], &pid, sizeof(pid)) == sizeof(pid), "no grandchild");
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (pidfd < 0)
		CANNOT("pidfd_open");
	struct pollfd end = {.fd = pidfd, .events = POLLIN};
	HOLDS(poll(&end, 1, -1) == 1, "a zombie's pidfd is not readable");
	char state = 0;
	HOLDS(exit_code(pid, &state) == EXIT << 8, "no exit code in stat");
	HOLDS(state == 'Z', "it is no zombie");
	HOLDS(number_of(pidfd) == pid, "a zombie has another number");
	HOLDS(write(down[1], "", 1) == 1, "the parent is gone");
	HOLDS(read(up[0], &pid, sizeof(pid)) == sizeof(pid), "no word of it");
	HOLDS(number_of(pidfd) <= 0, "it still has a number");
	struct {
		uint64_t mask, cgroup;
		uint32_t ids[11];
		int32_t exit_code;
	} info = {.mask = 1 << 3};
	if (!ioctl(pidfd, _IOWR(0xFF, 11, info), &info) && info.mask & 1 << 3)
		HOLDS(info.exit_code == EXIT << 8, "the pidfd says another");
	return 0;
}
