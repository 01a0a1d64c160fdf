import socket
import sys
import threading


def copy(source, sink):
    try:
        while part := source.recv(65536):
            sink.sendall(part)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        for sock in source, sink:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def relay(client, server):
    with client:
        try:
            sock = socket.create_connection(server)
        except OSError:
            return
        with sock:
            back = threading.Thread(target=copy, args=[sock, client])
            back.start()
            copy(client, sock)
            back.join()


own = sys.argv[1], int(sys.argv[2])
server = sys.argv[3], int(sys.argv[4])
listener = socket.create_server(own, backlog=16)
while True:
    client, _ = listener.accept()
    threading.Thread(target=relay, args=[client, server], daemon=True).start()
