#!/usr/bin/env python3
"""socket: one socket with every option, by name, by number and by a key.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/socket.py [PROGRAM]
"""

import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (LESSONS, PROGRAM, Terminal, expect, main,  # noqa: E402
                      run)

LESSON = os.path.join(LESSONS, "wire.md")


def the_socket_of_the_last_call():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        t.until("the beginning")
        t.send(" ")
        t.until_row("client", "3", "UNCONN")
        t.send("S")
        t.until("client fd 3: tcp UNCONN")
        t.send("q ")  # closes it, and makes the next call
        t.until_row("client", "3", "ESTAB")
        t.send("S")
        t.until("client fd 3: tcp ESTAB")
        t.until("a new socket has other values")
        t.send("q")
        t.until("space next")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")


def a_socket_by_name():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        t.until("the beginning")
        t.send(" ")
        t.until_row("client", "3", "UNCONN")
        for line, wanted in ((":socket srv\r", "server fd 3: tcp LISTEN"),
                             (":socket client cli\r", "client fd 3: tcp"),
                             (":socket client 3\r", "client fd 3: tcp")):
            t.send(line)
            t.until(wanted)
            t.send("q")
            t.until(lambda gone=wanted: gone not in t.screen.text(), "closed")
            t.until("space next")
        t.send(":")  # stays open while lines fail
        for line, wanted in (("socket nothing\r", "has no variable nothing"),
                             ("socket client 99\r",
                              "client has no descriptor 99"),
                             ("socket nobody 3\r",
                              "no actor is named nobody")):
            t.send(line)
            t.until(wanted)
        t.send("\r")
        t.until("space next")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")


def as_lines():
    with tempfile.NamedTemporaryFile("w", suffix=".script") as script:
        script.write("server: udp = socket(AF_INET, SOCK_DGRAM)\n"
                     "server: setsockopt(udp, SOL_SOCKET, SO_BROADCAST, 1)\n"
                     "socket server udp\n")
        script.flush()
        result = run("shell", script.name)
    expect(result.returncode == 0, result.stderr)
    expect("server fd 3: udp UNCONN" in result.stdout, result.stdout)
    changed = result.stdout.split("other values")[1].split("\n-- ")[0]
    expect("* SO_BROADCAST" in changed and "1 (on)" in changed, changed)
    expect("TCP_NODELAY" not in result.stdout, result.stdout)


if __name__ == "__main__":
    main([the_socket_of_the_last_call, a_socket_by_name, as_lines])
