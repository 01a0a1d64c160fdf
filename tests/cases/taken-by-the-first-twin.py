# Nobody has the port when the datagram comes; who takes it later is no reason.
# says: No UDP socket had 127.0.0.1:7000
# never: and connect() let only
import socket

second = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
second.connect(("127.0.0.1", 7000))
second.send(b"me, too")
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 7000))
server.connect(("127.0.0.1", 6001))
try:
    second.send(b"again")
except ConnectionRefusedError as error:
    print(error)
