#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CLIENTS = 1000 };

static char *text;
static size_t text_len;
static struct pollfd waits[1 + CLIENTS];
static size_t has[1 + CLIENTS]; /* how much each client has got */

static void read_input(void)
{
	size_t room = 0;
	ssize_t got;
	do {
		room += 65536;
		text = realloc(text, room);
		while ((got = read(0, text + text_len, room - text_len)) > 0)
			text_len += got;
	} while (text_len == room);
}

/* Whether there is more to send. */
static int serve(size_t i)
{
	ssize_t sent = send(waits[i].fd, text + has[i], text_len - has[i],
			    MSG_NOSIGNAL | MSG_DONTWAIT);
	if (sent < 0)
		return errno == EAGAIN;
	has[i] += sent;
	return has[i] < text_len;
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	struct sockaddr_in own = {
		.sin_family = AF_INET,
		.sin_port = htons(atoi(argv[2])),
	};
	inet_pton(AF_INET, argv[1], &own.sin_addr);
	read_input();
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&own, sizeof(own)) < 0 ||
	    listen(listener, 128) < 0) {
		perror("listen");
		return 1;
	}
	waits[0] = (struct pollfd){.fd = listener, .events = POLLIN};
	size_t count = 1;
	for (;;) {
		poll(waits, count, -1);
		for (size_t i = count; i-- > 1;) {
			if (!waits[i].revents || serve(i))
				continue;
			close(waits[i].fd);
			count--;
			waits[i] = waits[count];
			has[i] = has[count];
		}
		if (waits[0].revents && count <= CLIENTS) {
			int sock = accept(listener, NULL, NULL);
			if (sock < 0)
				continue;
			has[count] = 0;
			waits[count++] = (struct pollfd){
				.fd = sock, .events = POLLOUT};
		}
	}
}
