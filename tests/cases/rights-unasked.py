# The message has a descriptor, and recv() takes its bytes only.
# says: With these bytes came 1 descriptor (SCM_RIGHTS), and recv() takes bytes only
import os
from socket import AF_UNIX, send_fds, socketpair
a, b = socketpair(AF_UNIX)
r, w = os.pipe()
send_fds(a, [b"hi"], [r])
b.recv(10)
a.close()
b.close()
