# It was accepted, and its end is closed with bytes unread.
# says: had 5 bytes unread then.
# never: still waited in the accept queue
import socket

listener = socket.create_server(("127.0.0.1", 5050))
client = socket.create_connection(("127.0.0.1", 5050))
server, _ = listener.accept()
client.send(b"hello")
server.close()
listener.close()
try:
    client.recv(9)
except ConnectionResetError as error:
    print(error)
