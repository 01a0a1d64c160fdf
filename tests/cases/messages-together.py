# A server that takes one recv() for one message.
# says: here: It took what messages-together sent with 3 calls: TCP keeps no boundaries between messages.
import socket

listener = socket.create_server(("127.0.0.1", 5050))
client = socket.create_connection(("127.0.0.1", 5050))
server, _ = listener.accept()
for word in (b"LOGIN", b"LIST", b"QUIT"):
    client.send(word)
print(server.recv(1024))
for socket_ in (client, server, listener):
    socket_.close()
