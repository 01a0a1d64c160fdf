# The address that getsockname() gives of a socket without bind() is a family.
# says: The address is a family and no name: nobody has made bind() for that socket
# says: The datagram had 11 bytes; 6 bytes did not fit and are lost.
import socket
import tempfile

path = tempfile.mkdtemp() + "/socket"
server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
server.bind(path)
client = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
client.sendto(b"hello there", path)
print(server.recvfrom(5))
try:
    server.sendto(b"answer", client.getsockname())
except OSError as error:
    print(error)
