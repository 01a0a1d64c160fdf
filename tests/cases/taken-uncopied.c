// MSG_TRUNC asks UDP for the whole length; TCP throws the bytes away for it.
// says: MSG_TRUNC on TCP takes the bytes and copies none of them
// says: 6 bytes are left unread in taken-uncopied's fd 5.
#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	struct sockaddr_in address = {AF_INET, htons(5050), {htonl(INADDR_LOOPBACK)}};
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	int client = socket(AF_INET, SOCK_STREAM, 0);
	char buffer[20] = "unchanged";
	bind(listener, (void *)&address, sizeof(address));
	listen(listener, 1);
	connect(client, (void *)&address, sizeof(address));
	int server = accept(listener, NULL, NULL);
	send(client, "0123456789", 10, 0);
	ssize_t got = recv(server, buffer, 4, MSG_TRUNC);
	printf("%zd %s\n", got, buffer);
	close(server);
	close(client);
	close(listener);
	return 0;
}
