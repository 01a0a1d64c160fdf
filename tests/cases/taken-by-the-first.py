# A UDP server that connects to its first client turns the second one away.
# says: taken-by-the-first's fd 3 had 127.0.0.1:7000, and connect() let only
# says: no datagram from 127.0.0.1:6001 waits; connect() lets no other sender in.
# never: No UDP socket had
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 7000))
first = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
first.bind(("127.0.0.1", 6001))
second = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
second.connect(("127.0.0.1", 7000))
server.connect(("127.0.0.1", 6001))
second.send(b"me, too")
server.settimeout(0.2)
try:
    print(server.recv(99))
except TimeoutError as error:
    print(error)
try:
    second.send(b"again")
except ConnectionRefusedError as error:
    print(error)
