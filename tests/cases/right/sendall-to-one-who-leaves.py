"""sendall() goes on with the rest until the other end is gone; it is told."""
import socket
import threading

server = socket.create_server(("127.0.0.1", 7101))


def reads_a_little():
    conn, _ = server.accept()
    while conn.recv(65536):
        break
    conn.shutdown(socket.SHUT_RDWR)
    while conn.recv(65536):
        pass
    conn.close()


reader = threading.Thread(target=reads_a_little)
reader.start()
with socket.create_connection(("127.0.0.1", 7101)) as client:
    try:
        client.sendall(bytes(4000000))
    except (BrokenPipeError, ConnectionResetError):
        pass
reader.join()
server.close()
