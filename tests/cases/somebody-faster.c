// Two threads are told of the same bytes, and the same connection.
// says: Since poll() told that something is there, somebody-faster.2 was faster: its recv() took 5 bytes.
// says: Since poll() told that something is there, somebody-faster.2 was faster: its accept() took the connection.
// says: somebody-faster's fd 4 has O_NONBLOCK: the call must not wait.
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>

static int ends[2], listener;
static pthread_barrier_t told, taken;

static void *take(void *data)
{
	char bytes[9];
	pthread_barrier_wait(&told);
	recv(ends[1], bytes, sizeof(bytes), 0);
	pthread_barrier_wait(&taken);
	pthread_barrier_wait(&told);
	accept(listener, NULL, NULL);
	pthread_barrier_wait(&taken);
	return data;
}

static void look(int fd)
{
	struct pollfd wanted = {fd, POLLIN};
	poll(&wanted, 1, -1);
}

int main(void)
{
	struct sockaddr_in at = {AF_INET, htons(7200)};
	pthread_t thread;
	char bytes[9];
	pthread_barrier_init(&told, NULL, 2);
	pthread_barrier_init(&taken, NULL, 2);
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	bind(listener, (struct sockaddr *)&at, sizeof(at));
	listen(listener, 1);
	int client = socket(AF_INET, SOCK_STREAM, 0);
	connect(client, (struct sockaddr *)&at, sizeof(at));
	pthread_create(&thread, NULL, take, NULL);
	send(ends[0], "hello", 5, 0);
	look(ends[1]);
	pthread_barrier_wait(&told);
	pthread_barrier_wait(&taken);
	recv(ends[1], bytes, sizeof(bytes), 0);
	look(listener);
	pthread_barrier_wait(&told);
	pthread_barrier_wait(&taken);
	accept(listener, NULL, NULL);
}
