# says: listen(4, 128) = -1 EINVAL
# says: fd 4 is in ESTAB: it has a connection.
# says: fd 3 is in LISTEN: a listening socket cannot connect.
# says: fd 3 is the listening socket, in LISTEN: a connection is the descriptor that accept() returns.
# says: shutdown() has ended the listening of refused-by-state's fd 3: it is in UNCONN.
# says: What refused-by-state's fd 7 was connected to is closed.
# says: fd 6 has no peer: it is in UNCONN.
# says: The datagram has 70000 bytes; over IPv4 UDP carries 65507 at most.
"""Calls that the state of a socket does not allow."""
import socket

ADDRESS = ("127.0.0.1", 7400)


def tried(call, *args):
    try:
        call(*args)
    except OSError as error:
        print(error)


listener = socket.create_server(ADDRESS)
client = socket.create_connection(ADDRESS)
server = listener.accept()[0]
tried(client.listen)
tried(listener.connect, ADDRESS)
tried(listener.recv, 1)
listener.shutdown(socket.SHUT_RD)
tried(listener.accept)
ends = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
ends[0].close()
tried(ends[1].send, b"x")
ends[1].close()
datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
tried(datagrams.shutdown, socket.SHUT_WR)
tried(datagrams.sendto, b"x" * 70000, ADDRESS)
