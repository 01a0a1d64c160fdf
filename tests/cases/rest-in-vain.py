# says: ECONNRESET
# never: were never sent
from socket import create_server, create_connection
server = create_server(("127.0.0.1", 8080))
client = create_connection(("127.0.0.1", 8080))
conn, _ = server.accept()
client.settimeout(.2)
try:
    client.sendall(bytes(8 << 20))
except OSError:
    pass
conn.close()
try:
    client.recv(1)
except OSError:
    pass
client.close()
server.close()
