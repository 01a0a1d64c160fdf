# Nobody has that port of UDP, at whatever address.
# says: Nobody has 127.0.0.2:7001: ICMP port unreachable came back
# never: only.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 7000))
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.sendto(b"hi", ("127.0.0.2", 7001))
server.close()
client.close()
