import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
while part := sys.stdin.buffer.read(4096):
    sock.sendall(part)
sock.shutdown(socket.SHUT_WR)
while part := sock.recv(4096):
    sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()
sock.close()
