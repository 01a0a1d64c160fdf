# says: can send no more since shutdown(
# says: was connected to 127.0.0.1:7010, and both ends have sent their FIN: the connection is over.
# never: has no peer
"""A connection that ended in both directions is asked for its peer."""
import socket

server = socket.create_server(("127.0.0.1", 7010))
client = socket.create_connection(("127.0.0.1", 7010))
conn, _ = server.accept()
client.shutdown(socket.SHUT_WR)
conn.recv(1)
conn.close()
client.recv(1)
for call in (lambda: client.send(b"x"),
             lambda: client.shutdown(socket.SHUT_RDWR)):
    try:
        call()
    except OSError:
        pass
