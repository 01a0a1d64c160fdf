# The other end is open, and wants to hear no more.
# says: The other end, shut-for-receiving's fd 4, was shut down for receiving: it answered with RST
# never: The other end was closed
import socket

listener = socket.create_server(("127.0.0.1", 5050))
client = socket.create_connection(("127.0.0.1", 5050))
server, _ = listener.accept()
client.shutdown(socket.SHUT_RDWR)
server.send(b"more")
for socket_ in (client, server, listener):
    socket_.close()
