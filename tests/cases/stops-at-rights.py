# recv() stops behind descriptors, with room for what came behind them.
# says: 4 bytes are unread in stops-at-rights's fd 4 now.
# never: left unread
import socket

one, other = socket.socketpair()
socket.send_fds(one, [b"with"], [0])
one.send(b"more")
socket.recv_fds(other, 100, 1, socket.MSG_DONTWAIT)
other.recv(100)
