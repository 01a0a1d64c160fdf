# Two processes wait for the same listener, and the slower one finds nothing.
import os
import select
import socket

listener = socket.create_server(("127.0.0.1", 7122))
listener.setblocking(False)
over, end_all = os.pipe()
for _ in range(2):
    if os.fork():
        continue
    os.close(end_all)
    while over not in select.select([listener, over], [], [])[0]:
        try:
            end, _ = listener.accept()
        except BlockingIOError:
            continue
        with end:
            while got := end.recv(9):
                end.sendall(got)
    os._exit(0)
listener.close()
os.close(over)
for _ in range(3):
    with socket.create_connection(("127.0.0.1", 7122)) as client:
        client.sendall(b"hello")
        client.recv(9)
os.close(end_all)
os.wait()
os.wait()
