// Two streams of stdio over one socket, and the answer stays in the second.
// says: answer-not-flushed has sent nothing since it received: an answer that it wrote into a buffer of its own
#include "pair.h"
#include <stdio.h>

int main(void)
{
	int listener = make_listener(1);
	char line[100];
	if (fork() == 0) {
		struct sockaddr_in address = here();
		int fd = socket(AF_INET, SOCK_STREAM, 0);
		connect(fd, (struct sockaddr *)&address, sizeof address);
		write(fd, "hello\n", 6);
		read(fd, line, sizeof line);
		return 0;
	}
	int fd = accept(listener, 0, 0);
	FILE *in = fdopen(fd, "r"), *out = fdopen(dup(fd), "w");
	while (fgets(line, sizeof line, in))
		fprintf(out, "you said %s", line);
	return 0;
}
