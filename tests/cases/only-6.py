# IPV6_V6ONLY, and an address of IPv4 in the form of IPv6.
# says: has IPV6_V6ONLY, and ::ffff:127.0.0.1 is an address of IPv4
# never: No host of the lab has
import socket
s = socket.socket(socket.AF_INET6)
s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
s.connect_ex(("::ffff:127.0.0.1", 5000))
