// A function of another name is a part of the program.
// says: send() in line 16 of wrappers-twin.c
// never: in line 30 of
#define TWIN
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#ifdef TWIN
#define Send Report
#endif

/* It calls, and looks whether that failed. */
static void Send(int fd, const char *bytes, size_t length)
{
	if (send(fd, bytes, length, 0) < 0)
		puts("send error");
}

static void Close(int fd)
{
	if (close(fd) < 0)
		puts("close error");
}

int main(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	Close(fd);
	Send(fd, "x", 1);
	return 0;
}
