# Root has them outside.
# says: in the lab root does not either
from socket import AF_INET, IPPROTO_ICMP, SOCK_RAW, socket
try:
    socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)
except PermissionError:
    pass
