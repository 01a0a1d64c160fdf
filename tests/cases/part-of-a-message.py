# A message that did not fit into the way, or the time: recv() took its first
# half, for only that had come.
# says: bytes that part-of-a-message sends with one call: recv() does not wait for the rest.
import socket
import threading

one, other = socket.socketpair()
one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
sender = threading.Thread(target=one.sendall, args=(b"x" * 200000,))
sender.start()
while not other.recv(1, socket.MSG_PEEK):
    pass
left = 200000
while left:
    left -= len(other.recv(1 << 20))
sender.join()
one.close()
other.close()
