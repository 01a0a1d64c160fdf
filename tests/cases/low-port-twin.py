# The first port that everybody may have.
# never: has no privilege
from socket import socket
with socket() as s:
    s.bind(("127.0.0.1", 1024))
