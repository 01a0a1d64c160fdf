# The same without shutdown(), and a datagram without bytes.
# says: A datagram without bytes came
# never: is shut down for receiving
import socket

own = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
own.bind(("127.0.0.1", 6001))
other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
other.bind(("127.0.0.1", 6002))
own.connect(("127.0.0.1", 6002))
other.sendto(b"", ("127.0.0.1", 6001))
print(own.recv(9))
