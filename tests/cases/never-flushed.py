# What stands in a buffer was not sent.
# says: each wait to receive from the other, and nobody sends; neither has sent a byte: what a program writes into a buffer of its own, as of stdio or makefile(), is sent when that is flushed
import socket
import threading


def answer(end):
    print(end.makefile().readline())


one, other = socket.socketpair()
threading.Thread(target=answer, args=(other,)).start()
lines = one.makefile("w")
lines.write("hello\n")
one.recv(9)
