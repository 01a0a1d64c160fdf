# says: exit status 0
# never: left-open
# never: never closed
import os
import socket
server = socket.create_server(("127.0.0.1", 8080))
for _ in range(2):
    client = socket.create_connection(("127.0.0.1", 8080))
    conn, _ = server.accept()
    child = os.fork()
    if child == 0:
        conn.send(b"x")
        os._exit(0)
    conn.close()
    os.waitpid(child, 0)
    client.close()
server.close()
