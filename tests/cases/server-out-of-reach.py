# says: of a name lookup are folded: the name server
# never: what was found
"""A name is looked up where no name server can be reached."""
import socket

try:
    socket.getaddrinfo("no-such-host.invalid", 80)
except OSError:
    pass
