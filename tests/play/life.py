#!/usr/bin/env python3
"""life: resized, stopped, killed and left alone, the terminal stays sane.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/life.py [PROGRAM]
"""

import os
import re
import signal
import sys
import tempfile
import termios

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (LESSONS, PROGRAM, Failure, Terminal, Watch,  # noqa: E402
                      expect, main)

LESSON = os.path.join(LESSONS, "questions.md")
QUESTION = "Which number does the first socket get?"
ON_SCREEN = b"\x1b[?1049h"  # to the other screen
OTHER_SCREEN = b"\x1b[?1049l"  # back from it, as xterm does


def resized_to_anything_and_back():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        t.until(QUESTION)
        for width, height in ((40, 12), (30, 5), (200, 60), (1, 1), (80, 24),
                              (2, 40), (1, 1), (81, 25)):
            t.resize(width, height)
        t.until(QUESTION)
        t.until(lambda: t.screen.rows_text(24).rstrip(),
                "the footer is in the last row")
        t.resize(1, 1)
        t.send("b")
        t.resize(80, 24)
        t.until("= 3")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")
        t.check_modes()


def too_small_says_so():
    with Terminal([PROGRAM, "run", LESSON], width=1, height=1) as t:
        t.resize(38, 10)
        t.until(lambda: t.screen.text().strip(), "a sentence")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")


def is_cooked(modes):
    return modes[3] & termios.ICANON and modes[3] & termios.ECHO


def until_prompt(t, told):
    """The screen of the shell comes back with its old prompts on it; only a
    new one says that the program is over or stopped."""
    t.until(lambda: b"READY>" in t.raw[told:], "a prompt")


def stopped_and_continued():
    shell = ["bash", "--norc", "--noprofile", "--noediting", "-i"]
    with Terminal(shell, PS1="READY> ", HISTFILE=None) as t:
        t.until("READY>")
        t.send(f"{PROGRAM} run {LESSON}\n")
        t.until(QUESTION)
        t.until(lambda: not is_cooked(t.modes()), "the screen's modes")
        for _ in range(2):
            told = len(t.raw)
            t.send("\x1a")
            until_prompt(t, told)
            expect(is_cooked(t.modes()), "the shell's modes while stopped")
            told = len(t.raw)
            t.send("fg\n")
            # The shell sets the modes first: a ^Z that comes before its
            # SIGCONT is undone by it.
            t.until(lambda: ON_SCREEN in t.raw[told:], "it is back")
            t.until(QUESTION)
            t.until(lambda: not is_cooked(t.modes()), "the screen's modes")
        t.send("b")
        t.until("= 3")
        told = len(t.raw)
        t.send("q")
        until_prompt(t, told)
        expect(is_cooked(t.modes()), "the shell's modes in the end")
        t.send("echo status-$?\n")
        t.until("status-0")
        t.send("exit\n")
        t.ended()


def ended_by(number, status):
    with Terminal([PROGRAM, "run", LESSON]) as t:
        t.until(QUESTION)
        t.send("b")
        t.until("= 3")
        watch = Watch(t.pid)
        expect(watch.pids, "there are processes to watch")
        os.kill(t.pid, number)
        ended = t.ended()
        expect(ended == status, f"status {ended} after signal {number}")
        t.check_modes()
        expect(OTHER_SCREEN in t.raw, "the screen was given back")
        watch.check_gone()
        return t.raw


def signals_that_ask_for_an_end():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        raw = ended_by(number, 128 + number)
        last = raw.rpartition(OTHER_SCREEN)[2]
        expect(last.count(b"sockstep: ended by the signal") == 1,
               f"one sentence about signal {number}, not {last!r}")


