import socket
import sys
import time

address, port = sys.argv[1], int(sys.argv[2])
try:
    sock = socket.create_connection((address, port))
except OSError as error:
    sys.exit(f"connect: {error}")
while part := sock.recv(4096):
    sys.stdout.buffer.write(part)
sys.stdout.flush()
sock.close()
while True:
    time.sleep(1)
