# never: [retransmission]
# says: is connected to itself: 127.0.0.1:7777 is both of its ends
from socket import socket
alone = socket()
alone.bind(("127.0.0.1", 7777))
alone.connect(("127.0.0.1", 7777))
alone.close()
