import selectors
import socket
import sys

sel = selectors.EpollSelector()
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind((sys.argv[1], int(sys.argv[2])))
listener.listen(100)
listener.setblocking(False)
sel.register(listener, selectors.EVENT_READ)
kept = {}
while True:
    for key, _ in sel.select():
        sock = key.fileobj
        if sock is listener:
            try:
                client, _ = listener.accept()
            except BlockingIOError:
                continue
            client.setblocking(False)
            kept[client] = bytearray()
            sel.register(client, selectors.EVENT_READ)
            continue
        try:
            part = sock.recv(512)
        except BlockingIOError:
            continue
        except OSError:
            part = b""
        if not part:
            sel.unregister(sock)
            del kept[sock]
            sock.close()
            continue
        kept[sock] += part
        while (end := kept[sock].find(b"\n")) >= 0:
            line = bytes(kept[sock][:end + 1])
            del kept[sock][:end + 1]
            if len(line) <= 4096:
                sock.setblocking(True)
                sock.sendall(line)
                sock.setblocking(False)
        if len(kept[sock]) > 5000:
            kept[sock] = kept[sock][:5000]
