# The same without another program.
# says: child-by-name-twin.2 is a new process of child-by-name-twin
# says: child-by-name-twin.3 is a new process of child-by-name-twin
# never: child-by-name-twin.python
# never: runs
import os
import socket

for _ in range(2):
    if not os.fork():
        socket.socket()
        os._exit(0)
    os.wait()
