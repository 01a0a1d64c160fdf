# says: recvfrom(3, 0x..., 1, 0, NULL, NULL) = -1 ECONNRESET
# says: here: The other end of unread-in-a-pair's fd 3 is closed: with bytes unread, or before accept() took it.
# never: sent RST
"""One end of a UNIX pair is closed with a byte that nobody has read."""
import contextlib
import socket

ends = socket.socketpair()
ends[0].send(b"x")
ends[1].close()
with contextlib.suppress(ConnectionResetError):
    ends[0].recv(1)
ends[0].close()
