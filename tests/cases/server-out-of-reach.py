# says: of a name lookup are folded: the name server
# says: could not be asked, for the lab has no route to it: connect() failed with
# never: was asked, and
# never: what was found
"""A name is looked up where no name server can be reached."""
import socket

try:
    socket.getaddrinfo("no-such-host.invalid", 80)
except OSError:
    pass
