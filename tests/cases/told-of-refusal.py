# says: was never connected: its connect() was refused, and send() was told so with ECONNREFUSED.
# says: is over: 127.0.0.1:7500 sent RST
# says: 59668 is 5353 with its two bytes swapped: one htons() too few, or too many.
# says: listens on [::]:7600 only, and that is not 127.0.0.1:7600. It has IPV6_V6ONLY, so IPv4 does not reach it.
# says: listens on [::]:7600 only, and that is not [::ffff:127.0.0.1]:7600. It has IPV6_V6ONLY
"""Who goes on all the same, and who asks where nobody is."""
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
fails(refused.send, b"x")
refused.close()

server = socket.create_server(("127.0.0.1", 7501))
client = socket.socket()
client.bind(("127.0.0.1", 7500))
client.connect(("127.0.0.1", 7501))
conn, _ = server.accept()
client.close()
conn.send(b"x")
fails(conn.send, b"x")
conn.close()
server.close()

udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(("127.0.0.1", socket.htons(5353)))
asks = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
asks.connect(("127.0.0.1", 5353))
asks.send(b"x")
fails(asks.send, b"x")
asks.close()
udp.close()

six = socket.socket(socket.AF_INET6)
six.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
six.bind(("::", 7600))
six.listen()
fails(socket.socket().connect, ("127.0.0.1", 7600))
fails(socket.socket(socket.AF_INET6).connect, ("::ffff:127.0.0.1", 7600))
