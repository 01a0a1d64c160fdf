# says: what http-without-empty-line.2 sent begins as a message of HTTP does, and the empty line that ends its header was not sent
# never: ends without a newline
import os
from socket import create_connection, create_server
server = create_server(("127.0.0.1", 8080))
if os.fork() == 0:
    client = create_connection(("127.0.0.1", 8080))
    client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
    client.recv(1000)
    os._exit(0)
conn, _ = server.accept()
request = b""
while b"\r\n\r\n" not in request:
    request += conn.recv(1000)
