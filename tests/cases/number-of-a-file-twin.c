// The number is a socket's again, and so is no number of a file.
// never: is another file now
#define _GNU_SOURCE
#include "pair.h"
#include <sys/mman.h>
#include <fcntl.h>
int main(void)
{
	int ends[2], again[2], file;
	make_pair(ends);
	open("/dev/null", O_RDONLY); // the number of the listener
	file = memfd_create("file", 0);
	write(file, "hello", 5);
	close(ends[0]);
	socketpair(AF_UNIX, SOCK_STREAM, 0, again);
	write(ends[0], "hello", 5);
	close(file);
	return 0;
}
