#!/usr/bin/env python3
"""ahead: what is said of calls of traced programs before they are made.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/ahead.py [PROGRAM]
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import PROGRAM, TOP, Terminal, expect, main  # noqa: E402

AHEAD = os.path.join(TOP, "tests/programs/ahead.py")


def each_call_by_the_state_that_it_will_meet():
    with Terminal([PROGRAM, "trace", "a=", sys.executable, AHEAD],
                  width=100, height=45) as t:
        for call, *words in [
                ("socket(", "It makes a TCP socket for IPv4"),
                ("bind(3", "It gives a's fd 3 the address"),
                ("listen(3", "lets the kernel take clients at 127.0.0.1:1234"),
                ("socket(", "without an address"),
                ("ioctl(4", "makes a's fd 4 non-blocking: from then on"),
                ("connect(4", "does not wait for the answer, for the",
                 "a's fd 3 listens there."),
                ("getsockopt(4", "the error that waits at a's fd 4, 0 if"),
                ("send(4", "It copies 5 bytes, or as many as fit, into"),
                ("fcntl(4",),
                ("close(5", "The socket stays, for a's fd 4."),
                ("close(3", "The socket stays, for a's fd 3."),
                ("_exit(0)", "It ends a.2. The kernel closes what it left",
                 "fd 4, which stays open in"),
                ("shutdown(4", "It ends sending at a's fd 4"),
                ("send(4", "The call will fail with EPIPE."),
                ("accept4(3", "the oldest client off the accept queue",
                 "where one waits."),
                ("_exit(0)", "fd 3, which listens at",
                 "with an RST to 127.0.0.1")]:
            t.until(f": {call}")
            for text in words:
                t.until(text)
            t.send(" ")
        t.until("Every program has ended.")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")


THREAD = """
import socket, threading
listener = socket.create_server(("127.0.0.1", 12345))
client = socket.create_connection(("127.0.0.1", 12345))
conn = listener.accept()[0]
thread = threading.Thread(target=conn.recv, args=(16,))
thread.start()
thread.join()
"""


def a_thread_has_the_descriptors_of_its_process():
    with Terminal([PROGRAM, "trace", "a=", sys.executable, "-c", THREAD],
                  width=100, height=45) as t:
        t.until("space: a: ")
        t.send(":go recv\r")
        t.until("space: a.2: recv(5, 16, 0)")
        t.until("It takes bytes out of a's fd 5. Nothing waits there now")
        t.send(" ")
        t.until("Here: a's fd 5 has no unread bytes. The other end is a's")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")


NOWHERE = 'import socket; socket.socket().connect(("0.0.0.0", 12345))'


def no_address_is_this_host():
    with Terminal([PROGRAM, "trace", "a=", sys.executable, "-c",
                   NOWHERE]) as t:
        t.until("space: a: socket(")
        t.send(" ")
        t.until("It sends a SYN to 127.0.0.1:12345, which 0.0.0.0:12345")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")


TWO_WITHOUT_A_PORT = """
import socket
one, two = socket.socket(), socket.socket()
one.bind(("127.0.0.1", {}))
two.bind(("127.0.0.1", {}))
"""


def no_port_is_nobody_s():
    """Two sockets without a port do not have the same one."""
    for ports, words in [((0, 0), "port 0 asks for that."),
                         ((12345, 12345), "with EADDRINUSE.")]:
        program = TWO_WITHOUT_A_PORT.format(*ports)
        with Terminal([PROGRAM, "trace", "a=", sys.executable, "-c",
                       program]) as t:
            t.until("space: a: socket(")
            t.send(":step a bind\r")
            t.until(f"space: a: bind(3, 127.0.0.1:{ports[0]})")
            expect("that port" not in t.screen.text(), t.screen.text())
            t.send(" ")
            t.until(f"space: a: bind(4, 127.0.0.1:{ports[1]})")
            t.until(words)
            expect("that port" not in t.screen.text(), t.screen.text())
            t.send("q")
            expect(t.ended() == 0, "it ends with status 0")


SIX = """
import socket
listener = socket.create_server(("::1", 12345), family=socket.AF_INET6)
socket.create_connection(("::1", 12345))
"""


def what_the_wire_does_not_carry_was_not_sent_by_nobody():
    if not os.path.exists("/proc/net/if_inet6"):
        return
    with Terminal([PROGRAM, "trace", "a=", sys.executable, "-c", SIX],
                  width=100, height=45) as t:
        t.until("space: a: socket(")
        t.send(":step a listen\r")
        t.until("space: a: listen(3")
        t.until("no packets: this call sent nothing")
        t.send(":step a connect\r")
        t.until("space: a: connect(4, [::1]:12345)")
        t.send(" ")
        t.until("packets of ::1 are not seen: they never leave lo")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")


main([no_port_is_nobody_s, what_the_wire_does_not_carry_was_not_sent_by_nobody, no_address_is_this_host, a_thread_has_the_descriptors_of_its_process,
      each_call_by_the_state_that_it_will_meet])
