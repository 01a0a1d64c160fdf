# says: has no peer: it is in UNCONN.
# never: the connection is over
# never: can send no more
"""A socket that was never connected is asked for its peer."""
import socket

client = socket.socket()
try:
    client.shutdown(socket.SHUT_RDWR)
except OSError:
    pass
