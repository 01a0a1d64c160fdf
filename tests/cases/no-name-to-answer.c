// A UNIX datagram without a sender's name is answered.
// says:   here: no-name-to-answer's fd 3 has no peer, and sendto() names none.
#include <sys/socket.h>
#include <sys/un.h>

int main(void)
{
	struct sockaddr_un name = {AF_UNIX, "\0no-name"}, sender;
	socklen_t len = sizeof(sender);
	char text[100];
	int server = socket(AF_UNIX, SOCK_DGRAM, 0);
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	bind(server, (struct sockaddr *)&name, sizeof(name));
	sendto(fd, "?", 1, 0, (struct sockaddr *)&name, sizeof(name));
	recvfrom(server, text, 100, 0, (struct sockaddr *)&sender, &len);
	sendto(server, "!", 1, 0, (struct sockaddr *)&sender, len);
	return 0;
}
