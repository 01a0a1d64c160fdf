# host: b=10.0.0.2/24
# host: a=10.0.0.1/24
# Multicast to a host of which no socket has joined the group.
# says: 239.1.2.3:7000 (host b) UDP 2 bytes
# says: came for the group 239.1.2.3, and no socket of host b has joined it
# never: is bound to
import socket
import sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
if sys.argv[1] == "b":
    s.bind(("", 7000))
    s.recv(100)  # what comes behind it has come then
    s.settimeout(0.1)
    try:
        s.recv(100)
    except TimeoutError:
        pass
else:
    s.sendto(b"hi", ("239.1.2.3", 7000))
    s.sendto(b"go", ("10.0.0.2", 7000))
