/* blocked: /proc/PID/syscall tells the call in which a child sleeps.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Relied on: "it blocks" is read from the kernel, not guessed from time. A
 * process that runs says "running".
 */
#include "kernel.h"

static long syscall_of(pid_t pid, char *text, size_t size)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/syscall", (int)pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : read(fd, text, size - 1);
	if (fd < 0 || (len < 0 && errno != ESRCH))
		CANNOT("read %s", path);
	close(fd);
	text[len > 0 ? len : 0] = '\0';
	return strncmp(text, "running", 7) ? strtol(text, NULL, 10) : -2;
}

int main(void)
{
	char text[256];
	enter_namespaces();
	int srv = listen_at(12345, 1);
	pid_t pid = fork();
	if (pid == 0) {
		accept4(srv, NULL, NULL, 0);
		for (;;)
			getppid();
	}
	time_t end = time(NULL) + 2;
	while (syscall_of(pid, text, sizeof(text)) != SYS_accept4 &&
	       time(NULL) <= end)
		sched_yield();
	HOLDS(syscall_of(pid, text, sizeof(text)) == SYS_accept4,
	      "asleep in accept4, it says %s", text);
	connect_to(12345);
	bool running = false;
	while (!running && time(NULL) <= end)
		running = syscall_of(pid, text, sizeof(text)) == -2;
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	HOLDS(running, "running, it says %s", text);
	return 0;
}
