# The room is just what the datagram needs.
# never: did not fit
import socket

receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
receiver.bind(("127.0.0.1", 7000))
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sender.sendto(b"z" * 10, ("127.0.0.1", 7000))
sender.sendto(b"second", ("127.0.0.1", 7000))
print(receiver.recvfrom(10), receiver.recvfrom(1000))
receiver.close()
sender.close()
