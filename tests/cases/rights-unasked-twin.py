# They are looked at, then taken with their descriptor; what follows has none.
# never: takes bytes only
import os
from socket import AF_UNIX, MSG_PEEK, recv_fds, send_fds, socketpair
a, b = socketpair(AF_UNIX)
r, w = os.pipe()
send_fds(a, [b"hi"], [r])
b.recv(10, MSG_PEEK)
recv_fds(b, 2, 1)
a.send(b"hi")
b.recv(10)
a.close()
b.close()
