# says: - listed-anew-twin fd 3 tcp UNCONN is gone
# says: + listed-anew-twin fd 3 udp UNCONN
# never: * listed-anew-twin fd 3 udp UNCONN -> UNCONN
"""The same number and the same port, of two sockets one after the other."""
import socket

first = socket.socket()
first.bind(("127.0.0.1", 7021))
first.close()
second = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
second.bind(("127.0.0.1", 7021))
second.close()
