// says: exit status 0
// never: finding
// never: EBADF
#include <string>
#include <sys/socket.h>
#include <unistd.h>

class Socket {
	int fd;

public:
	explicit Socket(int number) : fd(number) {}
	~Socket() { close(fd); }
	ssize_t send(const std::string &text)
	{
		return ::send(fd, text.data(), text.size(), MSG_NOSIGNAL);
	}
};

static void greet(Socket &socket)
{
	socket.send("hello");
}

int main()
{
	int pair[2];
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	Socket near(pair[0]), far(pair[1]);
	greet(near);
	near.send("and more");
}
