# Of a pair no datagrams are counted: it is the send buffer that is full.
# says: The send buffer of queue-of-datagrams-twin's fd 3 is full
# never: max_dgram_qlen
import socket

sender, receiver = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
sender.setblocking(False)
try:
    while True:
        sender.send(b"x" * 10000)
except BlockingIOError as error:
    print(error)
