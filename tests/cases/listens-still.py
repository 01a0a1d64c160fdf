# SO_REUSEADDR is set, and somebody listens there.
# says: SO_REUSEADDR does not help while a socket listens there.
from socket import SO_REUSEADDR, SOL_SOCKET, socket
with socket() as server, socket() as second:
    for s in server, second:
        s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", 5050))
    server.listen()
    try:
        second.bind(("127.0.0.1", 5050))
    except OSError:
        pass
