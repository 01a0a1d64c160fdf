import select
import socket
import sys

data = sys.stdin.buffer.read()
listener = socket.create_server((sys.argv[1], int(sys.argv[2])))
listener.setblocking(False)
at = {}
while True:
    r, w, _ = select.select([listener], list(at), [])
    if r:
        c, _ = listener.accept()
        c.setblocking(False)
        at[c] = 0
    for c in w:
        try:
            c.sendall(data)
        except OSError:
            pass
        c.close()
        del at[c]
