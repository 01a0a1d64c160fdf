"""wakes: waits a second for a datagram that nobody sends, and goes on.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import socket
import struct

udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(("127.0.0.1", 12345))
udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 1, 0))
try:
    udp.recv(1)
except BlockingIOError as error:
    print(error.strerror)
udp.close()
