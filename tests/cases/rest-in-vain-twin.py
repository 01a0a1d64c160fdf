# says: were never sent: call it again with the rest
from socket import create_server, create_connection
server = create_server(("127.0.0.1", 8080))
client = create_connection(("127.0.0.1", 8080))
conn, _ = server.accept()
client.setblocking(False)
client.send(bytes(8 << 20))
client.close()
conn.close()
server.close()
