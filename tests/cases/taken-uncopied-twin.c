// On UDP the flag is what it is for.
// says: The datagram had 10 bytes; 6 bytes did not fit and are lost.
// never: copies none
#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	struct sockaddr_in address = {AF_INET, htons(5050), {htonl(INADDR_LOOPBACK)}};
	int server = socket(AF_INET, SOCK_DGRAM, 0);
	int client = socket(AF_INET, SOCK_DGRAM, 0);
	char buffer[20] = "changed";
	bind(server, (void *)&address, sizeof(address));
	sendto(client, "0123456789", 10, 0, (void *)&address, sizeof(address));
	ssize_t got = recv(server, buffer, 4, MSG_TRUNC);
	printf("%zd %s\n", got, buffer);
	close(server);
	close(client);
	return 0;
}
