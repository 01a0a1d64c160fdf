# says: No open socket is bound to @other.
# never: has that name
"""Another name is no name with NULs."""
import socket

server = socket.socket(socket.AF_UNIX)
server.bind(b"\0name\0\0")
server.listen()
client = socket.socket(socket.AF_UNIX)
try:
    client.connect(b"\0other")
except OSError:
    pass
