# says: listens on 127.0.0.1:36896
# never: bytes swapped
from socket import socket
server, client = socket(), socket()
server.bind(("127.0.0.1", 36896))
server.listen()
client.connect_ex(("127.0.0.1", 8080))
client.close()
server.close()
