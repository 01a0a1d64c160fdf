import socket
import sys

address, port = sys.argv[1], int(sys.argv[2])
listener = socket.create_server((address, port))
clients = []
while True:
    sock, _ = listener.accept()
    clients.append(sock)
    sock.sendall(b"ready\n")
    line = b""
    while not line.endswith(b"\n"):
        part = sock.recv(1024)
        if not part:
            break
        line += part
    else:
        sock.sendall(b"got: " + line)
    sock.shutdown(socket.SHUT_WR)
