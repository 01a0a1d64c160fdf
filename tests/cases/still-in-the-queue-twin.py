# It was accepted, and the server is silent.
# says: The other end is still-in-the-queue-twin's fd 5, in CLOSE-WAIT.
# never: waits in the accept queue
import socket

listener = socket.create_server(("127.0.0.1", 5050))
client = socket.create_connection(("127.0.0.1", 5050))
server, _ = listener.accept()
client.shutdown(socket.SHUT_WR)
client.settimeout(0.2)
try:
    print(client.recv(9))
except TimeoutError as error:
    print(error)
