// More is asked for than the file has: all of it was sent.
// says: sendfile() stops at the end of the file
// never: finding
// never: more of them
#define _GNU_SOURCE
#include "pair.h"
#include <sys/mman.h>
#include <fcntl.h>
#include <sys/sendfile.h>
int main(void)
{
	int ends[2], file = memfd_create("file", 0);
	write(file, "all of it", 9);
	lseek(file, 0, SEEK_SET);
	make_pair(ends);
	sendfile(ends[0], file, 0, 4000);
	close(ends[0]);
	return 0;
}
