"""Edge-triggered: reads until EAGAIN, and takes the end for the end."""
import select
import socket

server = socket.create_server(("127.0.0.1", 7108))
server.setblocking(False)
client = socket.create_connection(("127.0.0.1", 7108))
client.sendall(b"x" * 5000)
client.shutdown(socket.SHUT_WR)
epoll = select.epoll()
epoll.register(server, select.EPOLLIN | select.EPOLLET)
conns, got, is_over = {}, 0, False
while not is_over:
    for fd, _ in epoll.poll():
        if fd == server.fileno():
            try:
                while True:
                    conn, _ = server.accept()
                    conn.setblocking(False)
                    conns[conn.fileno()] = conn
                    epoll.register(conn, select.EPOLLIN | select.EPOLLET)
            except BlockingIOError:
                continue
        try:
            while data := conns[fd].recv(1024):
                got += len(data)
            is_over = True
        except BlockingIOError:
            pass
for conn in conns.values():
    conn.close()
client.close()
server.close()
assert got == 5000
