# The client asks first, and then the server listens where it was asked for.
# never: with its two bytes swapped
# never: finding,
from socket import socket
server, client = socket(), socket()
client.connect_ex(("127.0.0.1", 8080))
server.bind(("127.0.0.1", 8080))
server.listen()
client.close()
server.close()
