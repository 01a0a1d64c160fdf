# A datagram over IPv4, whose packet is seen.
# says: UDP 5 bytes
# never: are not seen
from socket import AF_INET, SOCK_DGRAM, socket
with socket(AF_INET, SOCK_DGRAM) as server, socket(AF_INET, SOCK_DGRAM) as fd:
    server.bind(("127.0.0.1", 5000))
    fd.sendto(b"hello", ("127.0.0.1", 5000))
    server.recv(100)
