// says: sendfile(3, 5, [0] => [6], 100) = 6
// says: here: 6 bytes of 100 were sent: sendfile() stops at the end of the file
// never: still to be sent
// never: finding,
/* The file is shorter than what was asked for. */
#define _GNU_SOURCE
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	int ends[2];
	off_t place = 0;
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	int file = memfd_create("file", 0);
	write(file, "hello\n", 6);
	sendfile(ends[0], file, &place, 100);
	return 0;
}
