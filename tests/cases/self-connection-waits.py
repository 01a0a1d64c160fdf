# says: waits for itself: descriptor 3 is connected to itself, for 127.0.0.1:7777 is both of its ends
# never: no process has taken
# never: each wait
from socket import socket
alone = socket()
alone.bind(("127.0.0.1", 7777))
alone.connect(("127.0.0.1", 7777))
alone.recv(100)
