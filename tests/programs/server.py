# server: takes one connection and sends back what comes, in Python.
# SPDX-License-Identifier: GPL-3.0-or-later
import socket

with socket.socket() as srv:
    srv.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    srv.bind(("127.0.0.1", 12345))
    srv.listen(5)
    conn, peer = srv.accept()
    with conn:
        while data := conn.recv(1024):
            conn.sendall(data)
