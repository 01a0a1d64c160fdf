# connect() to a path at which is a file, and no socket.
# says: The file is there, and no call that is known here made it: who listens there outside of the lab, if anybody does, is out of reach in it
from socket import AF_UNIX, socket
open("/dev/shm/file-of-its-own", "w").close()
with socket(AF_UNIX) as fd:
    try:
        fd.connect("/dev/shm/file-of-its-own")
    except ConnectionRefusedError:
        pass
