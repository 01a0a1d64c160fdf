# says: ended with exit status 0
# never: with bytes unread, or before accept()
"""The byte was read: the end of the stream, and no error."""
import socket

ends = socket.socketpair()
ends[0].send(b"x")
ends[1].recv(1)
ends[1].close()
ends[0].recv(1)
ends[0].close()
