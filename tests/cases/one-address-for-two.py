# Of two UDP sockets with SO_REUSEADDR and one address one gets the datagram.
# says: one-address-for-two's fd 4 has 127.0.0.1:5000, too: a datagram that is neither a broadcast nor multicast goes to one of them only.
from socket import AF_INET, SOCK_DGRAM, SO_REUSEADDR, SOL_SOCKET, socket
both = [socket(AF_INET, SOCK_DGRAM) for _ in range(2)]
for fd in both:
    fd.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    fd.bind(("127.0.0.1", 5000))
both[1].sendto(b"who", ("127.0.0.1", 5000))
both[0].settimeout(.2)
try:
    both[0].recv(100)
except TimeoutError:
    pass
both[1].recv(100)