def a_terminal_that_stands_still_keeps_nobody():
    """^S has stopped it, and what is said last must be said all the same."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        with Terminal([PROGRAM, "shell", "--plain"]) as t:
            t.until("server:")
            t.send("wait 600 s\r")
            t.until("wait 600 s")
            t.send("\x13")
            os.kill(t.pid, number)
            expect(t.ended() == 128 + number, f"it ends by {number}")
            t.check_modes()


def hung_up_again_and_again():
    """The terminal and its shell both tell; what was typed is kept."""
    with tempfile.TemporaryDirectory() as state:
        with Terminal([PROGRAM, "shell"], XDG_STATE_HOME=state) as t:
            t.until("server:")
            t.send("s = socket(AF_INET, SOCK_STREAM, 0)\r")
            t.until("= 3")
            has_ended = os.WEXITED | os.WNOHANG | os.WNOWAIT
            while not os.waitid(os.P_PID, t.pid, has_ended):
                os.kill(t.pid, signal.SIGHUP)
            expect(t.ended() == 128 + signal.SIGHUP, "it ends by SIGHUP")
        folder = os.path.join(state, "sockstep")
        expect("history" in os.listdir(folder) and
               not any("history." in name for name in os.listdir(folder)),
               f"{os.listdir(folder)}")


def signals_that_kill():
    for number in (signal.SIGSEGV, signal.SIGABRT, signal.SIGQUIT,
                   signal.SIGUSR1):
        ended_by(number, 128 + number)


def control_c_ends():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        t.until(QUESTION)
        t.send("\x03")
        expect(t.ended() == 128 + signal.SIGINT, "it ends by SIGINT")
        t.check_modes()


def terminal_closed(controlling):
    """Without a controlling terminal there is no SIGHUP, only the end."""
    with Terminal([PROGRAM, "run", LESSON], controlling=controlling) as t:
        t.until(QUESTION)
        watch = Watch(t.pid)
        expect(watch.pids, "there are processes to watch")
        t.close()
        ended = t.ended()
        expect(ended == 128 + signal.SIGHUP, f"it ends, status {ended}")
        watch.check_gone()


def a_closed_terminal_ends_it():
    terminal_closed(True)


def a_lost_terminal_ends_it():
    terminal_closed(False)


def killed_outright_leaves_no_process():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        t.until(QUESTION)
        watch = Watch(t.pid)
        os.kill(t.pid, signal.SIGKILL)
        t.ended()
        watch.check_gone()


def a_killed_actor_is_told():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        t.until(QUESTION)
        t.send("b")
        t.until("= 3")
        actors = [pid for pid in Watch(t.pid).pids if pid not in
                  own_children(t.pid)]
        expect(actors, "there is an actor")
        for pid in actors:
            os.kill(pid, signal.SIGKILL)
        t.until(lambda: "ended" in t.screen.text() and
                "space next" not in t.screen.text() and
                "r rewind" in t.screen.text(), "the actors have ended")
        t.send("r")
        t.until("rewound")
        t.send(" ?")
        t.until("ECONNREFUSED")
        t.send("q")
        t.ended()


def own_children(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return [int(word) for word in file.read().split()]


def time_wait_is_counted_down():
    """By its own row alone: no other row has a number, and none is news."""
    with Terminal([PROGRAM, "shell", "--actors", "s,c"], width=140) as t:
        t.until("no sockets")

        def is_made(call):
            """Above the prompt, with its result."""
            rows = t.screen.text().splitlines()[:20]
            return any(re.search(re.escape(call) + r".*= \d", row)
                       for row in rows)

        for actor, call in (("s", "srv = socket(AF_INET, SOCK_STREAM, 0)"),
                            ("s", "bind(srv, 127.0.0.1:7000)"),
                            ("s", "listen(srv, 5)"),
                            ("c", "cli = socket(AF_INET, SOCK_STREAM, 0)"),
                            ("c", "connect(cli, 127.0.0.1:7000)"),
                            ("s", "conn = accept(srv)"), ("s", "close(conn)"),
                            ("c", "close(cli)")):
            t.send(f"{actor}: {call}\r")
            t.until(lambda call=call: is_made(call), call)

        def left():
            found = re.findall(r"TIME-WAIT.*?(\d+) s left", t.screen.text())
            return int(found[0]) if found else 0

        t.until(left, "the seconds of the row")
        first = left()
        t.until(lambda: 0 < left() < first, "a second less")
        expect(len(re.findall(r"s left", t.screen.text())) == 1,
               t.screen.text())
        t.send("quit\r")
        expect(t.ended() == 0, "it ends")


if __name__ == "__main__":
    main([time_wait_is_counted_down,
          resized_to_anything_and_back, too_small_says_so,
          stopped_and_continued, signals_that_ask_for_an_end,
          a_terminal_that_stands_still_keeps_nobody,
          hung_up_again_and_again, signals_that_kill, control_c_ends,
          a_closed_terminal_ends_it, a_lost_terminal_ends_it,
          killed_outright_leaves_no_process, a_killed_actor_is_told])
