# It takes a part for the whole, and never sends the rest.
# says: were never sent: call it again with the rest
# never: Send-Q is 0 now
import socket

listener = socket.create_server(("127.0.0.1", 5050))
client = socket.create_connection(("127.0.0.1", 5050))
server, _ = listener.accept()
client.setblocking(False)
print(client.send(b"x" * 3000000))
for socket_ in (client, server, listener):
    socket_.close()
