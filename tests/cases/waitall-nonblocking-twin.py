# says: MSG_WAITALL waits for 10 bytes, and 3 came: the stream has ended
# never: the call must not wait
from socket import MSG_WAITALL, SHUT_WR, create_connection, create_server
server = create_server(("127.0.0.1", 8080))
client = create_connection(("127.0.0.1", 8080))
conn, _ = server.accept()
client.send(b"abc")
client.shutdown(SHUT_WR)
conn.recv(10, MSG_WAITALL)
for each in (client, conn, server):
    each.close()
