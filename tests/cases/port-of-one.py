# says: fd 4 has SO_REUSEPORT and port-of-one's fd 3 does not: both need it
from socket import SO_REUSEPORT, SOL_SOCKET, socket
first, second = socket(), socket()
first.bind(("127.0.0.1", 6000))
first.listen()
second.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)
try:
    second.bind(("127.0.0.1", 6000))
except OSError:
    pass
second.close()
first.close()
