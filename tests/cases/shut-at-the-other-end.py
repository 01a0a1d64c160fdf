# The other end is open, and takes nothing more: it was shut down there.
# says: shut-at-the-other-end's fd 4, the other end, is shut down for receiving.
# never: is closed
import socket

own, other = socket.socketpair()
other.shutdown(socket.SHUT_RDWR)
try:
    own.send(b"late")
except BrokenPipeError as error:
    print(error)
