# says: the answer of http-kept-open is complete, as its Content-Length: 2 says
# never: ends without a newline
import os
from socket import create_connection, create_server
server = create_server(("127.0.0.1", 8080))
if os.fork() == 0:
    client = create_connection(("127.0.0.1", 8080))
    client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    while client.recv(1000):
        pass
    os._exit(0)
conn, _ = server.accept()
conn.recv(1000)
conn.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
conn.sendall(b"ok")
conn.recv(1000)
