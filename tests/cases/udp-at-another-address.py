# The server's socket has the port, at an address that was not asked.
# says: udp-at-another-address's fd 3 has port 7000 at 127.0.0.1 only.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 7000))
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.sendto(b"hi", ("127.0.0.2", 7000))
server.close()
client.close()
