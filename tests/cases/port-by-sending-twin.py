# Without it nobody can send to it.
# says: has no port yet, so nobody can send to it. It waited as long as SO_RCVTIMEO allows
# never: No datagram waits at
import socket
import struct

end = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
other.bind(("127.0.0.1", 7120))
end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO,
               struct.pack("ll", 0, 50000))
try:
    end.recv(9)
except BlockingIOError:
    pass
