# What ends the wait is the end.
# says: It waited 
# says:  s for the end.
import os
import socket
import threading
import time

RECVFROM = {"x86_64": "45", "aarch64": "207"}[os.uname().machine]
MAIN = f"/proc/self/task/{os.getpid()}"


def is_asleep():
    with open(f"{MAIN}/syscall", encoding="utf-8") as call:
        is_there = call.read().split()[0] == RECVFROM
    with open(f"{MAIN}/stat", encoding="utf-8") as stat:
        return is_there and stat.read().rpartition(")")[2].split()[0] == "S"


def close_later(fd):
    while not is_asleep():
        pass
    time.sleep(.3)
    fd.close()


listener = socket.create_server(("127.0.0.1", 5000))
client = socket.create_connection(("127.0.0.1", 5000))
server, _ = listener.accept()
thread = threading.Thread(target=close_later, args=(client,))
thread.start()
server.recv(100)
thread.join()
server.close()
listener.close()
