# What answers HEAD has the length of what GET would bring, and no body.
# says: each wait to receive from the other
# never: of the body followed
import os
from socket import create_connection, create_server
server = create_server(("127.0.0.1", 8080))
if os.fork() == 0:
    client = create_connection(("127.0.0.1", 8080))
    client.sendall(b"HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    client.recv(1000)
    client.recv(1000)
    os._exit(0)
conn, _ = server.accept()
conn.recv(1000)
conn.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
conn.recv(1000)
