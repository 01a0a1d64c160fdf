# The same over 127.0.0.1, where the wire is.
# says: SYN seq 0
# never: are not seen
import socket

listener = socket.create_server(("127.0.0.1", 5050))
client = socket.create_connection(("127.0.0.1", 5050))
client.close()
listener.close()
