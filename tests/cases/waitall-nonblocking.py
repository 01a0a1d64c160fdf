# MSG_WAITALL has nothing to wait with on a socket that must not wait.
# says: MSG_WAITALL asked for 10 bytes, and 3 had come.
# says: fd 5 has O_NONBLOCK: the call must not wait.
# never: it returns fewer at the end of the stream
from socket import MSG_WAITALL, create_connection, create_server
server = create_server(("127.0.0.1", 8080))
client = create_connection(("127.0.0.1", 8080))
conn, _ = server.accept()
client.send(b"abc")
conn.settimeout(1)
conn.recv(10, MSG_WAITALL)
for each in (client, conn, server):
    each.close()
