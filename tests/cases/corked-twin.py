# The cork is taken off before anybody waits: nothing was late.
# never: had these bytes
import socket

listener = socket.create_server(("127.0.0.1", 5050))
client = socket.create_connection(("127.0.0.1", 5050))
server, _ = listener.accept()
client.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
client.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 0)
client.send(b"header")
print(server.recv(99))
