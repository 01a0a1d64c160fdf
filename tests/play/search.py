#!/usr/bin/env python3
"""search: `/` in every list, on a screen of 80x24.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/search.py [PROGRAM]
"""

import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (LESSONS, PROGRAM, Terminal, expect, main,  # noqa: E402
                      run)

LESSON = os.path.join(LESSONS, "wire.md")


def search(t, text, told):
    """Searches, waits for what is said, and keeps the place."""
    t.send("/")
    t.until("Esc leaves")
    t.send(text)
    t.until(f'"{text}": {told}')
    t.send("\r")
    t.until("next, previous")


def leave(t, moment):
    t.send("q")
    t.until(moment)


def quit_from(t):
    t.send("q")
    expect(t.ended() == 0, "it ends with status 0")
    t.check_modes()


def the_menu():
    with Terminal([PROGRAM]) as t:
        t.until("enter open")
        t.send("/")
        t.until("Esc leaves")
        t.send("postcards")
        t.until("▶22")
        # One key puts all back as it was, whatever was typed.
        t.send("\x1b")
        t.until("enter open")
        expect("▶ 1" in t.screen.text(), "lesson 1 is chosen again")
        t.send("/")
        t.until("Esc leaves")
        t.send("udp\r")
        t.until("enter open")
        expect("▶22" in t.screen.text(), "lesson 22 is chosen")
        last = int(re.search(r'"udp": 1 of (\d+)',
                             t.screen.text()).group(1))
        expect(last > 2, "more than two lessons are about UDP")
        t.send("n")
        t.until(f'"udp": 2 of {last}')
        t.send("N")
        t.until(f'"udp": 1 of {last}')
        # Before the first one is the last.
        t.send("N")
        t.until(f'"udp": {last} of {last}')
        t.send("/")
        t.until("Esc leaves")
        t.send("no such lesson")
        t.until('nothing here has "no such lesson"')
        t.send("\x03\x03")
        t.until("enter open")
        quit_from(t)


def help_and_texts():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        t.until("the beginning")
        t.send("?")
        t.until("┌ all keys")
        search(t, "WIRESHARK", "1 of 1")
        expect("Wireshark" in t.screen.text(), "the row is in sight")
        t.send("q:")
        t.until("Esc leaves")
        t.send("man recv\r")
        t.until("esc close")
        search(t, "the", "1 of")
        t.send("n")
        t.until('"the": 2 of')
        t.send("N")
        t.until('"the": 1 of')
        search(t, "eagain", "1 of")
        expect("EAGAIN: " in t.screen.text(), "the row is in sight")
        # What is open next was not searched.
        t.send("q")
        t.until("c Python")
        t.send("s")
        t.until("esc close")
        expect("next, previous" not in t.screen.text(), "it is forgotten")
        leave(t, "c Python")
        quit_from(t)


def calls_packets_and_sockets():
    with Terminal([PROGRAM, "run", LESSON, "--to", "3"]) as t:
        t.until("look back")
        for key, title, text in (("w", "calls and packets", "SYN-ACK"),
                                 ("s", "every socket", "listen"),
                                 ("t", "TCP states", "client"),
                                 ("i", "one packet", "time to live")):
            t.send(key)
            t.until(f"┌ {title}")
            search(t, text, "1 of ")
            leave(t, "look back")
        t.send(":")
        t.until("Esc leaves")
        t.send("history\r")
        t.until("esc close")
        search(t, "socket(", "1 of ")
        # A text that looks like a call is none.
        search(t, "= 3", "1 of ")
        leave(t, "look back")
        quit_from(t)


def a_field_is_chosen():
    with Terminal([PROGRAM, "run", LESSON, "--to", "3"]) as t:
        t.until("look back")
        t.send("i")
        t.until("one packet")
        search(t, "time to live", "1 of 1")
        t.until_row("▶", "time to live")
        leave(t, "look back")
        quit_from(t)


def the_outline_of_a_talk():
    with Terminal([PROGRAM, "present", LESSON]) as t:
        t.until("outline")
        t.send("g")
        t.until("esc close")
        search(t, "by hand", "1 of 1")
        t.send("q")
        t.until("outline")
        t.send("qy")
        expect(t.ended() == 0, "it ends with status 0")


def without_a_list_or_a_screen():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        t.until("the beginning")
        t.send(":")
        t.until("Esc leaves")
        t.send("search socket\r")
        t.until("nothing is open that could be searched")
        t.send("\x03\x03q")
        expect(t.ended() == 0, "it ends with status 0")
    with tempfile.NamedTemporaryFile("w") as lines:
        lines.write("search socket\n")
        lines.flush()
        told = run("shell", lines.name)
        expect("in plain mode there is no screen" in told.stderr, told.stderr)


if __name__ == "__main__":
    main([the_menu, help_and_texts, calls_packets_and_sockets,
          a_field_is_chosen, the_outline_of_a_talk,
          without_a_list_or_a_screen])
