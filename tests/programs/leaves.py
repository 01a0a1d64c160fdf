# leaves: prints an answer, and ends without closing its socket, in Python.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import socket

s = socket.socket()
s.connect(("127.0.0.1", 12345))
s.sendall(b"Hello")
print("got", s.recv(1024), flush=True)
os._exit(0)
