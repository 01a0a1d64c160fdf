# What is missing is a capability.
# says: SOCK_RAW and AF_PACKET need CAP_NET_RAW, which ordinary users do not have
import ctypes
from socket import AF_INET, IPPROTO_ICMP, SOCK_RAW, socket


def give_up():
    """Root's programs have capabilities for the lab's networks."""
    header = (ctypes.c_uint32 * 2)(0x20080522)
    ctypes.CDLL(None).capset(header, (ctypes.c_uint32 * 6)())


give_up()
try:
    socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)
except PermissionError:
    pass
