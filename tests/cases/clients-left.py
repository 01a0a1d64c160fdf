# says: here: clients-left has not closed fd 5 yet, in CLOSE-WAIT: the client has sent FIN.
# says: never closed descriptor 5: accept4() in line 10 of clients-left.py made it
# says: 1 more client was accepted with no call on it between
"""A server that keeps what its clients have left."""
import os
import socket
server = socket.create_server(("127.0.0.1", 8080))
for _ in range(2):
    client = socket.create_connection(("127.0.0.1", 8080))
    conn = server.accept()[0].detach()
    os.write(conn, b"x")
    client.recv(1)
    client.close()
os._exit(0)
