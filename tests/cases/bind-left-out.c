// listen() without a bind(): nobody knows the port. And no descriptor is left for who comes.
// says: had no port, for no bind() has given it one: the kernel chose
// says: 1 waits in the accept queue, and nobody is taken out of it by a call that fails: accept() will fail so again until a descriptor is closed.
#include <arpa/inet.h>
#include <sys/resource.h>
#include <sys/socket.h>

int main(void)
{
	int server = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0);
	struct rlimit limit = {client + 1, client + 1};
	struct sockaddr_in own = {.sin_family = AF_INET};
	socklen_t length = sizeof(own);
	listen(server, 5);
	getsockname(server, (struct sockaddr *)&own, &length);
	connect(client, (struct sockaddr *)&own, sizeof(own));
	setrlimit(RLIMIT_NOFILE, &limit);
	accept(server, 0, 0);
	return 0;
}
