# It is flushed, and one of them waits for more.
# says: nobody sends there
# never: neither has sent
import socket
import threading


def answer(end):
    print(end.makefile().readline())


one, other = socket.socketpair()
threading.Thread(target=answer, args=(other,)).start()
lines = one.makefile("w")
lines.write("hello\n")
lines.flush()
one.recv(9)
