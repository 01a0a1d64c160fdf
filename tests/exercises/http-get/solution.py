import socket
import sys

name, port, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
sock = socket.create_connection((name, port))
sock.sendall(f"GET {path} HTTP/1.1\r\nHost: {name}\r\n"
             "Connection: close\r\n\r\n".encode())
answer = sock.makefile("rb")
answer.readline()
length = None
while (line := answer.readline()) not in (b"\r\n", b""):
    key, _, value = line.partition(b":")
    if key.lower() == b"content-length":
        length = int(value)
body = answer.read(length)
sys.stdout.buffer.write(body)
if line == b"" or length is not None and len(body) < length:
    sys.exit("the answer ends too early")
