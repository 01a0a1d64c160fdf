# says: SO_LINGER is on with 0 seconds: so the kernel sent an RST
# says: had SO_LINGER with 0 seconds: close() sends no FIN then
# never: its own kernel
# never: a FIN
import struct
from socket import SO_LINGER, SOL_SOCKET, create_connection, create_server
server = create_server(("127.0.0.1", 8080))
client = create_connection(("127.0.0.1", 8080))
conn, _ = server.accept()
conn.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
conn.close()
try:
    client.recv(1)
except ConnectionResetError:
    pass
client.close()
server.close()
