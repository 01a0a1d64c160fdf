# says: of a name lookup are folded: it found
# never: the name server
"""A name that stands in /etc/hosts."""
import socket

socket.getaddrinfo("localhost", 7030, socket.AF_UNSPEC, socket.SOCK_STREAM)
