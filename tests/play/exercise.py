#!/usr/bin/env python3
"""exercise: exercises on a screen of 80x24.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/exercise.py [PROGRAM]
"""

import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (PROGRAM, TOP, Terminal, expect, main,  # noqa: E402
                      run)

PROGRAMS = os.path.join(TOP, "tests/exercises")


def menu_has_exercises_with_their_state():
    with tempfile.TemporaryDirectory() as state:
        folder = os.path.join(state, "sockstep")
        os.mkdir(folder)
        with open(os.path.join(folder, "progress.json"), "w",
                  encoding="utf-8") as file:
            json.dump({"version": 1, "exercises": {
                "first-client": {"points": 0, "most": 0},
                "first-server": {"points": 8, "most": 10},
                "http-get": {"points": 10, "most": 10}}}, file)
        with Terminal([PROGRAM], XDG_STATE_HOME=state) as t:
            t.until("1 of 18 exercises")
            # Numbers are those of lessons.
            t.send("12")
            t.until("▶12 ")
            for line, said in (("Exercise: A first client", "begun"),
                               ("Exercise: A first server",
                                "8 of 10 points")):
                t.until(lambda: any(line in row and said in row for row
                                    in t.screen.text().splitlines()),
                        f"{line}: {said}")
            t.send("k")
            t.until("▶    Exercise: A first server")
            t.until("4 checks, 10 points")
            t.send("\r")
            t.until("What is checked:")
            t.send("\x1b[F")  # End
            t.until("rows 2 to 22 of 22")
            expect("sockstep start first-server" in t.screen.text(),
                   t.screen.text())
            t.send("q")
            t.until("▶    Exercise: A first server")
            t.send("q")
            expect(t.ended() == 0, "left by q")


def plain_menu_tells_the_task():
    with Terminal([PROGRAM, "menu", "--plain"]) as t:
        t.until("q to quit:")
        t.send("first-client\n")
        t.until("sockstep start first-client")
        expect(t.ended() == 0, "a task is told, not played")


def a_failing_check_is_stood_in():
    """The check that fails is opened: the peers' calls, the program's line,
    the kernel and the packets, up to the beat that is not as expected."""
    words = [PROGRAM, "check", "--seed", "7", "--step", "first-server",
             os.path.join(PROGRAMS, "first-server/2-one-recv.c")]
    with Terminal(words) as t:
        t.until("next, step 1 of 1: waits for the whole line")
        t.send(" ")
        # The line of the program, the call that it sleeps in, the kernel.
        t.until("accept(3)")
        t.until("blocked zZ")
        t.until("LISTEN")
        t.until("Ann connects and is greeted.")
        t.until("space next")
        t.send("?")
        t.until("make the next call")
        expect("the program whose turn it is" not in t.screen.text(),
               "keys of stepped programs")
        t.send("q")
        t.until("ann: s = socket(AF_INET, SOCK_STREAM, 0)")
        t.send(" ")
        t.until("space: ann: connect(s")
        t.send(" ")
        t.until("PSH-ACK")
        t.until("space: ann: recv(s")
        # Back to where nobody had connected, and there again in a new lab.
        t.send("p")
        t.until("1 back from live")
        t.until("UNCONN")
        t.send("r")
        t.until("space: ann: connect(s")
        t.send(" ")
        t.until("space: ann: recv(s")
        t.send(" ")
        t.until("space: ann: send(s")
        t.send(" ")
        t.until("space: wire: wait 300ms")
        t.send(" ")
        t.until("Ann sends the rest, and gets the whole line back.")
        t.until("space: ann: send(s")
        t.send(" ")
        t.until("space: ann: recv(s")
        t.send(" ")
        t.until("This is not what the check expects: it fails here.")
        t.until("expected: gets")
        t.until("Nobody is stopped at a call: program sleeps in accept.")
        expect("types a line to" not in t.screen.text(), "no terminal here")
        # One can type into that moment.
        t.send(":close(s)\r")
        t.until("ann: close(s) = 0")
        t.send("\x1b")  # the line stays open until it is left
        t.until("all keys")
        t.send("q")
        expect(t.ended() == 1, "a check that fails has status 1")
        t.check_modes()


if __name__ == "__main__":
    main([menu_has_exercises_with_their_state, plain_menu_tells_the_task,
          a_failing_check_is_stood_in])
