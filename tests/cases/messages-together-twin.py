# Each message is received before the next one is sent; and the bytes of two
# that came together are asked for one by one.
# never: boundaries
# never: with one call
import socket

listener = socket.create_server(("127.0.0.1", 5050))
client = socket.create_connection(("127.0.0.1", 5050))
server, _ = listener.accept()
for word in (b"LOGIN", b"LIST"):
    client.send(word)
    print(server.recv(1024))
client.send(b"AB")
client.send(b"CD")
print([server.recv(1) for _ in range(4)])
for socket_ in (client, server, listener):
    socket_.close()
