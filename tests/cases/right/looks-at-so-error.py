# connect() that does not wait, refused once and then not.
import select
import socket

listener = socket.create_server(("127.0.0.1", 7124))
for port in (7125, 7124):
    client = socket.socket()
    client.setblocking(False)
    client.connect_ex(("127.0.0.1", port))
    select.select([], [client], [])
    failed = client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if not failed:
        end, _ = listener.accept()
        end.close()
    client.close()
listener.close()
