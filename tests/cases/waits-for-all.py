# says: MSG_WAITALL waits for 10 bytes, and 4 came: the stream has ended
# never: does not wait for more
from socket import MSG_WAITALL, create_connection, create_server
server = create_server(("127.0.0.1", 8080))
client = create_connection(("127.0.0.1", 8080))
conn, _ = server.accept()
client.send(b"four")
client.close()
conn.recv(10, MSG_WAITALL)
conn.close()
server.close()
