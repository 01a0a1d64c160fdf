#!/usr/bin/env python3
"""trace: what of a screen with traced programs is left where there is little
room.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/trace_layout.py [PROGRAM]
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import PROGRAM, TOP, Terminal, expect, main  # noqa: E402

BUILD = os.path.abspath(os.environ.get("BUILD", os.path.join(TOP, "build")))


def program(name):
    return os.path.join(BUILD, "programs", name)


def quit_with(t):
    t.send("q")
    expect(t.ended() == 0, "it ends with status 0")


def titles_do_not_overlap():
    words = []
    for name in "a-long-name-of-a-program", "second", "third", "fourth":
        words += ["::", f"{name}=", program("server")]
    with Terminal([PROGRAM, "trace", *words[1:]]) as t:
        t.until("fourth is here now")
        t.until("┌ a-long-name-of-a-program  net.h lin… ┬ "
                "fourth  net.h line 27 ── also 2 more ─┐")
        quit_with(t)


def what_others_did_is_told_beside_much_else():
    """A FIN wakes the server: the screen has four sockets, two packets, and
    yet says what its recv() returned, and why."""
    with Terminal([PROGRAM, "trace", "server=", program("server"), "::",
                   "client=", program("client")]) as t:
        t.until("client is here now")
        t.send("b")
        t.until("No connection waits at 127.0.0.1:12345")
        t.send(":step client recv\r")
        t.until("space: client: recv(3")
        t.send(" ")
        t.until("client's fd 3 has no unread bytes")
        t.send(":step server blocked\r")
        t.until("space: client: close(3)")
        t.send(" ")
        t.until("server: recv(4, 1024, 0) = 0")
        t.until("The end of the stream: client sent FIN")
        quit_with(t)


main([titles_do_not_overlap, what_others_did_is_told_beside_much_else])
