# says: so its own kernel has reset the connection, with RST
# never: other end answered with RST
from socket import SHUT_RD, SHUT_WR, create_connection, create_server
server = create_server(("127.0.0.1", 8080))
client = create_connection(("127.0.0.1", 8080))
conn, _ = server.accept()
client.shutdown(SHUT_WR)
client.shutdown(SHUT_RD)
conn.send(b"late")
try:
    client.recv(1)
except ConnectionResetError:
    pass
client.close()
conn.close()
server.close()
