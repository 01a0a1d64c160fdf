# The option is there, and no client: it is not what accept() waits for.
# never: a client gets into the accept queue with its first bytes
import socket

listener = socket.create_server(("127.0.0.1", 5050))
listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 9)
listener.settimeout(0.3)
try:
    listener.accept()
except TimeoutError as error:
    print(error)
listener.close()
