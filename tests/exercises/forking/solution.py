import os
import signal
import socket
import sys


def serve(sock):
    while part := sock.recv(4096):
        sock.sendall(part)


# Nobody asks how the children end, so the kernel keeps no zombies.
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
listener = socket.create_server((sys.argv[1], int(sys.argv[2])), backlog=16)
while True:
    sock, _ = listener.accept()
    if os.fork() == 0:
        listener.close()
        try:
            serve(sock)
        except OSError:
            pass
        os._exit(0)
    sock.close()
