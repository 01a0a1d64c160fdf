# One is only bound and has no such option: with it in both, it would help.
# says: is already bound by
# never: does not help
from socket import SO_REUSEADDR, SOL_SOCKET, socket
with socket() as first, socket() as second:
    second.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    first.bind(("127.0.0.1", 5050))
    try:
        second.bind(("127.0.0.1", 5050))
    except OSError:
        pass
