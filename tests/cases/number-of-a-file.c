// write() after close(), and a file has got the number meanwhile.
// says: write(4, "hello", 5) = 5
// says: fd 4 is another file now, and the bytes went there: the socket that had the number ended with close(4)
#define _GNU_SOURCE
#include "pair.h"
#include <sys/mman.h>
#include <fcntl.h>
int main(void)
{
	int ends[2], file;
	make_pair(ends);
	open("/dev/null", O_RDONLY); // the number of the listener
	close(ends[0]);
	file = memfd_create("file", 0);
	write(ends[0], "hello", 5);
	close(file);
	return 0;
}
