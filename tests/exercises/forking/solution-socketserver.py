import signal
import socketserver
import sys

signal.signal(signal.SIGCHLD, signal.SIG_IGN)


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            while part := self.request.recv(4096):
                self.request.sendall(part)
        except OSError:
            pass


class Server(socketserver.ForkingTCPServer):
    allow_reuse_address = True
    request_queue_size = 64
    max_children = 1000


with Server((sys.argv[1], int(sys.argv[2])), Handler) as server:
    server.serve_forever()
