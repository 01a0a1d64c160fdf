# The first datagram gives a socket its port.
# says: here: No datagram waits at 0.0.0.0:
# says: It waited as long as SO_RCVTIMEO allows
# never: no port yet
import socket
import struct

end = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
other.bind(("127.0.0.1", 7120))
end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO,
               struct.pack("ll", 0, 50000))
end.sendto(b"?", ("127.0.0.1", 7120))
try:
    end.recv(9)
except BlockingIOError:
    pass
