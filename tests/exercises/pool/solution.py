import socket
import sys
from concurrent.futures import ThreadPoolExecutor


def serve(sock):
    with sock, sock.makefile("rb") as lines:
        name = lines.readline().rstrip(b"\n")
        for line in lines:
            sock.sendall(name + b": " + line)


# An exception ends the work at one client, not the thread.
listener = socket.create_server((sys.argv[1], int(sys.argv[2])), backlog=128)
with ThreadPoolExecutor(int(sys.argv[3])) as pool:
    while True:
        sock, _ = listener.accept()
        pool.submit(serve, sock)
