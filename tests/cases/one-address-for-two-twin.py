# Two UDP sockets with ports of their own.
# never: goes to one of them only
from socket import AF_INET, SOCK_DGRAM, socket
both = [socket(AF_INET, SOCK_DGRAM) for _ in range(2)]
for port, fd in enumerate(both, 5000):
    fd.bind(("127.0.0.1", port))
both[0].settimeout(.2)
try:
    both[0].recv(100)
except TimeoutError:
    pass
