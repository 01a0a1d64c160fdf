"""slow: a wire to a port of this machine on which everything comes late.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import queue
import socket
import threading
import time


class SlowWire:
    """Each piece arrives `delay` seconds after it was sent; what comes back
    waits besides while it is shut. Use it with `with`; `port` is its near end.
    """

    def __init__(self, port, delay):
        self.far, self.delay = port, delay
        self.is_open = threading.Event()
        self.is_open.set()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def shut(self):
        self.is_open.clear()

    def open(self):
        self.is_open.set()

    def accept(self):
        while True:
            try:
                near, _ = self.door.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.far))
            except OSError:
                near.close()
                continue
            self.carry(near, far, None)
            self.carry(far, near, self.is_open)

    def carry(self, source, sink, gate):
        pieces = queue.Queue()
        for work in (lambda: self.read(source, pieces),
                     lambda: self.write(sink, pieces, gate)):
            threading.Thread(target=work, daemon=True).start()

    def read(self, source, pieces):
        piece = b"."
        while piece:
            try:
                piece = source.recv(65536)
            except OSError:
                piece = b""
            pieces.put((time.monotonic() + self.delay, piece))

    @staticmethod
    def write(sink, pieces, gate):
        piece = b"."
        while piece:
            due, piece = pieces.get()
            time.sleep(max(0, due - time.monotonic()))
            if gate:
                gate.wait()
            try:
                if piece:
                    sink.sendall(piece)
                else:
                    sink.shutdown(socket.SHUT_WR)
            except OSError:
                return

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.open()
        self.door.close()
