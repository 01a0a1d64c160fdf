# Both move.
# says: The send buffer took
# never: finding
# never: the pointer has to move
import socket

a, b = socket.socketpair()
a.setblocking(False)
message = b"".join(b"%07d\n" % number for number in range(100000))
sent = 0
for turn in range(3):
    sent += a.send(message[sent:])
    b.recv(1 << 20)
b.close()
a.close()
