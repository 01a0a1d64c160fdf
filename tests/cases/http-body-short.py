# A length of characters, where bytes are meant; or the other way round.
# says: the header that http-body-short.2 sent says Content-Length: 5, and 4 bytes of the body followed
import os
from socket import create_connection, create_server
server = create_server(("127.0.0.1", 8080))
if os.fork() == 0:
    client = create_connection(("127.0.0.1", 8080))
    client.sendall(b"POST / HTTP/1.1\r\ncontent-length: 5\r\n\r\nname")
    client.recv(1000)
    os._exit(0)
conn, _ = server.accept()
while True:
    conn.recv(1000)
