# The head is sent at once.
# never: MSG_MORE
# never: had these bytes
import socket
server = socket.create_server(("127.0.0.1", 5050))
client = socket.create_connection(server.getsockname())
end, _ = server.accept()
end.settimeout(0.1)
client.send(b"head")
try:
    end.recv(10)
except OSError:
    pass
client.send(b"body")
end.recv(10)
for each in client, end, server:
    each.close()
