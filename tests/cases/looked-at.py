# says: MSG_PEEK: what it returned is still unread in looked-at's fd 5
# says: 20 bytes did not fit and are lost
from socket import (AF_INET, MSG_PEEK, SOCK_DGRAM, create_connection,
                    create_server, socket)
server = create_server(("127.0.0.1", 8080))
client = create_connection(("127.0.0.1", 8080))
conn, _ = server.accept()
client.send(b"hello")
conn.recv(3, MSG_PEEK)
conn.recv(5)
for one in (client, conn, server):
    one.close()
a, b = socket(AF_INET, SOCK_DGRAM), socket(AF_INET, SOCK_DGRAM)
a.bind(("127.0.0.1", 7000))
b.sendto(b"thirty bytes are in a datagram", ("127.0.0.1", 7000))
a.recvfrom(10)
a.close()
b.close()
