# The client has a name of its own, and room for what was sent.
# never: The address is a family and no name
# never: did not fit
import socket
import tempfile

path = tempfile.mkdtemp() + "/socket"
server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
server.bind(path)
client = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
client.bind(path + "s")
client.sendto(b"hello", path)
print(server.recvfrom(5))
server.sendto(b"answer", client.getsockname())
print(client.recv(99))
