import socket
import sys
import threading

text = sys.stdin.buffer.read()


def serve(sock):
    try:
        with sock:
            sock.sendall(text)
    except OSError:
        pass


listener = socket.create_server((sys.argv[1], int(sys.argv[2])))
while True:
    sock, _ = listener.accept()
    threading.Thread(target=serve, args=(sock,), daemon=True).start()
