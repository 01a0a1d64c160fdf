# The other end is closed.
# says: The other end of shut-at-the-other-end-twin's fd 3 is closed.
# never: is shut down for receiving
import socket

own, other = socket.socketpair()
other.close()
try:
    own.send(b"late")
except BrokenPipeError as error:
    print(error)
