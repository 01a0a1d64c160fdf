# With an interface it is something else that is missing.
# never: is an address of one link
import socket
s = socket.socket(socket.AF_INET6)
s.connect_ex(("fe80::1", 5000, 0, 1))
