// A class that closes its socket at its end, and can be copied.
// says: finding, copied-class: close() gave descriptor 3 back, and send() in line 32 of copied-class.cc used it again
// says: here: copied-class has no fd 3 any more: it ended with close(3).
// says: at: line 32 of copied-class.cc, in main(), through Socket::send() in line 17
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

static void greet(Socket socket)
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
