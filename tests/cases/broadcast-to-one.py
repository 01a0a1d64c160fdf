# host: b=10.0.0.2/24
# host: a=10.0.0.1/24
# A broadcast that may not be sent, and then a receiver that has bound its own
# address.
# says: 10.0.0.255 is a broadcast address, and broadcast-to-one-2's fd 3 does not have SO_BROADCAST
# says: 10.0.0.255:7000 (host b) UDP 2 bytes
# says: is bound to 10.0.0.2: a socket that is bound to one address gets only what names that address
# never: was dropped
import socket
import sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
if sys.argv[1] == "b":
    s.bind(("10.0.0.2", 7000))
    s.recv(100)  # what comes behind it has come then
    s.settimeout(0.1)
    try:
        s.recv(100)
    except TimeoutError:
        pass
else:
    try:
        s.sendto(b"hi", ("10.0.0.255", 7000))
    except PermissionError:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    s.sendto(b"hi", ("10.0.0.255", 7000))
    s.sendto(b"go", ("10.0.0.2", 7000))
