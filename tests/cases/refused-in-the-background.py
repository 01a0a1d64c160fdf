# says: was never connected: its connect() was refused with RST
# never: earlier datagram
from select import select
from socket import socket
client = socket()
client.setblocking(False)
client.connect_ex(("127.0.0.1", 8080))
select([], [client], [])
try:
    client.send(b"x")
except OSError:
    pass
client.close()
