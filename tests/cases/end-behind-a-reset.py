# says: That error is told once; from then on recv() returns 0.
# says: 3 bytes were not read: so the kernel sent an RST
# never: The end of the stream:
"""The other end was reset, and somebody receives after the error."""
import socket

server = socket.create_server(("127.0.0.1", 7011))
client = socket.create_connection(("127.0.0.1", 7011))
conn, _ = server.accept()
client.send(b"abc")
conn.close()
for _ in range(2):
    try:
        client.recv(9)
    except OSError:
        pass
