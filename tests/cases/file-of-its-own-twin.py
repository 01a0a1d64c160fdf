# A socket was there, and has left its file behind.
# says: The file is there: a socket that is closed leaves it behind.
# never: outside of the lab
from socket import AF_UNIX, socket
with socket(AF_UNIX) as server:
    server.bind("/dev/shm/file-of-its-own")
with socket(AF_UNIX) as fd:
    try:
        fd.connect("/dev/shm/file-of-its-own")
    except ConnectionRefusedError:
        pass
