# The length is counted down, but what is sent begins at the beginning each time.
# says: took
# says: and the next call sent
# says: that were left: the pointer has to move as the length does
# never: were never sent: call it again with the rest
import socket

a, b = socket.socketpair()
a.setblocking(False)
message = b"".join(b"%07d\n" % number for number in range(100000))
left = len(message)
for turn in range(3):
    left -= a.send(message[:left])
    b.recv(1 << 20)
b.close()
a.close()
