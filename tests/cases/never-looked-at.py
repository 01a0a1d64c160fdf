# says: the other end has sent its FIN, and 2 more clients were accepted
import os
import socket
server = socket.create_server(("127.0.0.1", 8080))
kept = []
for _ in range(3):
    with socket.create_connection(("127.0.0.1", 8080)) as client:
        kept.append(server.accept()[0])
        kept[-1].send(b"x")
        client.recv(1)
os._exit(0)
