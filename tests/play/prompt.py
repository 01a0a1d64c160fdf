#!/usr/bin/env python3
"""prompt: lines typed on the screen: calls, history, pastes, vi, resizes.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/prompt.py [PROGRAM]
"""

import os
import signal
import sys
import tempfile
import termios

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (LESSONS, PROGRAM, Terminal, expect, main)  # noqa: E402

LESSON = os.path.join(LESSONS, "wire.md")
OPEN = "Esc leaves"  # stands in the last row while nothing is typed


def prompt_row(t):
    """What stands on the prompt's row, without the frame."""
    return t.screen.text().split("\n")[t.screen.height - 2].strip("│ ")


def until_line(t, line):
    t.until(lambda: prompt_row(t) == line.strip(), f"the line {line!r}")


def open_prompt(t):
    t.until("the beginning")
    t.send(":")
    t.until(OPEN)


def quit_from(t):
    """Leaves the prompt and the program, whatever stands on the line."""
    t.send("\x03\x03q")
    expect(t.ended() == 0, "it ends with status 0")
    t.check_modes()


def call(t, line, result):
    t.send(line + "\r")
    t.until(result)


def calls_in_a_lesson():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        open_prompt(t)
        call(t, "server: s9 = socket(AF_INET, SOCK_DGRAM, 0)",
             "server: s9 = socket(AF_INET, SOCK_DGRAM, 0) = 4")
        t.until_row("server", "4", "UNCONN")
        # The step's own call is the step.
        t.send("client: cli = socket(AF_INET, SOCK_STREAM, 0)\r")
        t.until_row("client", "3", "UNCONN")
        call(t, "server: recv(77, 10, 0)", "EBADF")
        call(t, "client: recv(s9, 10, 0)", "s9 is server's")
        call(t, "nobody: recv(s9, 10, 0)", "no actor is named nobody")
        call(t, "client: recv(clii, 10, 0)", "it has cli (3)")
        # The lesson goes on.
        t.send("\x1b")
        t.until(lambda: OPEN not in t.screen.text(), "Escape leaves")
        t.send(" ")
        t.until_row("client", "3", "ESTAB")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")
        t.check_modes()


def a_blocked_actor():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        open_prompt(t)
        call(t, "server: conn = accept(srv)", "asleep")
        call(t, "server: close(srv)",
             "`interrupt server` ends the call".replace("`", ""))
        quit_from(t)


def the_steps_call_on_the_line():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        t.until("the beginning")
        t.send("e")
        t.until("client: client: cli = socket(AF_INET, SOCK_STREAM, 0)")
        t.send("\r")
        t.until_row("client", "3", "UNCONN")
        quit_from(t)


def history_of_runs():
    """Lines are found again in the next run, newest first, each once."""
    with tempfile.TemporaryDirectory() as state:
        with Terminal([PROGRAM, "run", LESSON], XDG_STATE_HOME=state) as t:
            open_prompt(t)
            call(t, "help one-thing", "help one-thing: that is no")
            call(t, "help another", "help another: that is no")
            call(t, "help one-thing", "help one-thing: that is no")
            quit_from(t)
        with open(os.path.join(state, "sockstep/history"), "rb") as file:
            lines = file.read()
        expect(lines == b"help another\nhelp one-thing\n", f"{lines}")
        with Terminal([PROGRAM, "run", LESSON], XDG_STATE_HOME=state) as t:
            open_prompt(t)
            t.send("\x1b[A\x1b[A")
            until_line(t, "client: help another")
            t.send("\x1b[B")
            until_line(t, "client: help one-thing")
            t.send("\x03\x12ano")
            t.until("(reverse-i-search)`ano': help another")
            t.send("\x07")
            until_line(t, "client:")
            quit_from(t)


def broken_history():
    with tempfile.TemporaryDirectory() as state:
        os.mkdir(os.path.join(state, "sockstep"))
        with open(os.path.join(state, "sockstep/history"), "wb") as file:
            file.write(b"\x00\xff\xfe\x01\n" + b"x" * 100000 +
                       b"\nhelp me\n\x1b[2J\n\xc3")
        with Terminal([PROGRAM, "run", LESSON], XDG_STATE_HOME=state) as t:
            open_prompt(t)
            t.send("\x1b[A\x1b[A")
            until_line(t, "client: help me")
            quit_from(t)


