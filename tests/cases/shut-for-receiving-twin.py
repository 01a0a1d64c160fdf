# The other end is only shut down for sending: it takes the bytes.
# never: answered with RST
# never: shut down for receiving
import socket

listener = socket.create_server(("127.0.0.1", 5050))
client = socket.create_connection(("127.0.0.1", 5050))
server, _ = listener.accept()
client.shutdown(socket.SHUT_WR)
server.send(b"more")
print(client.recv(9))
for socket_ in (client, server, listener):
    socket_.close()
