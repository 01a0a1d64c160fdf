// says: ioctl(3, SIOCADDRT, 
// says: changes an interface, a route or a neighbour
// never: of another family
/* To set a route is another matter: there the privilege is asked for first. */
#include <net/route.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

int main(void)
{
	struct rtentry request = {.rt_flags = RTF_UP};
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	return ioctl(fd, SIOCADDRT, &request) == 0;
}
