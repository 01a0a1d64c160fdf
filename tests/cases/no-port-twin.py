# It has a port, by the datagram that it sent.
# says: no-port-twin waits for the answer to a datagram, and nobody is about to send one
# never: no port
import socket

end = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
end.sendto(b"?", ("127.0.0.1", 6001))
end.recv(9)
