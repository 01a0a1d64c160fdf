// A pointer to it.
// says: [16]) = 5
// never: no address that can be written
#include <arpa/inet.h>
#include <sys/socket.h>

int main(void)
{
	struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(5000)}, from;
	int server = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0);
	socklen_t length = sizeof(from);
	own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	bind(server, (struct sockaddr *)&own, sizeof(own));
	listen(server, 5);
	connect(client, (struct sockaddr *)&own, sizeof(own));
	accept(server, (struct sockaddr *)&from, &length);
	return 0;
}
