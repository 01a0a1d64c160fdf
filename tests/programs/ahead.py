"""A program whose calls are worth a word before they are made: it does not
block, shares its sockets with a child, sends after the end, and leaves things
open.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import socket

listener = socket.socket()
listener.bind(("127.0.0.1", 12345))
listener.listen()
client = socket.socket()
client.setblocking(False)
client.connect_ex(("127.0.0.1", 12345))
client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
client.send(b"hello")
os.close(os.dup(client.fileno()))
child = os.fork()
if child == 0:
    listener.close()
    os._exit(0)
os.waitpid(child, 0)
client.shutdown(socket.SHUT_WR)
try:
    client.send(b"more")
except BrokenPipeError:
    pass
conn = listener.accept()[0]
os._exit(0)
