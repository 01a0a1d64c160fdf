# says: "x", 1, 0, {sa_family=AF_INET, sin_port=htons(7000), sin_addr=inet_addr("239.9.8.7")}, 16) = 1
# never: here:
# never: usual cause:
from socket import (AF_INET, IP_ADD_MEMBERSHIP, IP_MULTICAST_IF, IPPROTO_IP,
                    SOCK_DGRAM, inet_aton, socket)
a = socket(AF_INET, SOCK_DGRAM)
a.bind(("", 7000))
here = inet_aton("127.0.0.1")
a.setsockopt(IPPROTO_IP, IP_ADD_MEMBERSHIP, inet_aton("239.9.8.7") + here)
a.setsockopt(IPPROTO_IP, IP_MULTICAST_IF, here)
a.sendto(b"x", ("239.9.8.7", 7000))
a.recv(1)
a.close()
