// Who has listened, and has ended that by shutdown(), did not forget listen().
// says: ECONNREFUSED
// says: does not listen: it is in UNCONN
// never: listen() is missing
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(5000)};
	int server = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0);
	own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	bind(server, (struct sockaddr *)&own, sizeof(own));
#ifndef TWIN
	listen(server, 5);
	shutdown(server, SHUT_RDWR);
#endif
	connect(client, (struct sockaddr *)&own, sizeof(own));
	close(client);
	close(server);
	return 0;
}
