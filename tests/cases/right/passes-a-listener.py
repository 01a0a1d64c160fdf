# A listener goes to another process, and only that one accepts.
import os
import socket

near, far = socket.socketpair()
if not os.fork():
    near.close()
    _, numbers, _, _ = socket.recv_fds(far, 9, 1)
    far.close()
    with socket.socket(fileno=numbers[0]) as listener:
        end, _ = listener.accept()
    end.sendall(b"hello")
    end.close()
    os._exit(0)
far.close()
with socket.create_server(("127.0.0.1", 7123)) as listener:
    socket.send_fds(near, [b"x"], [listener.fileno()])
near.close()
with socket.create_connection(("127.0.0.1", 7123)) as client:
    while client.recv(9):
        pass
os.wait()
