# A datagram to a host that nobody is, from a host that has no network.
# says: No route of host host leads to 10.9.9.9
# never: A broadcast leaves by a network
import socket
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try:
    sender.sendto(b"x", ("10.9.9.9", 5000))
except OSError:
    pass
sender.close()
