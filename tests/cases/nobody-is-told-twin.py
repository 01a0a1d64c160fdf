# says: ECONNREFUSED
# says: The error is told to the next call, which is this one.
# never: no call is told
from socket import AF_INET, SOCK_DGRAM, socket
a = socket(AF_INET, SOCK_DGRAM)
a.connect(("127.0.0.1", 7000))
a.send(b"x")
try:
    a.recv(1)
except ConnectionRefusedError:
    pass
a.close()