def history_that_cannot_be_kept():
    with tempfile.TemporaryDirectory() as state:
        with open(os.path.join(state, "sockstep"), "wb"):
            pass
        with Terminal([PROGRAM, "run", LESSON], XDG_STATE_HOME=state) as t:
            open_prompt(t)
            call(t, "help one-thing", "help one-thing: that is no")
            t.send("\x03\x03")
            t.until(lambda: OPEN not in t.screen.text(), "it is left")
            t.send("q")
            expect(t.ended() == 1, "a lost file is status 1")
            expect(b"keep the typed lines" in t.raw, "it is told")
            t.check_modes()


def editing():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        open_prompt(t)
        t.send("one two three\x17\x17")
        until_line(t, "client: one")
        t.send("\x19\x1b[H\x0b\x19")
        until_line(t, "client: one two three")
        t.send("\x1bb\x1bu")
        until_line(t, "client: one two THREE")
        t.send("\x1f")
        until_line(t, "client: one two three")
        t.send("\x03éb\x1b[DX")
        until_line(t, "client: éXb")
        t.until(lambda: (t.screen.x, t.screen.y) ==
                (2 + len("client: éX"), 22), "the cursor is behind X")
        t.send("\x03" + "abcdefghij" * 12)
        t.until(lambda: prompt_row(t).startswith("client: <") and
                prompt_row(t).endswith("j"), "a long line is scrolled")
        t.send("\x01")
        t.until(lambda: prompt_row(t).startswith("client: abc") and
                prompt_row(t).endswith(">"), "and back")
        quit_from(t)


def control_keys():
    """^S, ^Q, ^V and ^C are readline's, and the modes come back."""
    with Terminal([PROGRAM, "run", LESSON]) as t:
        t.until("the beginning")
        before = t.modes()
        t.send(":")
        t.until(OPEN)
        expect(not t.modes()[3] & termios.ISIG, "no key is a signal")
        t.send("abc\x16\x01")
        t.until(lambda: prompt_row(t) == "client: abc\\001", "^V^A inserts ^A")
        t.send("\x03")
        until_line(t, "client:")
        t.send("\x04")
        t.until(lambda: OPEN not in t.screen.text(), "^D leaves")
        t.until(lambda: t.modes() == before, "the modes of the screen")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")
        t.check_modes()


def vi_mode():
    with tempfile.TemporaryDirectory() as folder:
        inputrc = os.path.join(folder, "inputrc")
        with open(inputrc, "w", encoding="utf-8") as file:
            file.write("set editing-mode vi\n")
        with Terminal([PROGRAM, "run", LESSON], INPUTRC=inputrc) as t:
            open_prompt(t)
            t.send("one two\x1b")
            t.send("bcwthree")
            until_line(t, "client: one three")
            t.send("\x1b0x")
            until_line(t, "client: ne three")
            quit_from(t)


def keys_right_behind():
    """A key that is pressed as the prompt closes is no byte of its line."""
    with Terminal([PROGRAM, "run", LESSON]) as t:
        t.until("the beginning")
        for turn in range(20):
            t.send(":")
            t.until(OPEN)
            t.send("xy")
            until_line(t, "client: xy")
            t.send("\x03\x03")
            t.send("c")
            t.until("c Python" if turn % 2 else "c C ")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")


def own_keys():
    with tempfile.TemporaryDirectory() as folder:
        inputrc = os.path.join(folder, "inputrc")
        with open(inputrc, "w", encoding="utf-8") as file:
            file.write('"\\C-t": "hold SYN"\n$if sockstep\n'
                       '"\\e[15~": "F5"\n$endif\n')
        with Terminal([PROGRAM, "run", LESSON], INPUTRC=inputrc) as t:
            open_prompt(t)
            t.send("\x14 \x1b[15~")
            until_line(t, "client: hold SYN F5")
            quit_from(t)


def pastes():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        open_prompt(t)
        t.until(lambda: b"\x1b[?2004h" in t.raw, "pastes are marked")
        t.send("\x1b[200~x9 = socket(AF_INET, SOCK_DGRAM, 0)\r"
               "close(x9)\r\n\x1b[201~")
        t.until("SOCK_DGRAM, 0)↵close(x9)")
        expect("0) = 4" not in t.screen.text(), "nothing is run by a paste")
        t.send("\r")
        t.until("close(x9) = 0")
        # A paste in several parts, its end in the middle of a mark.
        t.send("\x1b[200~recv(88, ")
        t.send("10, 0)\x1b[20")
        t.send("1~\r")
        t.until("EBADF")
        quit_from(t)
        expect(t.raw.rindex(b"\x1b[?2004l") > t.raw.rindex(b"\x1b[?2004h"),
               "marking is switched off")


