# says: parent-keeps.2 has closed its copy, and the next client was accepted
# says: never closed descriptor 5: accept4() in line 11 of parent-keeps.py made it
import os
import socket
server = socket.create_server(("127.0.0.1", 8080))
kept = []
first = socket.create_connection(("127.0.0.1", 8080))
second = None
for turn in range(2):
    first = first if turn == 0 else second
    conn, _ = server.accept()
    kept.append(conn)
    if turn == 0:
        child = os.fork()
        if child == 0:
            conn.send(b"x")
            os._exit(0)
        os.waitpid(child, 0)
        second = socket.create_connection(("127.0.0.1", 8080))
os._exit(0)
