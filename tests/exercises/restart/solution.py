import signal
import socket
import sys

ends = False


def end(number, frame):
    global ends
    ends = True
    listener.close()


def serve(sock):
    text = b""
    while part := sock.recv(4096):
        text += part
        while b"\n" in text:
            line, text = text.split(b"\n", 1)
            if line == b"quit":
                return
            sock.sendall(line + b"\n")


listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind((sys.argv[1], int(sys.argv[2])))
signal.signal(signal.SIGTERM, end)
listener.listen(5)
while not ends:
    try:
        sock, _ = listener.accept()
    except OSError:
        continue
    with sock:
        try:
            serve(sock)
        except OSError:
            pass
