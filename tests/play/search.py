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


def told_last(t, text):
    """How many rows have the text, of which the first is told."""
    told = rf'"{text}": 1 of (\d+)'
    t.until(f'"{text}": 1 of ')
    return int(re.search(told, t.screen.text()).group(1))


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
        last = told_last(t, "udp")
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


def what_is_not_open():
    """In the lesson itself the list of calls and packets opens for it."""
    with Terminal([PROGRAM, "run", LESSON, "--to", "3"]) as t:
        t.until("look back")
        t.send("/")
        t.until("┌ calls and packets")
        t.until("Esc leaves")
        t.send("syn-ack")
        t.until('"syn-ack": 1 of ')
        # Who looks for nothing any more is back in the lesson.
        t.send("\x1b")
        t.until("look back")
        expect("┌ calls and packets" not in t.screen.text(), "it is closed")
        search(t, "connect(", "1 of ")
        expect("┌ calls and packets" in t.screen.text(), "it stays open")
        # What was open already is not closed by leaving.
        t.send("/")
        t.until("Esc leaves")
        t.send("socket\x1b")
        t.until("esc close")
        expect("┌ calls and packets" in t.screen.text(), "it stays open")
        leave(t, "look back")
        quit_from(t)


def at_other_keys():
    """Footer, help and prompt name the keys that it has."""
    with tempfile.TemporaryDirectory() as home:
        os.mkdir(os.path.join(home, "sockstep"))
        with open(os.path.join(home, "sockstep/config.yaml"), "w",
                  encoding="utf-8") as file:
            file.write('keys:\n  search: "&"\n  "match next": J\n'
                       '  "match previous": K\n')
        with Terminal([PROGRAM, "run", LESSON, "--to", "3"],
                      XDG_CONFIG_HOME=home) as t:
            t.until("look back")
            t.send("h")
            t.until("┌ all keys")
            t.until("& search")
            t.send("&")
            t.until("then J K go on and back")
            t.send("packet")
            last = told_last(t, "packet")
            expect(last > 2, "several rows have the word")
            t.send("\r")
            t.until("J K next")
            t.send("J")
            t.until(f'"packet": 2 of {last}')
            t.send("K")
            t.until(f'"packet": 1 of {last}')
            t.send("q")
            t.until("look back")
            # The usual key is nothing's any more: h is no text behind it.
            t.send("/h")
            t.until("┌ all keys")
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


def in_a_free_lab():
    with Terminal([PROGRAM, "shell"]) as t:
        t.until("server: ")
        t.send("listen(7, 1)\r")
        t.until("-1 EBADF")
        t.send("search ebadf\r")
        t.until("┌ calls and packets")
        t.until('"ebadf": 1 of ')
        t.send("q")
        t.until("server: ")
        t.send("quit\r")
        expect(t.ended() == 0, "it ends with status 0")


def without_a_screen():
    for line in "search socket", "match next":
        with tempfile.TemporaryFile("w+") as lines:
            lines.write(line + "\n")
            lines.seek(0)
            told = run("shell", "-", stdin=lines)
        expect("in plain mode there is no screen" in told.stderr, told.stderr)


if __name__ == "__main__":
    main([the_menu, help_and_texts, calls_packets_and_sockets,
          a_field_is_chosen, what_is_not_open, at_other_keys,
          the_outline_of_a_talk, in_a_free_lab, without_a_screen])
