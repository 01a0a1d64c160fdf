import socket, struct, sys, threading

clients = {}
lock = threading.Lock()

def send(sock, text):
    try:
        sock.sendall(struct.pack(">I", len(text)) + text)
    except OSError:
        pass

def tell(text, but=None):
    with lock:
        for sock in clients:
            if sock is not but:
                send(sock, text)

def recv_all(sock, n):
    data = b""
    while len(data) < n:
        part = sock.recv(n - len(data))
        if not part:
            raise EOFError
        data += part
    return data

def message(sock):
    n, = struct.unpack(">I", recv_all(sock, 4))
    if n > 10000:
        raise EOFError
    return recv_all(sock, n)

def serve(sock):
    name = None
    try:
        name = message(sock)
        with lock:
            clients[sock] = name
        tell(name + b" joined")
        while True:
            tell(name + b": " + message(sock), sock)
    except (OSError, EOFError):
        pass
    if name:
        with lock:
            del clients[sock]
        tell(name + b" left")
    sock.close()

listener = socket.create_server((sys.argv[1], int(sys.argv[2])))
while True:
    conn, _ = listener.accept()
    threading.Thread(target=serve, args=(conn,), daemon=True).start()
