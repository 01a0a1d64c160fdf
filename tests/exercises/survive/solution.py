import socket
import sys
import time

server, seconds = (sys.argv[1], int(sys.argv[2])), int(sys.argv[3]) / 1000


def connect():
    while True:
        try:
            return socket.create_connection(server)
        except ConnectionRefusedError:
            time.sleep(0.3)


def keep_alive(sock):
    """Until the connection is over; gives how it ended."""
    sock.settimeout(seconds)
    while True:
        try:
            sock.sendall(b"alive\n")
            if not sock.recv(100):
                return "closed"
        except TimeoutError:
            pass
        except ConnectionResetError:
            return "reset"
        except BrokenPipeError:
            return "closed"


while True:
    with connect() as sock:
        print(keep_alive(sock), flush=True)
