# host: b=10.0.0.2/24
# host: a=10.0.0.1/24
# host: c=10.0.0.3/24
# The same with the option, and a receiver that is bound to every address.
# says: -> broadcast-to-one-twin UDP 2 bytes
# says: 255.255.255.255:7000 (host c) UDP 2 bytes
# says: "hi", 100, 0
# never: SO_BROADCAST.
# never: is bound to
# never: was dropped
import socket
import sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
if sys.argv[1] == "b":
    s.bind(("", 7000))
    s.settimeout(300)
    print(s.recvfrom(100), s.recvfrom(100))
elif sys.argv[1] == "a":
    s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    s.sendto(b"hi", ("10.0.0.255", 7000))
    s.sendto(b"hi", ("255.255.255.255", 7000))
