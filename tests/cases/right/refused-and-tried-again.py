"""A client that is there before its server, and asks again."""
import socket

client = socket.socket()
try:
    client.connect(("127.0.0.1", 7105))
except ConnectionRefusedError:
    client.close()
server = socket.create_server(("127.0.0.1", 7105))
with socket.create_connection(("127.0.0.1", 7105)) as client:
    conn, _ = server.accept()
    conn.close()
    client.recv(1)
server.close()
