# Who is asleep in recv() wakes by the RST, often before close() is back.
# says: here: 6 bytes were not read: so the kernel sent an RST
# says: finding, closed-while-asked: close() left 6 bytes unread
import os
import time
from socket import create_connection, create_server
server = create_server(("127.0.0.1", 8080))
if os.fork() == 0:
    client = create_connection(("127.0.0.1", 8080))
    client.send(b"please")
    try:
        client.recv(100)
    except ConnectionResetError:
        pass
    client.close()
    os._exit(0)
conn, _ = server.accept()
time.sleep(0.3)
conn.close()
os.wait()
server.close()
