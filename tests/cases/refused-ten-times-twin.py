# Somebody is there, who answers each.
# says: 10 of 10 were answered
# never: port unreachable
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 5300))
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.connect(("127.0.0.1", 5300))
answered = 0
for _ in range(10):
    client.send(b"q")
    asked, who = server.recvfrom(10)
    server.sendto(asked.upper(), who)
    answered += client.recv(10) == b"Q"
print(f"{answered} of 10 were answered")
