# MSG_MORE keeps the head in the kernel, and the other end waits in vain.
# says: its MSG_MORE said that more would follow, and the kernel waits for
import socket
server = socket.create_server(("127.0.0.1", 5050))
client = socket.create_connection(server.getsockname())
end, _ = server.accept()
end.settimeout(0.1)
client.send(b"head", socket.MSG_MORE)
try:
    end.recv(10)
except OSError:
    pass
client.send(b"body")
end.recv(10)
for each in client, end, server:
    each.close()
