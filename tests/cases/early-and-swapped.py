# The client asks first, and then the server listens at the swapped port.
# says: 36895 is 8080 with its two bytes swapped
from socket import socket
server, client = socket(), socket()
client.connect_ex(("127.0.0.1", 8080))
server.bind(("127.0.0.1", 36895))
server.listen()
client.close()
server.close()
