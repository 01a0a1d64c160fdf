# A datagram of a UNIX socket without a name.
# says: The length of the address is 0: the sender has no name
import socket
a = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
b = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
a.bind("\0asked")
b.sendto(b"ask", "\0asked")
a.recvfrom(10)
