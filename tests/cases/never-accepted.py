# The listener is closed with a client in its queue: nobody ever had its end.
# says: sent RST (packet 4). That end still waited in the accept queue: no process had accepted it.
# never: No process had that end any more
import socket

listener = socket.create_server(("127.0.0.1", 5050))
client = socket.create_connection(("127.0.0.1", 5050))
listener.close()
try:
    client.recv(9)
except ConnectionResetError as error:
    print(error)
