# UDP is for everybody.
# never: in the lab root does not either
from socket import AF_INET, SOCK_DGRAM, socket
socket(AF_INET, SOCK_DGRAM).close()
