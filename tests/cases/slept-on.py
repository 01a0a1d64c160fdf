# A thread sleeps in recv() while another closes the number: nobody is woken,
# and nothing is sent.
# says: slept-on.2 is in read() with the socket, which keeps it open, and close() does not wake it. No FIN was sent.
import os
import pathlib
import socket
import threading

listener = socket.create_server(("127.0.0.1", 5050))
client = socket.create_connection(("127.0.0.1", 5050))
server, _ = listener.accept()
number = server.detach()
worker = threading.Thread(target=lambda: print(os.read(number, 9)))
worker.start()
task = pathlib.Path(f"/proc/self/task/{worker.native_id}")
while " S " not in (task / "stat").read_text() or \
        f" {number:#x} " not in (task / "syscall").read_text():
    pass
os.close(number)
client.send(b"late")
worker.join()
client.close()
listener.close()
