# The request is whole; the server reads to an end that does not come.
# says: each wait to receive from the other, and nobody sends
# never: message of HTTP
# never: ends without a newline
import os
from socket import create_connection, create_server
server = create_server(("127.0.0.1", 8080))
if os.fork() == 0:
    client = create_connection(("127.0.0.1", 8080))
    client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
    client.sendall(b"\r\n")
    client.recv(1000)
    os._exit(0)
conn, _ = server.accept()
while conn.recv(1000):
    pass
