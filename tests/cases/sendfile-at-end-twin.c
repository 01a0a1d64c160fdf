// says: sendfile(4, 3, NULL, 5) = 5
// says: here: Nothing of 5 bytes was sent: the file ends before the offset
// never: position was at its end
#include "pair.h"
#include <stdio.h>
#include <sys/sendfile.h>

int main(void)
{
	int ends[2];
	off_t behind = 5;
	make_pair(ends);
	FILE *file = tmpfile();
	write(fileno(file), "hello", 5);
	lseek(fileno(file), 0, SEEK_SET);
	sendfile(ends[0], fileno(file), 0, 5);
	sendfile(ends[0], fileno(file), &behind, 5);
	return 0;
}
