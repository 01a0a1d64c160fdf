# A port of UDP and one of TCP are two.
# says: No UDP socket had 127.0.0.1:7300: the datagram
# says: port-of-tcp's fd 3 listens at port 7300 of TCP, which is another.
# says: port-of-tcp's fd 6 has no peer, and send() names none.
import socket

listener = socket.create_server(("127.0.0.1", 7300))
end = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
end.connect(("127.0.0.1", 7300))
end.send(b"?")
try:
    end.recv(9)
except ConnectionRefusedError:
    pass
loose = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
loose.sendto(b"?", ("127.0.0.1", 7300))
named = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
try:
    named.send(b"?")
except OSError:
    pass
