# says: [::]:8000
# never: here:
# never: EADDRINUSE
from socket import AF_INET6, IPPROTO_IPV6, IPV6_V6ONLY, socket
wide, narrow = socket(AF_INET6), socket()
wide.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 1)
wide.bind(("::", 8000))
wide.listen()
narrow.bind(("0.0.0.0", 8000))
narrow.close()
wide.close()
