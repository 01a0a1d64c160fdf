# says: here: No datagram waits at 127.0.0.1:7000. MSG_DONTWAIT: the call must not wait.
# never: times more
import socket

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 7000))
for length in [5, 5, 5, 6, 5, 6, 6, 6, 5] * 5:
    try:
        s.recv(length, socket.MSG_DONTWAIT)
    except BlockingIOError:
        pass
