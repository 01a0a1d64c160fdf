# says: Nobody has 127.0.0.1:7000: ICMP port unreachable came back
# says: has no peer, so no call is told of it
from socket import AF_INET, SOCK_DGRAM, socket
a = socket(AF_INET, SOCK_DGRAM)
a.sendto(b"x", ("127.0.0.1", 7000))
a.sendto(b"y", ("127.0.0.1", 7000))
a.close()
