# A pair has no names, and needs none.
# never: the sender has no name
import socket
a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
b.send(b"ask")
a.recvfrom(10)
