import os
import signal
import socket
import sys


def serve(sock):
    with sock, sock.makefile("rb") as lines:
        name = lines.readline().rstrip(b"\n")
        for line in lines:
            sock.sendall(name + b": " + line)


def work():
    while True:
        sock, _ = listener.accept()
        try:
            serve(sock)
        except OSError:
            pass


listener = socket.create_server((sys.argv[1], int(sys.argv[2])), backlog=128)
for _ in range(int(sys.argv[3])):
    if os.fork() == 0:
        work()
signal.pause()
