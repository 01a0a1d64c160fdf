# says: = 10
# never: MSG_PEEK
# never: did not fit
from socket import AF_INET, SOCK_DGRAM, socket
a, b = socket(AF_INET, SOCK_DGRAM), socket(AF_INET, SOCK_DGRAM)
a.bind(("127.0.0.1", 7000))
b.sendto(b"ten bytes.", ("127.0.0.1", 7000))
b.sendto(b"ten bytes.", ("127.0.0.1", 7000))
a.recvfrom(10)
a.recvfrom(10)
a.close()
b.close()
