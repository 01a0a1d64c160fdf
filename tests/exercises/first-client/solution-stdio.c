#include <netdb.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;
	if (argc != 3 || getaddrinfo(argv[1], argv[2], &hints, &found)) {
		fprintf(stderr, "usage: client ADDRESS PORT\n");
		return 2;
	}
	int sock = socket(found->ai_family, found->ai_socktype | SOCK_CLOEXEC,
			  found->ai_protocol);
	if (connect(sock, found->ai_addr, found->ai_addrlen)) {
		perror(argv[1]);
		return 1;
	}
	freeaddrinfo(found);
	FILE *in = fdopen(sock, "r");
	for (int byte; (byte = getc(in)) != EOF;)
		putchar(byte);
	return fclose(in) || fclose(stdout);
}
