# A header stays some 200 ms in the kernel: TCP_CORK was never taken off.
# says: send() of corked had these bytes
# says: TCP_CORK was on, and holds back what does not fill a segment
import socket

listener = socket.create_server(("127.0.0.1", 5050))
client = socket.create_connection(("127.0.0.1", 5050))
server, _ = listener.accept()
client.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
client.send(b"header")
print(server.recv(99))
