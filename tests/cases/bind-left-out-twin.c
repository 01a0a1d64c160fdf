// bind() has asked for any port; nobody waits when no descriptor is left.
// says: Port 0 asks for any: the kernel chose
// says: EMFILE
// never: had no port
// never: in the accept queue
#include <arpa/inet.h>
#include <sys/resource.h>
#include <sys/socket.h>

int main(void)
{
	int server = socket(AF_INET, SOCK_STREAM, 0);
	struct rlimit limit = {server + 1, server + 1};
	struct sockaddr_in own = {.sin_family = AF_INET};
	bind(server, (struct sockaddr *)&own, sizeof(own));
	listen(server, 5);
	setrlimit(RLIMIT_NOFILE, &limit);
	socket(AF_INET, SOCK_STREAM, 0);
	return 0;
}
