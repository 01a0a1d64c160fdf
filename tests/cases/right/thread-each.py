"""A thread for each client, three of them at once."""
import socket
import threading

server = socket.create_server(("127.0.0.1", 7110))


def serve(conn):
    with conn:
        while data := conn.recv(100):
            conn.sendall(data)


def ask(text):
    with socket.create_connection(("127.0.0.1", 7110)) as client:
        client.sendall(text)
        client.shutdown(socket.SHUT_WR)
        while client.recv(100):
            pass


askers = [threading.Thread(target=ask, args=(b"%d" % i,)) for i in range(3)]
for asker in askers:
    asker.start()
servers = [threading.Thread(target=serve, args=(server.accept()[0],))
           for _ in askers]
for thread in servers:
    thread.start()
for thread in askers + servers:
    thread.join()
server.close()
