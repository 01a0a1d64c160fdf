"""A parent makes the listener, and a child serves; both go their ways."""
import os
import socket

server = socket.create_server(("127.0.0.1", 7102))
child = os.fork()
if child == 0:
    conn, _ = server.accept()
    with conn:
        conn.sendall(conn.recv(10))
    os._exit(0)
server.close()
with socket.create_connection(("127.0.0.1", 7102)) as client:
    client.sendall(b"hello")
    client.shutdown(socket.SHUT_WR)
    while client.recv(10):
        pass
os.waitpid(child, 0)
