# says: exit status 0
# never: never closed
import socket
server = socket.create_server(("127.0.0.1", 8080))
for _ in range(3):
    with socket.create_connection(("127.0.0.1", 8080)) as client:
        conn = server.accept()[0]
        conn.send(b"x")
        client.recv(1)
    conn.close()
server.close()
