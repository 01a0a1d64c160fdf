import socket
import sys
import time


def send_slowly(sock, data):
    for byte in data:
        sock.sendall(bytes([byte]))
        time.sleep(0.002)


address, port = sys.argv[1], int(sys.argv[2])
listener = socket.create_server((address, port))
while True:
    sock, _ = listener.accept()
    with sock:
        send_slowly(sock, b"ready\n")
        line = b""
        while not line.endswith(b"\n"):
            part = sock.recv(1)
            if not part:
                break
            line += part
        else:
            send_slowly(sock, b"got: " + line)
