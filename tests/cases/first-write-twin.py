# says: sent FIN
# never: The other end was closed
from socket import SHUT_WR, create_connection, create_server
server = create_server(("127.0.0.1", 8080))
client = create_connection(("127.0.0.1", 8080))
conn, _ = server.accept()
conn.shutdown(SHUT_WR)
client.recv(1)
client.send(b"first")
conn.recv(5)
client.close()
conn.close()
server.close()
