# host: b=10.0.0.2/24
# host: a=10.0.0.1/24
# A receiver that has joined it, and waits for more than comes.
# says: 239.1.2.3:7000 (host b) UDP 2 bytes
# says: "hi", 100, 0
# says: no datagram waits
# never: came for the group
# never: is bound to
import socket
import sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
if sys.argv[1] == "b":
    s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                 socket.inet_aton("239.1.2.3") + bytes(4))
    s.bind(("", 7000))
    s.settimeout(300)
    print(s.recvfrom(100))
    s.settimeout(0.1)
    try:
        s.recv(100)
    except TimeoutError:
        pass
else:
    s.sendto(b"hi", ("239.1.2.3", 7000))
