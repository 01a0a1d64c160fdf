# A link-local address, and no interface.
# says: fe80::1 is an address of one link
import socket
s = socket.socket(socket.AF_INET6)
s.connect_ex(("fe80::1", 5000))
