import socket
import struct
import sys

MOST = 65535


class Cut(Exception):
    pass


def recv_all(sock, length):
    """Receives so many bytes; fewer than those at the end."""
    got = b""
    while len(got) < length:
        part = sock.recv(length - len(got))
        if not part:
            break
        got += part
    return got


def serve(sock):
    while head := recv_all(sock, 4):
        if len(head) < 4:
            raise Cut
        length, = struct.unpack("!I", head)
        if length > MOST:
            return
        data = recv_all(sock, length)
        if len(data) < length:
            raise Cut
        sock.sendall(head + data[::-1])


listener = socket.create_server((sys.argv[1], int(sys.argv[2])))
while True:
    sock, _ = listener.accept()
    try:
        serve(sock)
    except Cut:
        print("a client ended within a message", file=sys.stderr)
    except OSError:
        pass
    sock.close()
