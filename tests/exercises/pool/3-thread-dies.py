import queue, socket, sys, threading

work = queue.Queue()

def worker():
    while True:
        sock = work.get()
        f = sock.makefile("r", newline="\n")
        name = f.readline().strip()
        for line in f:
            sock.sendall(f"{name}: {line}".encode())
        sock.close()
        f.close()

for _ in range(int(sys.argv[3])):
    threading.Thread(target=worker, daemon=True).start()
s = socket.create_server((sys.argv[1], int(sys.argv[2])))
while True:
    work.put(s.accept()[0])
