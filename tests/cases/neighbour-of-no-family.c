// says: ioctl(3, SIOCGARP, 
// says: EPFNOSUPPORT
// says: usual cause: An address in the request is of another family
/* A neighbour is asked for whose address is left empty. */
#include <net/if_arp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

int main(void)
{
	struct arpreq request = {.arp_flags = 0};
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	strcpy(request.arp_dev, "lo");
	return ioctl(fd, SIOCGARP, &request) == 0;
}
