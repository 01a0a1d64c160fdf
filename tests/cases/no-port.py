# Nobody can send to a socket that was never bound.
# says: finding, no-port: no-port waits for a datagram at descriptor 3, which has no port: without bind(), or a datagram of its own before, nobody can send to it (lesson udp)
import socket

socket.socket(socket.AF_INET, socket.SOCK_DGRAM).recv(9)
