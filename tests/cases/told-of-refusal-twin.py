# says: listens on [::1]:7600 only, and that is not 127.0.0.1:7600.
# says: No UDP socket had 127.0.0.1:5353
# never: swapped
# never: IPV6_V6ONLY, so
# never: was never connected: its connect() was refused, and
"""The same without what the rules speak of."""
import socket


def fails(call, *args):
    try:
        call(*args)
    except OSError as error:
        print(error)


refused = socket.socket()
refused.setblocking(False)
refused.connect_ex(("127.0.0.1", 7501))
fails(refused.send, b"x")
refused.close()
fresh = socket.socket()
fails(fresh.send, b"x")
fresh.close()

udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(("127.0.0.1", 5354))
asks = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
asks.connect(("127.0.0.1", 5353))
asks.send(b"x")
fails(asks.send, b"x")
asks.close()
udp.close()

six = socket.create_server(("::1", 7600), family=socket.AF_INET6)
fails(socket.socket().connect, ("127.0.0.1", 7600))
six.close()
