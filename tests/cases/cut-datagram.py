# Two datagrams of different length, and room for neither.
# says: The datagram had 300 bytes; 290 bytes did not fit and are lost.
import socket

receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
receiver.bind(("127.0.0.1", 7000))
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sender.sendto(b"z" * 300, ("127.0.0.1", 7000))
sender.sendto(b"second", ("127.0.0.1", 7000))
print(receiver.recvfrom(10), receiver.recvfrom(1000))
receiver.close()
sender.close()
