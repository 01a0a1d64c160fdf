/* closed: calls with descriptors that are no sockets any more, and others.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fcntl.h>
#include <poll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST = 40 };

static int use_all(int fd)
{
	char byte = 'x';
	struct pollfd one = {fd, POLLIN, 0};
	struct timeval now = {0};
	fd_set set;
	FD_ZERO(&set);
	FD_SET(fd, &set);
	return write(fd, &byte, 1) < 0 && read(fd, &byte, 1) < 0 &&
	       close(fd) < 0 && poll(&one, 1, 0) == 1 &&
	       select(fd + 1, &set, NULL, NULL, &now) < 0 &&
	       fcntl(fd, F_GETFL) < 0 && dup(fd) < 0;
}

int main(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), other;
	// Numbers that never were sockets are nobody's concern.
	for (int i = fd + 1; i < MOST; i++)
		close(i);
	close(fd);
	int all = use_all(fd);
	if (!fork())
		_exit(close(fd) == 0);
	wait(NULL);
	// Of another file that gets the number only the first write is.
	other = open("/dev/null", O_RDWR);
	all = all && other == fd && write(other, "y", 1) == 1 &&
	      write(other, "z", 1) == 1;
	close(other);
	return !all;
}
