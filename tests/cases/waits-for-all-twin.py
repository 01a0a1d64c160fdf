# says: "four", 4, MSG_WAITALL, NULL, NULL) = 4
# never: waits for
from socket import MSG_WAITALL, create_connection, create_server
server = create_server(("127.0.0.1", 8080))
client = create_connection(("127.0.0.1", 8080))
conn, _ = server.accept()
client.send(b"four")
conn.recv(4, MSG_WAITALL)
client.close()
conn.close()
server.close()
