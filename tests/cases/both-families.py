# says: IPv4 too, for it does not have IPV6_V6ONLY
from socket import AF_INET6, socket
wide, narrow = socket(AF_INET6), socket()
wide.bind(("::", 8000))
wide.listen()
try:
    narrow.bind(("0.0.0.0", 8000))
except OSError:
    pass
narrow.close()
wide.close()
