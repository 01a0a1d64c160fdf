# The sender has a name, and gets the answer.
# never: has no peer
from socket import AF_UNIX, SOCK_DGRAM, socket
with socket(AF_UNIX, SOCK_DGRAM) as server, socket(AF_UNIX, SOCK_DGRAM) as fd:
    server.bind("\0no-name")
    fd.bind("\0asks")
    fd.sendto(b"question", "\0no-name")
    text, sender = server.recvfrom(100)
    server.sendto(b"answer", sender)
    fd.recv(100)
