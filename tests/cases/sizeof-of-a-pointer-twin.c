// As long as a pointer, and all there is; a number of that size; a part of more.
// never: sizeof says of a pointer
// says: "in parts"
#include "pair.h"
#include <stdint.h>
#include <string.h>

int main(void)
{
	int ends[2];
	uint64_t numbers[] = {1, 2};
	make_pair(ends);
	send(ends[0], "in parts", strlen("in parts"), 0);
	send(ends[0], numbers, sizeof(uint64_t), 0);
	send(ends[0], "some longer text", 4, 0);
	return 0;
}
