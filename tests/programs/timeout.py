# timeout: the calls that Python makes besides those that are asked for.
# SPDX-License-Identifier: GPL-3.0-or-later
import select
import socket

with socket.socket() as srv:
    srv.bind(("127.0.0.1", 12345))
    srv.listen(1)
    with socket.create_connection(("127.0.0.1", 12345), timeout=9) as cli:
        conn, peer = srv.accept()
        conn.getsockname()
        conn.send(b"x")
        cli.recv(1)
        repr(conn)
        conn.setblocking(False)
        poll = select.poll()
        poll.register(cli, select.POLLOUT)
        poll.poll(0)
        conn.close()
