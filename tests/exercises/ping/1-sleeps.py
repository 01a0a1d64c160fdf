import socket
import sys
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.setblocking(False)
server = (sys.argv[1], int(sys.argv[2]))
lost = 0
for i in range(1, 6):
    ping = f"ping {i}".encode()
    sock.sendto(ping, server)
    time.sleep(1)
    answered = False
    try:
        while True:
            if sock.recv(100) == ping:
                answered = True
    except OSError:
        pass
    print(i, "answered" if answered else "lost")
    lost += not answered
print(lost * 20, "% lost")
