# close() waits as long as SO_LINGER says, gives up, and returns 0.
# says: SO_LINGER's 1 second is over, and not all is acknowledged
# says: close() returns 0 all the same, and the kernel goes on sending.
import socket
import struct

listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
listener.bind(("127.0.0.1", 5050))
listener.listen()
client = socket.create_connection(("127.0.0.1", 5050))
server, _ = listener.accept()
client.setblocking(False)
try:
    while True:
        client.send(b"x" * 65536)
except BlockingIOError:
    pass
client.setblocking(True)
client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 1))
client.close()
while server.recv(1 << 20):
    pass
