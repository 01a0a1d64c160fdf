# says: here: The end of the stream: closed-while-asked-twin sent FIN
# never: were not read
# never: finding
import os
import time
from socket import create_connection, create_server
server = create_server(("127.0.0.1", 8080))
if os.fork() == 0:
    client = create_connection(("127.0.0.1", 8080))
    client.send(b"please")
    client.recv(100)
    client.close()
    os._exit(0)
conn, _ = server.accept()
time.sleep(0.3)
conn.recv(100)
conn.close()
os.wait()
server.close()
