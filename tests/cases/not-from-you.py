# A datagram for a socket that connect() keeps for another sender.
# says: and connect() lets only 127.0.0.1:7001 send to it
# never: Nobody has
import socket
kept = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
kept.bind(("127.0.0.1", 7002))
kept.connect(("127.0.0.1", 7001))
other.bind(("127.0.0.1", 7000))
other.sendto(b"answer", ("127.0.0.1", 7002))
