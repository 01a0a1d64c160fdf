import socket
import sys

address, port = sys.argv[1], int(sys.argv[2])
# create_server() sets SO_REUSEADDR.
listener = socket.create_server((address, port))
while True:
    sock, _ = listener.accept()
    try:
        with sock:
            while part := sock.recv(16384):
                sock.sendall(part)
    except OSError:
        pass
