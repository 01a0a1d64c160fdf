// sendfile() takes a part of the file, and nobody sends the rest.
// says: more of them: call it again from there
// says: finding, file-in-part: sendfile() in line 18 of file-in-part.c took
// says: were never sent: call it again with the rest
#define _GNU_SOURCE
#include "pair.h"
#include <sys/mman.h>
#include <fcntl.h>
#include <sys/sendfile.h>
int main(void)
{
	static char zeros[4000000];
	int ends[2], file = memfd_create("file", 0);
	write(file, zeros, sizeof zeros);
	lseek(file, 0, SEEK_SET);
	make_pair(ends);
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	sendfile(ends[0], file, 0, sizeof zeros);
	close(ends[0]);
	return 0;
}
