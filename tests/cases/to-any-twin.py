# says: = 0
# never: as a destination
from socket import create_server, socket
server, client = create_server(("0.0.0.0", 8080)), socket()
client.connect(("127.0.0.1", 8080))
client.close()
server.close()
