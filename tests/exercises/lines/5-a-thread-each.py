import socket
import sys
import threading

LINE = 4096


def serve(sock):
    text, drops = b"", False
    try:
        with sock:
            while part := sock.recv(4096):
                text += part
                while b"\n" in text:
                    line, text = text.split(b"\n", 1)
                    if not drops and len(line) < LINE:
                        sock.sendall(line + b"\n")
                    drops = False
                if len(text) >= LINE or drops:
                    text, drops = b"", True
    except OSError:
        pass


listener = socket.create_server((sys.argv[1], int(sys.argv[2])))
while True:
    sock, _ = listener.accept()
    threading.Thread(target=serve, args=(sock,)).start()
