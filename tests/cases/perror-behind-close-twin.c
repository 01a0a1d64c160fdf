// The program's own copy of standard error gets the number, and the program writes to it as if it were the socket.
// says: fd 3 is another file now, and the bytes went there
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), copy;
	close(fd);
	copy = dup(2);
	write(fd, "x\n", 2);
	close(copy);
	return 0;
}
