# says: listen(3, 5) = 0
# never: the accept queue of
from socket import socket, AF_UNIX
server, client, other = (socket(AF_UNIX) for _ in range(3))
server.bind("\0queue")
server.listen(5)
client.connect("\0queue")
other.connect_ex("\0queue")
