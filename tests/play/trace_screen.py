#!/usr/bin/env python3
"""trace: two programs side by side, stepped with keys in different orders.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/trace.py [PROGRAM]
"""

import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import PROGRAM, TOP, Terminal, expect, main  # noqa: E402

PROGRAMS = os.path.join(TOP, "tests/programs")


def program(name, script):
    return [f"{name}=", sys.executable, os.path.join(PROGRAMS, script)]


PAIR = [PROGRAM, "trace", *program("server", "upper.py"), "::",
        *program("client", "leaves.py")]


def quit_with(t):
    t.send("q")
    expect(t.ended() == 0, "it ends with status 0")
    t.check_modes()


def both_ends_step_by_step():
    with Terminal(PAIR) as t:
        t.until("space: server: socket(AF_INET")
        t.until("upper.py line 5")
        t.until("leaves.py line 6")
        for wanted in ("space: server: setsockopt(3, ",
                       "space: server: bind(3, 127.0.0.1:12345)",
                       "space: server: listen(3, 5)",
                       "space: server: accept4(3, ",
                       # It sleeps, and the turn is the other's.
                       "space: client: socket(AF_INET",
                       "space: client: connect(3, 127.0.0.1:12345)"):
            t.send(" ")
            t.until(wanted)
        t.until("blocked zZ")
        t.until("waits for the answer: server's fd 3")
        t.send(" ")
        t.until("space: client: send(3, ")
        t.until("server: accept4(3, SOCK_CLOEXEC) = 4")
        t.send(" ")
        t.until("space: client: recv(3, 1024, 0)")
        t.send(" ")
        t.until("client's fd 3 has no unread bytes")
        t.send(":step server send\r")
        t.until('space: server: send(4, "HELLO", 0)')
        t.send(" ")
        t.until("client's terminal: got b'HELLO'")
        t.send("\t")
        t.until("space: client: _exit(0)")
        t.send(" ")
        t.until("with a FIN (packet")
        t.send("f")
        t.until("No mistake was found")
        t.send("T")
        t.until("server │ waiting for a client")
        t.send("q")
        t.until("space: server: close(4)")
        t.send("E")
        t.until("Every program has ended.")
        quit_with(t)


def the_client_first():
    with Terminal(PAIR, width=140, height=45) as t:
        t.until("space: server: socket(AF_INET")
        t.send("\t")
        t.until("space: client: socket(AF_INET")
        t.send(" ")
        t.until("space: client: connect(3, 127.0.0.1:12345)")
        t.until("socket shown here listens there.")
        t.send("E")
        t.until("= -1 ECONNREFUSED (Connection refused)")
        t.until("client's terminal: ConnectionRefusedError")
        t.until("space: server: socket(AF_INET")
        t.send("b")
        t.until("Nobody is stopped at a call: server sleeps in accept4")
        t.send(" ")
        t.until("next: no program is stopped at a call")
        t.send("I")
        t.until("= -1 EINTR (Interrupted system call)")
        t.until("space: server: accept4(3, ")
        quit_with(t)


def back_and_anew():
    with Terminal(PAIR) as t:
        t.until("space: server: socket(AF_INET")
        t.send("b")
        t.until("space: client: socket(AF_INET")
        t.send("b")
        t.until("client's fd 3 has no unread bytes")
        t.send("p")
        t.until("looking back, 1 from live")
        t.until("No connection waits at 127.0.0.1:12345")
        t.send("r")
        t.until("the kernel is at this place again")
        t.until("space: client: socket(AF_INET")
        t.send("R")
        t.until("the programs begin anew")
        t.until("space: server: socket(AF_INET")
        quit_with(t)


def typing_to_a_program():
    asks = [PROGRAM, "trace", *program("asks", "asks.py")]
    with Terminal(asks, width=100, height=32) as t:
        t.until("asks │ Your name?")
        t.until("asks waits for a line at its terminal")
        t.send(">")
        t.until("type asks")
        t.send("Ada\r")
        t.until("space: asks: socket(AF_INET")
        t.send("G")
        t.until("asks │ Hello, Ada")
        t.until("Every program has ended.")
        quit_with(t)


def typing_beside_who_reads_nothing():
    with Terminal([PROGRAM, "trace", *program("server", "upper.py"), "::",
                   *program("asks", "asks.py")], width=140, height=45) as t:
        t.until("space: server: socket(AF_INET")
        t.send(":step server accept4\r")
        t.until("space: server: accept4(3, ")
        t.send(" ")
        t.until("for a line at its terminal")
        t.send(">")
        t.until("type asks")
        t.send("\x15")
        t.send("type server hello\r")
        t.until("server does not wait for a line now")
        t.send(">")
        t.until("type asks")
        t.send("Ada\r")
        t.until("space: asks: socket(AF_INET")
        quit_with(t)


def a_server_that_others_wrote():
    """http.server through a request of curl; it never ends by itself."""
    if not shutil.which("curl"):
        print("skipped: curl is not installed")
        return
    url = "http://127.0.0.1:12345/README.md"
    with Terminal([PROGRAM, "trace", "server=", sys.executable, "-m",
                   "http.server", "12345", "--bind", "127.0.0.1", "::",
                   "--when=listening:12345", "client=", "curl", "-s", url],
                  width=120, height=45) as t:
        t.until("space: server: socket(AF_INET")
        t.send(":step server listen\r")
        t.until("space: server: listen(3, 5)")
        t.send(" ")
        t.until("space: server: getsockname(3")
        # It polls, and again every half second, until somebody connects.
        t.send(":step server accept4\r")
        t.until("space: client: socket")
        t.send(":step client connect\r")
        t.until("space: client: connect(5, 127.0.0.1:12345)")
        t.send(" ")
        t.until("EINPROGRESS")
        t.until("tab: server: accept4(3, ")
        t.send("\t")
        t.until("space: server: accept4(3, ")
        t.send(" ")
        t.until("tab: server.2: recv(4, ")
        t.send(":step client sendto\r")
        t.until("space: client: send(5, ")
        t.send("G")
        t.until("client ended with exit status 0")
        t.until("server.2 ended with exit status 0")
        t.until("client │ Licence: GPL-3.0-or-later.")
        t.until("server sleeps in poll")
        quit_with(t)


WAITS = """
import select, socket
own, other = socket.socketpair()
poll = select.poll()
poll.register(own, select.POLLIN)
while not poll.poll(3000):
    other.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE)
"""


def what_was_said_while_all_slept():
    """It is taken back when a program is stopped again, and the reason of the
    call has its rows."""
    with Terminal([PROGRAM, "trace", "waits=", sys.executable, "-c",
                   WAITS]) as t:
        t.until("space: waits: socketpair(")
        # A poll() can be over before the key comes: then the next one is.
        while "no program is stopped" not in t.screen.text():
            t.send(" ")
            t.take()
        t.until("space: waits: getsockopt(")
        t.until("Nothing became ready in 3000 ms.")
        t.until(lambda: "no program is stopped" not in t.screen.text(),
                "what is over is said still")
        quit_with(t)


def without_colours_and_narrow():
    with Terminal(PAIR, width=40, height=12, NO_COLOR="1",
                  LC_ALL="C") as t:
        t.until("space: server: socket(AF_INET,")
        t.send(" ")
        t.until("+server  3 UNCONN")
        t.send(" ")
        t.until("line 7")
        quit_with(t)


main([both_ends_step_by_step, the_client_first, back_and_anew,
      typing_to_a_program, typing_beside_who_reads_nothing,
      a_server_that_others_wrote, what_was_said_while_all_slept,
      without_colours_and_narrow])
