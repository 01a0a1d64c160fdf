# Over a loopback device the kernel holds down no ICMP error, nor in a lab.
# says: 10 of 10 were refused
# says: was answered with an ICMP port unreachable
# never: nothing can move
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.connect(("127.0.0.1", 5300))
refused = 0
for _ in range(10):
    client.send(b"q")
    try:
        client.recv(10)
    except ConnectionRefusedError:
        refused += 1
print(f"{refused} of 10 were refused")
