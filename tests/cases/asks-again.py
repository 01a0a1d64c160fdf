# says: times more
# says: here: No datagram waits at 127.0.0.1:7000. MSG_DONTWAIT: the call must not wait.
# says: asks-again: recvfrom(3, 0x..., 6, MSG_DONTWAIT, NULL, NULL) = -1 EAGAIN (Resource temporarily unavailable)
import socket

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 7000))
for length in [5] * 300 + [6]:
    try:
        s.recv(length, socket.MSG_DONTWAIT)
    except BlockingIOError:
        pass
