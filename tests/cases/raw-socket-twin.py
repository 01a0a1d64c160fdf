# UDP is for everybody.
# never: ordinary users do not
from socket import AF_INET, SOCK_DGRAM, socket
socket(AF_INET, SOCK_DGRAM).close()
