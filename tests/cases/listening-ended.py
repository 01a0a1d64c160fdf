# A thread sleeps in accept() until another ends the listening.
# says: It waited for a connection until shutdown(3, SHUT_RD
# says: of listening-ended ended the listening.
import pathlib
import socket
import threading

listener = socket.create_server(("127.0.0.1", 5050))


def work():
    try:
        listener.accept()
    except OSError as error:
        print(error)


worker = threading.Thread(target=work)
worker.start()
task = pathlib.Path(f"/proc/self/task/{worker.native_id}")
while " S " not in (task / "stat").read_text() or \
        f" {listener.fileno():#x} " not in (task / "syscall").read_text():
    pass
listener.shutdown(socket.SHUT_RDWR)
worker.join()
listener.close()
