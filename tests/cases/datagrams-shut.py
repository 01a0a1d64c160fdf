# A UDP socket that is shut for receiving gives 0, and no datagram came.
# says: datagrams-shut's fd 3 is shut down for receiving, so recv() returns 0 at once.
# never: A datagram without bytes came
import socket

own = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
own.bind(("127.0.0.1", 6001))
other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
other.bind(("127.0.0.1", 6002))
own.connect(("127.0.0.1", 6002))
own.shutdown(socket.SHUT_RD)
print(own.recv(9))