def completion():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        open_prompt(t)
        t.send("gets\t")
        t.until("getsockopt")
        t.until("getsockname")
        t.send("n\t")
        until_line(t, "client: getsockname(")
        t.until("«sockfd»")
        quit_from(t)


def resizes():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        open_prompt(t)
        t.send("half a li")
        until_line(t, "client: half a li")
        for width, height in ((120, 40), (40, 12), (100, 30)):
            t.resize(width, height)
            until_line(t, "client: half a li")
        t.send("ne")
        until_line(t, "client: half a line")
        t.resize(30, 8)
        t.until("needs 40")
        t.resize(80, 24)
        until_line(t, "client: half a line")
        quit_from(t)


def panels_stay_live():
    """What is sent again is counted while a line is typed."""
    with Terminal([PROGRAM, "run", LESSON]) as t:
        t.until("the beginning")
        t.send(" ")
        t.until_row("client", "3", "UNCONN")
        t.send(":")
        t.until(OPEN)
        t.send("hold SYN\r")
        until_line(t, "client:")
        t.send(" ")
        t.until("SYN-SENT")
        t.send(":half a li")
        t.until("[+")
        until_line(t, "server: half a li")
        quit_from(t)


def lines_in_a_row():
    """What is typed behind a command is a line again, and not keys; a blank
    alone goes on with the lesson, and so does the command for it."""
    with Terminal([PROGRAM, "run", LESSON]) as t:
        open_prompt(t)
        t.send("hold SYN\rown = socket(AF_INET, SOCK_STREAM, 0)\r")
        t.until_row("client", "3", "UNCONN")
        expect(OPEN in t.screen.text(), "it is open")
        t.send(" ")
        t.until_row("client", "4", "UNCONN")
        expect(OPEN not in t.screen.text(), "it is closed")
        t.send(":flow\rnext\r")
        t.until(lambda: OPEN not in t.screen.text(), "next closes it")


def signals_while_typing():
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGSEGV,
                   signal.SIGINT):
        with Terminal([PROGRAM, "run", LESSON]) as t:
            open_prompt(t)
            t.send("half a line")
            until_line(t, "client: half a line")
            os.kill(t.pid, number)
            expect(t.ended() == 128 + number, f"status of {number}")
            t.check_modes()
            expect(t.raw.rindex(b"\x1b[?2004l") >
                   t.raw.rindex(b"\x1b[?2004h"), "marking is switched off")


def the_terminal_goes_away():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        open_prompt(t)
        t.send("half a line")
        until_line(t, "client: half a line")
        t.close()
        expect(t.ended() == 128 + signal.SIGHUP, "it ends")


def bad_lines():
    """Whatever is typed is answered with one sentence, and the lab lives."""
    lines = ("(", ")", "()", "=", "a =", "= b", "x.", ".x", ":", "::", "a:",
             ":a", "server:", "server: ", "server::", "recv(", "recv)",
             "recv(,", "recv(((((", 'send(cli, "', 'send(cli, "\\', "'",
             '"', "%s%n", "\\", "99999999999999999999", "-1", "a" * 5000,
             "é", "\x7f", "kill", "actor", "host", "host add", "sh",
             "explain nothing", "man", "man nothing", "help nothing",
             "rewind 99", "goto -1", "answer z", "hold", "deliver 99", "e",
             "s", "close x y", "close x", "x = socket(5, 6)", "close x", "accept srv", "socket.socket",
             "server: client: accept(srv)", "wire: nonsense",
             "a,b,c = 1", "socket(" + "1," * 500 + ")")
    with Terminal([PROGRAM, "run", LESSON]) as t:
        t.until("the beginning")
        for line in lines:
            t.send(":")
            t.until_modes(lambda modes: not modes[3] & termios.ISIG,
                          "it is open")
            t.send("\x1b[200~" + line + "\x1b[201~\r\x03\x03")
            t.until_modes(lambda modes: modes[3] & termios.ISIG,
                          "it is closed")
        t.send(" ")
        t.until_row("client", "3", "UNCONN")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")
        t.check_modes()


if __name__ == "__main__":
    main([calls_in_a_lesson, a_blocked_actor, the_steps_call_on_the_line,
          history_of_runs, broken_history, history_that_cannot_be_kept,
          editing, control_keys, vi_mode, keys_right_behind, own_keys,
          pastes, completion, resizes, panels_stay_live, lines_in_a_row,
          signals_while_typing, the_terminal_goes_away, bad_lines])
