# The client has sent its end, and waits for an answer: nobody has called
# accept() yet.
# says: The other end waits in the accept queue: no process has it yet.
# never: a socket without a process
import socket

listener = socket.create_server(("127.0.0.1", 5050))
client = socket.create_connection(("127.0.0.1", 5050))
client.shutdown(socket.SHUT_WR)
client.settimeout(0.2)
try:
    print(client.recv(9))
except TimeoutError as error:
    print(error)
