/* stdio asks once more behind the end of a stream, by itself. */
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	int pair[2];
	char buf[64];
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	write(pair[0], "one\ntwo\n", 8);
	close(pair[0]);
	FILE *stream = fdopen(pair[1], "r");
	while (fread(buf, 1, sizeof(buf), stream) > 0) {
	}
	return fclose(stream);
}
