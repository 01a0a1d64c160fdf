# Who may bind it is another question in the lab than outside.
# says: Port 80 is below 1024, and low-port has no privilege for such ports: in the lab nobody has it.
from socket import socket
with socket() as s:
    try:
        s.bind(("127.0.0.1", 80))
    except PermissionError:
        pass
