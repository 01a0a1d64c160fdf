#!/usr/bin/env python3
"""terms: kinds of terminals, locales and NO_COLOR.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/terms.py [PROGRAM]
"""

import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (LESSONS, PROGRAM, Terminal, environment,  # noqa: E402
                      expect, main, run)

LESSON = os.path.join(LESSONS, "questions.md")


def play(**env):
    """Plays the lesson, and returns the terminal it was shown on."""
    with Terminal([PROGRAM, "run", LESSON], **env) as t:
        t.until("Which number does the first socket get?")
        t.send("b")
        t.until("= 3")
        t.send(" ")
        t.until("What does connect do?")
        t.send("?")
        t.until("ECONNREFUSED")
        t.send("?")
        t.until(lambda: "all keys" in t.screen.text().split("\n")[1], "help")
        t.send("\x1b")
        t.send("q")
        expect(t.ended() == 0, f"it ends with status 0, {env}")
        t.check_modes()
        return t


def colours_where_there_are_some():
    for term in ("xterm-256color", "xterm", "linux"):
        expect("36" in play(TERM=term).screen.colours, f"{term} has cyan")


def no_colours_where_there_are_none():
    expect(not play(TERM="vt100").screen.colours, "vt100 has no colours")


def no_color():
    for term in ("xterm-256color", "linux"):
        t = play(TERM=term, NO_COLOR="1")
        expect(not t.screen.colours - {"39", "49"},
               f"NO_COLOR on {term}: {t.screen.colours}")
    expect(play(NO_COLOR="").screen.colours, "an empty NO_COLOR says nothing")


def only_ascii_in_other_locales():
    for locale in ("C", "POSIX"):
        t = play(LC_ALL=locale)
        expect(t.raw.isascii(), f"only ASCII in {locale}")
    # The second is installed nowhere; its name says what the terminal shows.
    for locale in ("C.UTF-8", "xx_XX.UTF-8"):
        expect(not play(LC_ALL=locale).raw.isascii(), f"lines in {locale}")


def unknown_terminals_are_told():
    with Terminal([PROGRAM, "run", LESSON], TERM="no-such-term") as t:
        expect(t.ended() == 3, "it ends with status 3")
        expect(b"TERM=no-such-term" in t.raw and b"--plain" in t.raw,
               f"says what to do: {t.raw}")
        t.check_modes()


def other_sizes():
    for width, height in ((40, 12), (120, 40), (80, 24)):
        with Terminal([PROGRAM, "run", "tcp-conversation"], width=width,
                      height=height) as t:
            t.until("space")
            t.send("g3\r")
            # The smallest has no room for what is next.
            t.until("step 2 of 6" if width < 80 else "next, step 3 of 6")
            t.send("q")
            expect(t.ended() == 0, f"{width}x{height}")


def tmux(socket, *words):
    return subprocess.run(["tmux", "-L", socket, "-f", "/dev/null", *words],
                          capture_output=True, text=True, check=False,
                          env=environment(TERM="xterm-256color"), timeout=400)


def a_real_terminal_agrees():
    """What tmux has on its screen is what our emulator says it has."""
    if not shutil.which("tmux"):
        print("skipped a_real_terminal_agrees: tmux is not installed")
        return
    socket = f"sockstep-{os.getpid()}"
    script = os.path.join(environment()["HOME"], "real")
    with open(script, "w", encoding="ascii") as file:
        file.write(f"answer b\nscreen {script}.shown\n")
    try:
        tmux(socket, "new-session", "-d", "-x", "80", "-y", "24",
             f"exec {PROGRAM} run --script {script} {LESSON}")
        with Terminal(["tmux", "-L", socket, "attach"], height=25) as t:
            t.until("= 3")
            shown = tmux(socket, "capture-pane", "-p").stdout
            t.send("q")
            t.ended()
        with open(f"{script}.shown", encoding="utf-8") as file:
            expect(file.read().split() == shown.split(),
                   f"the screens differ: {shown}")
    finally:
        tmux(socket, "kill-server")


if __name__ == "__main__":
    main([colours_where_there_are_some, no_colours_where_there_are_none,
          no_color, only_ascii_in_other_locales, unknown_terminals_are_told,
          other_sizes, a_real_terminal_agrees])
