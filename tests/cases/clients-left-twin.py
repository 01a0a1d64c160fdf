# says: exit status 0
# never: finding,
# never: has not closed
"""The same, and each is closed before the next one."""
import os
import socket
server = socket.create_server(("127.0.0.1", 8080))
for _ in range(2):
    client = socket.create_connection(("127.0.0.1", 8080))
    conn = server.accept()[0].detach()
    os.write(conn, b"x")
    client.recv(1)
    client.close()
    os.read(conn, 1)
    os.close(conn)
os._exit(0)
