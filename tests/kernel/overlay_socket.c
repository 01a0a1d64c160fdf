/* overlay_socket: through an overlay neither a socket nor a named pipe of the
 * file system below is reached, though both are by the path itself.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lab lays one over each folder of the machine for this, as a user
 * namespace may (Linux 5.11).
 */
#include "kernel.h"

#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/un.h>

static int reach(void)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX,
				 .sun_path = "/tmp/below/socket"};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int error = connect(fd, (struct sockaddr *)&at, sizeof(at)) ? errno : 0;
	close(fd);
	return error;
}

static int reach_pipe(void)
{
	int fd = open("/tmp/below/pipe", O_WRONLY | O_NONBLOCK | O_CLOEXEC);
	int error = fd < 0 ? errno : 0;
	if (fd >= 0)
		close(fd);
	return error;
}

int main(void)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX,
				 .sun_path = "/tmp/below/socket"};
	enter_namespaces();
	if (unshare(CLONE_NEWNS) < 0 ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount("tmpfs", "/tmp", "tmpfs", 0, NULL) < 0)
		CANNOT("make a /tmp");
	HOLDS(!mkdir("/tmp/below", 0755) && !mkdir("/tmp/empty", 0755),
	      "mkdir");
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	HOLDS(!bind(fd, (struct sockaddr *)&at, sizeof(at)), "bind");
	HOLDS(!listen(fd, 5), "listen");
	HOLDS(!mkfifo("/tmp/below/pipe", 0600), "mkfifo");
	int reader = open("/tmp/below/pipe", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	HOLDS(!reach() && reader >= 0 && !reach_pipe(), "by the path itself");
	if (mount("overlay", "/tmp/below", "overlay", MS_RDONLY,
		  "userxattr,lowerdir=/tmp/below:/tmp/empty") < 0)
		CANNOT("lay an overlay");
	HOLDS(reach() == ECONNREFUSED, "the socket is reached");
	HOLDS(reach_pipe() == ENXIO, "the pipe is reached");
	return 0;
}
