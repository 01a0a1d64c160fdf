// says: ioctl(3, SIOCSIFMTU, {ifr_name="lo", ifr_mtu=1400}) = -1 EPERM
// says: needs a privilege that no program has in a lab
// never: finding,
/* Root may change an interface of its machine, and not one of the lab. */
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

int main(void)
{
	struct ifreq request = {.ifr_name = "lo", .ifr_mtu = 1400};
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	return ioctl(fd, SIOCSIFMTU, &request) != -1;
}
