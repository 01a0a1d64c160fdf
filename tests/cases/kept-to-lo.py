# says: kept-to-lo's fd 3 has 127.0.0.1:7900, but SO_BINDTODEVICE too: it takes only what comes in by its interface. That is the lab's doing where it is lo: in a lab packets of 127.0.0.1 come in by the wire. So none took what was for 127.0.0.1:7900: ICMP
# says: So none took what was for 127.0.0.1:7900: the datagram
# says: kept-to-lo's fd 3 has 127.0.0.1:7901, but SO_BINDTODEVICE too
# never: Nobody has 127.0.0.1
# never: No UDP socket had
# never: and that is not
"""Sockets that are kept to lo, where a lab's packets do not come in."""
import socket


def kept(kind, port):
    made = socket.socket(socket.AF_INET, kind)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo\0")
    made.bind(("127.0.0.1", port))
    return made


def fails(call, *args):
    try:
        call(*args)
    except OSError as error:
        print(error)


udp = kept(socket.SOCK_DGRAM, 7900)
asks = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
asks.sendto(b"x", ("127.0.0.1", 7900))
asks.connect(("127.0.0.1", 7900))
asks.send(b"x")
fails(asks.send, b"x")
udp.close()
tcp = kept(socket.SOCK_STREAM, 7901)
tcp.listen()
client = socket.socket()
fails(client.connect, ("127.0.0.1", 7901))
