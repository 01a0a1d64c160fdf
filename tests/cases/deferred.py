# The client is connected, and accept() does not get it: TCP_DEFER_ACCEPT.
# says: deferred's fd 3 has TCP_DEFER_ACCEPT: a client gets into the accept queue with its first bytes.
import socket

listener = socket.create_server(("127.0.0.1", 5050))
listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 9)
client = socket.create_connection(("127.0.0.1", 5050))
listener.settimeout(0.3)
try:
    listener.accept()
except TimeoutError as error:
    print(error)
client.send(b"now")
server, _ = listener.accept()
server.close()
client.close()
listener.close()
