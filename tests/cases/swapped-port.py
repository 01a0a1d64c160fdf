# says: 36895 is 8080 with its two bytes swapped
# never: left-open
from socket import socket
server, client = socket(), socket()
server.bind(("127.0.0.1", 36895))
server.listen()
client.connect_ex(("127.0.0.1", 8080))
client.close()
server.close()
