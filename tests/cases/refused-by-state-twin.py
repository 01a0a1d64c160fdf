# says: ended with exit status 0
# never: it has a connection
# never: a listening socket cannot connect
# never: is the listening socket
# never: has ended the listening
# never: was connected to is closed
# never: has no peer
# never: over IPv4 UDP carries
"""The same calls, of sockets that are in the state for them."""
import socket

ADDRESS = ("127.0.0.1", 7400)
listener = socket.socket()
listener.bind(ADDRESS)
listener.listen()
client = socket.socket()
client.connect(ADDRESS)
server = listener.accept()[0]
client.send(b"x")
server.recv(1)
listener.shutdown(socket.SHUT_RD)
ends = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
ends[1].send(b"x")
ends[0].recv(1)
datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
receiver.bind(ADDRESS)
datagrams.sendto(b"x" * 65507, ADDRESS)
datagrams.connect(ADDRESS)
datagrams.shutdown(socket.SHUT_WR)
