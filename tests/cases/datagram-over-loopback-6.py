# A datagram to ::1, of which no packet is ever seen.
# says: note: packets of ::1 are not seen: they never leave lo
from socket import AF_INET6, SOCK_DGRAM, socket
with socket(AF_INET6, SOCK_DGRAM) as server, socket(AF_INET6, SOCK_DGRAM) as fd:
    server.bind(("::1", 5000))
    fd.sendto(b"hello", ("::1", 5000))
    server.recv(100)
