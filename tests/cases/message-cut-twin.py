# The buffer is as long as the message, and no longer.
# never: did not fit
# never: left unread
import socket

sender, receiver = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
sender.send(b"hello")
sender.send(b"second")
print(receiver.recv(5), receiver.recv(99))
