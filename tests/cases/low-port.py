# Who has no privilege is told what is missing.
# says: Port 80 is below 1024, and low-port has no privilege for such ports, CAP_NET_BIND_SERVICE: programs of root have it.
import ctypes
from socket import socket


def give_up():
    """Root's programs have capabilities for the lab's networks."""
    header = (ctypes.c_uint32 * 2)(0x20080522)
    ctypes.CDLL(None).capset(header, (ctypes.c_uint32 * 6)())


give_up()
with socket() as s:
    try:
        s.bind(("127.0.0.1", 80))
    except PermissionError:
        pass
