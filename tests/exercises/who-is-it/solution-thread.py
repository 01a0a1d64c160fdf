import errno, os, signal, socket, struct, sys, threading

path = sys.argv[1]
os.umask(0o177)
s = socket.socket(socket.AF_UNIX)
try:
    s.bind(path)
except OSError as e:
    if e.errno != errno.EADDRINUSE:
        raise
    probe = socket.socket(socket.AF_UNIX)
    try:
        probe.connect(path)
    except ConnectionRefusedError:
        os.unlink(path)
        s.bind(path)
    else:
        print('a server is there', file=sys.stderr)
        sys.exit(1)
s.listen()

def serve():
    while True:
        c, _ = s.accept()
        pid, uid, gid = struct.unpack('3i', c.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
        c.sendall(f'uid {uid} pid {pid}\n'.encode())
        c.close()

signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
threading.Thread(target=serve, daemon=True).start()
signal.sigwait([signal.SIGTERM])
os.unlink(path)
os._exit(0)
