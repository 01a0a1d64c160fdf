# A UNIX datagram socket that nobody reads: full by number, not by bytes.
# says: The queue of queue-of-datagrams's fd 3 is full
# never: The send buffer
import socket

receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind("\0queue")
sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
sender.connect("\0queue")
sender.setblocking(False)
try:
    while True:
        sender.send(b"x")
except BlockingIOError as error:
    print(error)
