# A broadcast to all from a host that has no network.
# says: A broadcast leaves by a network, and host has only loopback: --host gives
import socket
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sender.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
try:
    sender.sendto(b"x", ("255.255.255.255", 5000))
except OSError:
    pass
sender.close()
