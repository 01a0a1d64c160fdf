# A loop of the program's own, which does the same.
# says: socketpair(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0, [4, 5]) = 0
# says: epoll_wait(3, [], 1, 0) = 0
# never: of an event loop
import selectors
import socket

loop = selectors.DefaultSelector()
ends = socket.socketpair()
loop.register(ends[0], selectors.EVENT_READ)
loop.select(0)
ends[1].send(b"x")
loop.select(0)
for end in ends:
    end.close()
