// 8 of the 12 bytes of a netlink address.
// says: wrote only 8 of the 12 bytes of the address
#include <linux/netlink.h>
#include <sys/socket.h>
#include <unistd.h>
int main(void)
{
	struct sockaddr_nl own = {.nl_family = AF_NETLINK};
	socklen_t len = 8;
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	bind(fd, (struct sockaddr *)&own, sizeof own);
	getsockname(fd, (struct sockaddr *)&own, &len);
	close(fd);
	return 0;
}
