# says: Port 6000 is already bound by port-of-one-twin's fd 3
# never: SO_REUSEPORT and
# never: both need it
from socket import SO_REUSEPORT, SOL_SOCKET, socket
first, second, other = socket(), socket(), socket()
for one in (first, second):
    one.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)
    one.bind(("127.0.0.1", 6001))
    one.listen()
first.close()
second.close()
third, fourth = socket(), socket()
third.bind(("127.0.0.1", 6000))
third.listen()
try:
    fourth.bind(("127.0.0.1", 6000))
except OSError:
    pass
third.close()
fourth.close()
other.close()
