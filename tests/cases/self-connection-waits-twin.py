# says: which no process has taken
# never: itself
from socket import socket
server, client = socket(), socket()
server.bind(("127.0.0.1", 7777))
server.listen()
client.bind(("127.0.0.1", 7778))
client.connect(("127.0.0.1", 7777))
client.recv(100)
