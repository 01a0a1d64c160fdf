/* One process, many clients, and nobody is waited for alone. */
#include <arpa/inet.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PORT = 7111, CLIENTS = 2 };

static void client(const struct sockaddr_in *to)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	char byte;
	connect(fd, (const struct sockaddr *)to, sizeof(*to));
	write(fd, "ping", 4);
	shutdown(fd, SHUT_WR);
	while (read(fd, &byte, 1) > 0) {
	}
	close(fd);
	_exit(0);
}

static int serve(int fd)
{
	char buf[64];
	ssize_t got = read(fd, buf, sizeof(buf));
	if (got > 0)
		write(fd, buf, (size_t)got);
	return got > 0;
}

int main(void)
{
	struct sockaddr_in at = {.sin_family = AF_INET,
				 .sin_port = htons(PORT),
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int server = socket(AF_INET, SOCK_STREAM, 0), gone = 0;
	fd_set all, ready;
	bind(server, (struct sockaddr *)&at, sizeof(at));
	listen(server, CLIENTS);
	for (int i = 0; i < CLIENTS; i++) {
		if (!fork())
			client(&at);
	}
	FD_ZERO(&all);
	FD_SET(server, &all);
	while (gone < CLIENTS) {
		ready = all;
		select(FD_SETSIZE, &ready, NULL, NULL, NULL);
		for (int fd = 0; fd < FD_SETSIZE; fd++) {
			if (!FD_ISSET(fd, &ready))
				continue;
			if (fd == server) {
				int conn = accept(server, NULL, NULL);
				FD_SET(conn, &all);
			} else if (!serve(fd)) {
				FD_CLR(fd, &all);
				close(fd);
				gone++;
			}
		}
	}
	return close(server);
}
