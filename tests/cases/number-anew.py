# A thread reads on by its number, which another one has closed meanwhile, and
# which a new connection got: it takes the bytes of somebody else.
# says: fd 3 is not the socket of number-anew.2's last read() any more: while that slept, number-anew closed it, and socketpair() of number-anew was given the number.
import os
import pathlib
import socket
import threading


def read_twice(number):
    print(os.read(number, 9))
    print(os.read(number, 9))


own, other = socket.socketpair()
number = own.detach()
worker = threading.Thread(target=read_twice, args=(number,))
worker.start()
task = pathlib.Path(f"/proc/self/task/{worker.native_id}")
while " S " not in (task / "stat").read_text() or \
        f" {number:#x} " not in (task / "syscall").read_text():
    pass
os.close(number)
new, newer = socket.socketpair()
newer.send(b"secret")
other.send(b"late")
worker.join()
