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
            t.until("sockstep start first-server")
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


if __name__ == "__main__":
    main([menu_has_exercises_with_their_state, plain_menu_tells_the_task])
