# says: imr_interface is 0.0.0.0, so the route to 239.9.8.7 decides
# says: No interface of host host has the address 10.9.8.7, which imr_interface
# says: No route of host host leads to 239.9.8.7, which is a multicast group
# says: No interface of host host has the address 10.9.8.7. It has 127.0.0.1/8
# never: No host of the lab
import contextlib
from socket import (AF_INET, IP_ADD_MEMBERSHIP, IP_MULTICAST_IF, IPPROTO_IP,
                    SOCK_DGRAM, inet_aton, socket)
a = socket(AF_INET, SOCK_DGRAM)
group, nobody = inet_aton("239.9.8.7"), inet_aton("10.9.8.7")
for call in (
        lambda: a.setsockopt(IPPROTO_IP, IP_ADD_MEMBERSHIP, group + bytes(4)),
        lambda: a.setsockopt(IPPROTO_IP, IP_ADD_MEMBERSHIP, group + nobody),
        lambda: a.sendto(b"x", ("239.9.8.7", 7000)),
        lambda: a.setsockopt(IPPROTO_IP, IP_MULTICAST_IF, nobody)):
    with contextlib.suppress(OSError):
        call()
a.close()
