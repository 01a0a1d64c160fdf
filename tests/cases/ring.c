// says: note: ring uses io_uring: what it asks of the kernel by its rings are no system calls, and is not followed
/* A ring is set up, or refused: it is said that nobody follows it. */
#include <linux/io_uring.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	struct io_uring_params params = {0};
	socket(AF_INET, SOCK_STREAM, 0);
	syscall(SYS_io_uring_setup, 1, &params);
	return 0;
}
