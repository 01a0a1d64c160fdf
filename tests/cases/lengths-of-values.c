// says: here: The length says 200 bytes, and no address has more than 128.
// says: here: The value has 4 bytes, and SO_RCVTIMEO takes a struct timeval of 16.
// says: here: The value has 1 byte, and SO_REUSEADDR takes an int of 4.
// says: here: The length was 2 at the call: the kernel wrote only 2 of the 4 bytes of SO_TYPE.
// says: 512 is AF_INET with its two bytes swapped: the family takes no htons().
// says: here: The backlog is
// never: usual cause:
/* Lengths and values that are not what the call takes. */
#include <netinet/in.h>
#include <sys/socket.h>

int main(void)
{
	char room[200] = {0};
	struct sockaddr_in swapped = {htons(AF_INET)};
	int five = 5, type;
	socklen_t two = 2;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	bind(fd, (struct sockaddr *)room, sizeof(room));
	bind(fd, (struct sockaddr *)&swapped, sizeof(swapped));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &five, sizeof(five));
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &five, 1);
	getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &two);
	listen(fd, -1);
	return 0;
}
