// The length is given itself, where its address belongs.
// says: The length is no address that can be written to: accept() takes a pointer to it. The connection was taken out of the accept queue all the same, and closed again.
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
	accept(server, (struct sockaddr *)&from, (socklen_t *)(long)length);
	return 0;
}
