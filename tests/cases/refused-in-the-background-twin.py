# says: "x", 1, 0, NULL, 0) = 1
# never: was never connected
from select import select
from socket import create_server, socket
server = create_server(("127.0.0.1", 8080))
client = socket()
client.setblocking(False)
client.connect_ex(("127.0.0.1", 8080))
select([], [client], [])
client.send(b"x")
conn, _ = server.accept()
conn.recv(1)
client.close()
conn.close()
server.close()
