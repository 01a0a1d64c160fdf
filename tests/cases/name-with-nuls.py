# says: fd 3 has that name with 2 NULs more: of an abstract name all bytes count
# never: usual cause:
"""The length of the address has NULs behind the name."""
import socket

server = socket.socket(socket.AF_UNIX)
server.bind(b"\0name\0\0")
server.listen()
client = socket.socket(socket.AF_UNIX)
try:
    client.connect(b"\0name")
except OSError:
    pass
