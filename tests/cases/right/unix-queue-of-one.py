"""A small backlog that is enough: each client is accepted in time."""
import socket

server = socket.socket(socket.AF_UNIX)
server.bind("\0right-queue")
server.listen(1)
clients = [socket.socket(socket.AF_UNIX) for _ in range(2)]
for client in clients:
    client.connect("\0right-queue")
for client in clients:
    conn, _ = server.accept()
    conn.sendall(b"x")
    conn.close()
for client in clients:
    while client.recv(1):
        pass
    client.close()
server.close()
