# UDP with a timeout: the first question gets no answer, the second does.
import os
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 7121))
if not os.fork():
    server.recvfrom(9)
    _, client = server.recvfrom(9)
    server.sendto(b"answer", client)
    os._exit(0)
server.close()
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.settimeout(0.3)
answer = None
while not answer:
    client.sendto(b"question", ("127.0.0.1", 7121))
    try:
        answer = client.recv(9)
    except TimeoutError:
        client.settimeout(300)
client.close()
os.wait()
