import socket
import struct
import sys

MOST = 65535
kept = b""


class Cut(Exception):
    pass


def recv_all(sock, length):
    """Receives so many bytes; fewer than those at the end."""
    global kept
    while len(kept) < length:
        part = sock.recv(4096)
        if not part:
            break
        kept += part
    got, kept = kept[:length], kept[length:]
    return got


def serve(sock):
    global kept
    kept = b""
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
        kept = b""


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
