"""resends: asks its socket for both addresses between two sends, and does not
care whether one fails.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import socket

listener = socket.create_server(("127.0.0.1", 12345))
client = socket.create_connection(("127.0.0.1", 12345))
server = listener.accept()[0]
for _ in range(2):
    try:
        client.send(b"x")
    except OSError as error:
        print("send", error.strerror)
    print(client.getsockname()[0], client.getpeername()[1], repr(client))
client.close()
server.recv(10)
server.close()
