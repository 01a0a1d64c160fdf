# It knows that a part may be taken, sends the rest, and gives up in the end:
# nobody must tell it to call again.
# never: were never sent
import socket

one, other = socket.socketpair()
one.setblocking(False)
data = b"x" * 3000000
taken = one.send(data)
data = data[taken:]
other.recv(1 << 20)
taken = one.send(data)
print(taken)
one.close()
other.close()
