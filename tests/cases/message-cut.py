# SOCK_SEQPACKET keeps messages whole: what the buffer has no room for is lost,
# and as many bytes of the next message are no rest of it.
# says: The message had 11 bytes; 6 bytes did not fit and are lost.
# never: left unread
import socket

sender, receiver = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
sender.send(b"hello world")
sender.send(b"second")
print(receiver.recv(5), receiver.recv(99))
