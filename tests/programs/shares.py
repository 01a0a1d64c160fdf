"""shares: a pool of workers who keep their clients in one variable.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import socket, sys, threading
listener = socket.create_server((sys.argv[1], int(sys.argv[2])), backlog=128)
def work():
    global sock
    while True:
        sock, _ = listener.accept()
        name = take().rstrip(b"\n")
        while line := take():
            sock.sendall(name + b": " + line)
        sock.close()
def take():
    line = b""
    while not line.endswith(b"\n"):
        part = sock.recv(1)
        if not part:
            break
        line += part
    return line
for _ in range(int(sys.argv[3]) - 1):
    threading.Thread(target=work).start()
work()
