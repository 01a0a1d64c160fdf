# says: 0.0.0.0 as a destination is this host: to-any's fd 4 is connected to 127.0.0.1:8080
from socket import create_server, socket
server, client = create_server(("0.0.0.0", 8080)), socket()
client.connect(("0.0.0.0", 8080))
client.close()
server.close()
