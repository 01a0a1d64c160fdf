# upper: takes one connection and sends back what comes in capitals, in Python.
# SPDX-License-Identifier: GPL-3.0-or-later
import socket

srv = socket.socket()
srv.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
srv.bind(("127.0.0.1", 12345))
srv.listen(5)
print("waiting for a client")

conn, peer = srv.accept()
data = conn.recv(1024)
conn.sendall(data.upper())
conn.close()
srv.close()
