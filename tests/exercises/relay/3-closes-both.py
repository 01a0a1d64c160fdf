import socket, sys, threading

def pump(src, dst):
    try:
        while True:
            data = src.recv(4096)
            if not data:
                break
            dst.sendall(data)
    except OSError:
        pass
    src.close()
    dst.close()

def handle(client):
    try:
        server = socket.create_connection((sys.argv[3], int(sys.argv[4])))
    except OSError:
        client.close()
        return
    threading.Thread(target=pump, args=(client, server)).start()
    threading.Thread(target=pump, args=(server, client)).start()

listener = socket.create_server((sys.argv[1], int(sys.argv[2])))
while True:
    handle(listener.accept()[0])
