# The port is nobody's.
# says: No UDP socket had 127.0.0.1:7300: the datagram
# never: of TCP, which is another
# says: port-of-tcp-twin's fd 6 has no peer, and send() names none.
import socket

listener = socket.create_server(("127.0.0.1", 7301))
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
