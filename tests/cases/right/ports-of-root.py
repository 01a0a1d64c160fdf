# Root has its ports and raw sockets in the lab; others are told so outside.
import os
from socket import AF_INET, IPPROTO_ICMP, SOCK_RAW, socket
if os.getuid() == 65533:  # who is root outside
    with socket() as web, socket(AF_INET, SOCK_RAW, IPPROTO_ICMP):
        web.bind(("127.0.0.1", 80))
