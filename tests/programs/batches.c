/* batches: several messages by one call, bytes of files, descriptors with
 * flags; well, in part, and refused. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MESSAGES = 3, ROOM = 10, HUGE = 500000 };

static void batch(int out, int in)
{
	static char huge[HUGE];
	char small[ROOM], smaller[MESSAGES], control[64];
	struct sockaddr_storage name;
	struct timespec soon = {1, 0}, never = {-5, 0};
	struct iovec sent[] = {{"one", 3}, {huge, HUGE}, {"three", 5}};
	struct iovec room[] = {{small, ROOM}, {smaller, sizeof(smaller)}};
	struct mmsghdr to[MESSAGES] = {0}, from[2] = {0};
	for (size_t i = 0; i < MESSAGES; i++) {
		to[i].msg_hdr.msg_iov = &sent[i];
		to[i].msg_hdr.msg_iovlen = 1;
	}
	from[0].msg_hdr =
		(struct msghdr){&name, sizeof(name), &room[0], 1, NULL, 0, 0};
	from[1].msg_hdr = (struct msghdr){
		NULL, 0, &room[1], 1, control, sizeof(control), 0};
	(void)sendmmsg(out, to, MESSAGES, 0);
	(void)sendmmsg(out, to + 1, 1, 0);
	(void)sendmmsg(out, to + 2, 1, MSG_DONTWAIT);
	(void)sendmmsg(out, to, 0, 0);
	(void)sendmmsg(out, NULL, 1, 0);
	(void)recvmmsg(in, from, 2, MSG_WAITFORONE, NULL);
	(void)recvmmsg(in, from, 2, MSG_DONTWAIT, NULL);
	(void)recvmmsg(in, from, 0, 0, &soon);
	(void)recvmmsg(in, from, 1, 0, &never);
	(void)sendmmsg(out, to + 2, 1, 0);
	(void)recvmmsg(in, from, 1, 0, &soon);
}

static void move_bytes(int out, int in)
{
	int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	int ends[2];
	off_t at = 1;
	(void)sendfile(out, file, &at, MESSAGES);
	(void)sendfile(out, file, NULL, MESSAGES);
	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK))
		return;
	(void)splice(in, NULL, ends[1], NULL, ROOM,
		     SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
	(void)splice(ends[0], NULL, in, NULL, 1, 0);
	(void)dup3(out, in + ROOM, O_CLOEXEC);
	(void)dup3(out, out, 0);
	close(in + ROOM);
}

/* Whom the kernel tells of a socket that is ready, and by which signal. */
static void own(int fd)
{
	struct f_owner_ex nobody = {F_OWNER_PID, 0};
	(void)fcntl(fd, F_SETSIG, SIGUSR1);
	(void)fcntl(fd, F_GETSIG);
	(void)fcntl(fd, F_SETSIG, 0);
	(void)fcntl(fd, F_SETOWN_EX, &nobody);
	(void)fcntl(fd, F_GETOWN_EX, &nobody);
	(void)fcntl(fd, F_GETPIPE_SZ);
	(void)dup3(fd, fd + ROOM, O_WRONLY);
}

int main(void)
{
	int datagrams[2], stream[2];
	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, datagrams) ||
	    socketpair(AF_UNIX, SOCK_STREAM, 0, stream))
		return 1;
	batch(datagrams[0], datagrams[1]);
	move_bytes(stream[0], stream[1]);
	own(stream[0]);
	return 0;
}
