import selectors
import socket
import sys

text = memoryview(sys.stdin.buffer.read())
listener = socket.create_server((sys.argv[1], int(sys.argv[2])))
waits = selectors.DefaultSelector()
waits.register(listener, selectors.EVENT_READ)
has = {}


def serve(sock):
    """Whether there is more to send."""
    try:
        has[sock] += sock.send(text[has[sock]:])
    except BlockingIOError:
        pass
    except OSError:
        return False
    return has[sock] < len(text)


while True:
    for key, _ in waits.select():
        sock = key.fileobj
        if sock is listener:
            sock, _ = listener.accept()
            sock.setblocking(False)
            has[sock] = 0
            waits.register(sock, selectors.EVENT_WRITE)
        elif not serve(sock):
            waits.unregister(sock)
            del has[sock]
            sock.close()
