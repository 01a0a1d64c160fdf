# The other end has gone, and sent no message without bytes.
# says: The end of the stream: the other end is closed, and all bytes have been read.
# never: A message without bytes
import socket

sender, receiver = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
sender.send(b"last")
sender.close()
print(receiver.recv(99), receiver.recv(99))
