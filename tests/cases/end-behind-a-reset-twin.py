# says: The end of the stream:
# never: That error is told once
# never: were not read
"""All was read before the end."""
import socket

server = socket.create_server(("127.0.0.1", 7011))
client = socket.create_connection(("127.0.0.1", 7011))
conn, _ = server.accept()
client.send(b"abc")
conn.recv(9)
conn.close()
client.recv(9)
