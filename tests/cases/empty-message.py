# 0 from a SOCK_SEQPACKET whose other end is there: a message without bytes.
# says: A message without bytes came: at the end of a stream the call returns 0, too.
# never: The end of the stream
import socket

sender, receiver = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
sender.send(b"")
print(receiver.recv(99))
