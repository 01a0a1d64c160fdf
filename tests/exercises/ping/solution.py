import socket
import sys
import time

server = sys.argv[1], int(sys.argv[2])
PINGS = 5


def is_answered(sock, ping):
    end = time.monotonic() + 1
    while (left := end - time.monotonic()) > 0:
        sock.settimeout(left)
        try:
            answer, sender = sock.recvfrom(2000)
        except OSError:
            return False
        if answer == ping and sender == server:
            return True
    return False


sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
lost = 0
for i in range(1, PINGS + 1):
    ping = f"ping {i}".encode()
    sock.sendto(ping, server)
    answered = is_answered(sock, ping)
    lost += not answered
    print(i, "answered" if answered else "lost")
print(f"{lost * 100 // PINGS} % lost")
sock.close()
