/* epoll_list: fdinfo tells what epoll watches: the open file, not the number.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Relied on: what an epoll instance watches is read from /proc/PID/fdinfo. An
 * entry keeps the number under which it was added and the inode of its file; it
 * outlives the close() of that number as long as another descriptor of the file
 * is open, is found again only by file and number together, and has lost its
 * events once it was told of with EPOLLONESHOT.
 */
#include "kernel.h"

#include <inttypes.h>
#include <sys/epoll.h>
#include <sys/stat.h>

struct entry {
	int count, fd;
	unsigned events;
	uint64_t data, inode;
};

/* The last entry of the list, and how many there are. */
static struct entry list_of(int ep)
{
	char path[64], line[256];
	struct entry entry = {0};
	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", ep);
	FILE *file = fopen(path, "re");
	HOLDS(file, "open %s", path);
	while (fgets(line, sizeof(line), file))
		entry.count += sscanf(line,
				      "tfd: %d events: %x data: %" SCNx64
				      " pos:%*d ino:%" SCNx64,
				      &entry.fd, &entry.events, &entry.data,
				      &entry.inode) == 4;
	fclose(file);
	return entry;
}

static uint64_t inode_of(int fd)
{
	struct stat stat;
	HOLDS(!fstat(fd, &stat), "fstat");
	return stat.st_ino;
}

static int change(int ep, int operation, int fd, unsigned events)
{
	struct epoll_event event = {.events = events, .data.u64 = 77};
	return epoll_ctl(ep, operation, fd, &event);
}

int main(void)
{
	enter_namespaces();
	int srv = listen_at(12345, 5), ep = epoll_create1(EPOLL_CLOEXEC);
	uint64_t inode = inode_of(srv);
	HOLDS(list_of(ep).count == 0, "a new list is empty");
	HOLDS(!change(ep, EPOLL_CTL_ADD, srv, EPOLLIN), "add");
	struct entry entry = list_of(ep);
	HOLDS(entry.count == 1 && entry.fd == srv, "its number");
	HOLDS(entry.events == (EPOLLIN | EPOLLERR | EPOLLHUP), "its events");
	HOLDS(entry.data == 77 && entry.inode == inode, "its data, its file");

	connect_to(12345); // before the number is free
	int copy = dup(srv), number = srv;
	close(srv);
	entry = list_of(ep);
	HOLDS(entry.count == 1 && entry.fd == number && entry.inode == inode,
	      "a closed number stays while its file is open");
	struct epoll_event event;
	HOLDS(epoll_wait(ep, &event, 1, 0) == 1 && event.data.u64 == 77,
	      "and its events come");
	HOLDS(change(ep, EPOLL_CTL_DEL, number, 0) < 0 && errno == EBADF,
	      "the number is closed");
	HOLDS(change(ep, EPOLL_CTL_DEL, copy, 0) < 0 && errno == ENOENT,
	      "the file has another number");
	HOLDS(dup2(copy, number) == number &&
		      !change(ep, EPOLL_CTL_DEL, number, 0),
	      "dup2() makes it found again");

	unsigned once = EPOLLIN | EPOLLONESHOT;
	HOLDS(!change(ep, EPOLL_CTL_ADD, number, once), "add it once");
	HOLDS(epoll_wait(ep, &event, 1, 0) == 1, "it is told of");
	HOLDS(list_of(ep).events == EPOLLONESHOT, "and has no events left");
	close(number);
	HOLDS(list_of(ep).count == 1, "one descriptor is left");
	close(copy);
	HOLDS(list_of(ep).count == 0, "the last close takes it off");
	return 0;
}
