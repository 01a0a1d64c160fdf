import queue
import socket
import struct
import sys
import threading

clients = {}  # the messages that wait for each client, by its socket
lock = threading.Lock()


def tell(text, but=None):
    with lock:
        for sock, waiting in clients.items():
            if sock is not but and not waiting.full():
                waiting.put(struct.pack("!I", len(text)) + text)


def give(sock, waiting):
    try:
        while (message := waiting.get()) is not None:
            sock.sendall(message)
    except OSError:
        pass


def take(sock):
    parts = sock.makefile("rb")

    def message():
        head = parts.read(4)
        if len(head) < 4:
            return None
        length, = struct.unpack("!I", head)
        text = parts.read(length) if length <= 10000 else b""
        return text if len(text) == length else None

    name, waiting = None, queue.Queue(1000)
    try:
        name = message()
        if name is None:
            return
        with lock:
            clients[sock] = waiting
        threading.Thread(target=give, args=[sock, waiting],
                         daemon=True).start()
        tell(name + b" joined")
        while (text := message()) is not None:
            tell(name + b": " + text, sock)
    except OSError:
        pass
    finally:
        with lock:
            clients.pop(sock, None)
        waiting.put(None)
        parts.close()
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        sock.close()
        if name is not None:
            tell(name + b" left")


listener = socket.create_server((sys.argv[1], int(sys.argv[2])))
while True:
    client, _ = listener.accept()
    threading.Thread(target=take, args=[client], daemon=True).start()
