// says: ioctl(3, SIOCGIFMTU, {ifr_name="lo", ifr_mtu=
// never: EPERM
// never: usual cause:
/* To look needs no privilege. */
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

int main(void)
{
	struct ifreq request = {.ifr_name = "lo"};
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	return ioctl(fd, SIOCGIFMTU, &request);
}
