# recv() has room for a part only, and leaves the rest.
# says: 4 bytes are left unread in stops-at-rights-twin's fd 4.
# never: unread in stops-at-rights-twin's fd 4 now
import socket

one, other = socket.socketpair()
one.send(b"withmore")
other.recv(4)
other.recv(100)
