import selectors
import socket
import sys

LINE = 4096


def receive(sock):
    try:
        return sock.recv(4096)
    except OSError:
        return b""


def send(sock, line):
    try:
        sock.sendall(line)
    except OSError:
        pass


class Client:
    def __init__(self):
        self.text = b""
        self.drops = False

    def take(self, part):
        """The lines that are complete now."""
        lines = (self.text + part).split(b"\n")
        self.text = lines.pop()
        whole = [line + b"\n" for line in lines]
        if self.drops and whole:
            whole.pop(0)
            self.drops = False
        if len(self.text) >= LINE or self.drops:
            self.text, self.drops = b"", True
        return [line for line in whole if len(line) <= LINE]


listener = socket.create_server((sys.argv[1], int(sys.argv[2])))
waits = selectors.DefaultSelector()
waits.register(listener, selectors.EVENT_READ)
while True:
    for key, _ in waits.select():
        sock, client = key.fileobj, key.data
        if sock is listener:
            sock, _ = listener.accept()
            waits.register(sock, selectors.EVENT_READ, Client())
        elif part := receive(sock):
            for line in client.take(part):
                send(sock, line)
        else:
            waits.unregister(sock)
            sock.close()
