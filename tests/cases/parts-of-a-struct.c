// A struct whose sizes differ: bytes that are no text end in no newline.
// says: each wait to receive from the other, and nobody sends
// never: newline
#include "pair.h"
#include <pthread.h>

static int ends[2];

static void *receive(void *data)
{
	char whole[12];
	recv(ends[1], whole, sizeof(whole), 0);
	recv(ends[1], whole + 8, sizeof(whole) - 8, 0);
	return data;
}

int main(void)
{
	pthread_t thread;
	int number[2] = {1, 2};
	make_pair(ends);
	pthread_create(&thread, 0, receive, 0);
	send(ends[0], number, sizeof(number), 0);
	recv(ends[0], number, sizeof(number), 0);
	return 0;
}
