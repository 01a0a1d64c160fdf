/* client: says hello and reads the answer.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net.h"

int main(int argc, char **argv)
{
	char bytes[1024];
	int cli = net_connect(argc > 1 ? atoi(argv[1]) : 12345);
	send(cli, "hello", 5, 0);
	ssize_t got = recv(cli, bytes, sizeof(bytes), 0);
	printf("%.*s\n", (int)got, bytes);
	fflush(stdout);
	close(cli);
	return 7;
}
