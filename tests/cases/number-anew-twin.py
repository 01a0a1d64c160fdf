# The thread is told the new number when it has done with the old one.
# never: is not the socket of
import os
import queue
import socket
import threading

numbers = queue.Queue()


def read_each():
    for number in iter(numbers.get, None):
        print(os.read(number, 9))
        os.close(number)


worker = threading.Thread(target=read_each)
worker.start()
for text in b"first", b"second":
    own, other = socket.socketpair()
    other.send(text)
    numbers.put(own.detach())
    while not numbers.empty():
        pass
numbers.put(None)
worker.join()
