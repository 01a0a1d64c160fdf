# The whole message was there.
# never: with one call
import socket

one, other = socket.socketpair()
one.sendall(b"x" * 2000)
print(len(other.recv(1 << 20)))
one.close()
other.close()
