# says: Nobody has 127.0.0.1:7900: ICMP port unreachable came back
# says: No UDP socket had 127.0.0.1:7900
# says: listens on 127.0.0.2:7901 only
# never: SO_BINDTODEVICE too
# never: the lab's doing
"""The same at another address, and kept to none."""
import socket


def fails(call, *args):
    try:
        call(*args)
    except OSError as error:
        print(error)


udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"\0")
udp.bind(("127.0.0.2", 7900))
asks = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
asks.sendto(b"x", ("127.0.0.1", 7900))
asks.connect(("127.0.0.1", 7900))
asks.send(b"x")
fails(asks.send, b"x")
udp.close()
tcp = socket.create_server(("127.0.0.2", 7901))
client = socket.socket()
fails(client.connect, ("127.0.0.1", 7901))
