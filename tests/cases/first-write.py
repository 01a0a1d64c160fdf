# says: The other end was closed: it answered with RST
# says: This call only filled the send buffer; the next one is told.
from socket import create_connection, create_server
server = create_server(("127.0.0.1", 8080))
client = create_connection(("127.0.0.1", 8080))
conn, _ = server.accept()
conn.close()
client.send(b"first")
try:
    client.send(b"second")
except (BrokenPipeError, ConnectionResetError):
    pass
client.close()
server.close()
