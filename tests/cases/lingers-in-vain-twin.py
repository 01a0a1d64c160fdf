# What was sent is acknowledged before close(), which so does not wait.
# never: is over, and not all is acknowledged
import socket
import struct

listener = socket.create_server(("127.0.0.1", 5050))
client = socket.create_connection(("127.0.0.1", 5050))
server, _ = listener.accept()
client.send(b"x" * 100)
client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 1))
client.close()
while server.recv(1 << 20):
    pass
