import socket
import sys
import threading


def serve(sock):
    with sock, sock.makefile("rb") as lines:
        name = lines.readline().rstrip(b"\n")
        for line in lines:
            sock.sendall(name + b": " + line)


def work():
    while True:
        sock, _ = listener.accept()
        serve(sock)


listener = socket.create_server((sys.argv[1], int(sys.argv[2])), backlog=128)
for _ in range(int(sys.argv[3])):
    threading.Thread(target=work).start()
