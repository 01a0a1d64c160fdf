// The file was written by the same descriptor, which stands behind it now.
// says: here: Nothing of 5 bytes was sent: the file's position was at its end.
// never: where the send buffer is full
#include "pair.h"
#include <stdio.h>
#include <sys/sendfile.h>

int main(void)
{
	int ends[2];
	make_pair(ends);
	FILE *file = tmpfile();
	write(fileno(file), "hello", 5);
	sendfile(ends[0], fileno(file), 0, 5);
	return 0;
}
