# says: and the next connect() has to wait
# never: SYN
from socket import socket, AF_UNIX
server, client, other = (socket(AF_UNIX) for _ in range(3))
server.bind("\0queue")
server.listen(0)
other.setblocking(False)
client.connect("\0queue")
other.connect_ex("\0queue")
