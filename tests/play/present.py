#!/usr/bin/env python3
"""present: a lesson before a room, in small terminals.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/present.py [PROGRAM]
"""

import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (PROGRAM, Terminal, expect, main, run)  # noqa: E402

SMALL = {"width": 60, "height": 18}


def present(what, *words, **size):
    return Terminal([PROGRAM, "present", what, *words], **(size or SMALL))


def shown(terminal):
    return terminal.screen.text()


def a_question_waits_for_the_presenter():
    with present("accept") as t:
        t.until("what this is about")
        t.send(" ")
        t.until("= 0 ")
        t.until("space next")
        t.send(" ")
        t.until("page 1 of 2")
        expect("I don't know" not in shown(t), "it asks before it tells")
        t.send(" ")
        t.until("?) I don't know")
        t.until("space reveal")
        expect("The kernel said" not in shown(t), "no answer yet")
        # What somebody does by mistake gives no answer away, and ends nothing.
        t.send("x")
        t.until("the call in a whole program")
        t.send("\x1b")
        t.until("?) I don't know")
        t.send("\x03")
        t.until("End the talk?")
        t.send("n")
        t.until("space reveal")
        expect("The kernel said" not in shown(t), "no answer yet")
        t.send(" ")
        t.until("The kernel said: a)")
        t.send("q")
        t.until("End the talk?")
        t.send("y")
        expect(t.ended() == 0, "y ends it")
        t.check_modes()


def light_blank_and_outline():
    with present("accept") as t:
        t.until("what this is about")
        t.send("l")
        t.until(">kernel")
        t.send("j")
        t.until(lambda: ">kernel" not in shown(t) and "> " in shown(t))
        t.send("\x1b")
        t.until(lambda: ">" not in shown(t))
        t.send("B")
        t.until(lambda: not shown(t).strip())
        t.send(" ")
        t.until("what this is about")
        expect("the beginning" in shown(t), "the key did no more than that")
        t.send("g")
        t.until("the steps: Enter goes to one")
        t.send("jj\r")
        t.until("next, step 3 of 6")
        t.send("R")
        t.until("the lesson begins anew")
        t.until("the beginning")
        t.send("q")
        t.until("End the talk?")
        t.send("y")
        expect(t.ended() == 0, "it ends")


def a_terminal_that_shrinks():
    with present("accept", width=120, height=40) as t:
        t.until("what this is about")
        t.send("l")
        t.until(lambda: "\n>" in shown(t))
        t.send("jj ")
        t.until("step 1 of 6")
        for width, height in ((60, 18), (40, 12), (30, 8), (60, 18)):
            t.resize(width, height)
            t.until("needs 40" if width < 40 else "step 1 of 6")
        t.send(" ")
        t.until("2 waiting")
        t.send("q")
        t.until("End the talk?")
        t.send("y")
        expect(t.ended() == 0, "it ends")


def a_log_is_presented_as_the_lesson():
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "run.log")
        result = run("run", "accept", "--plain", "--auto", "--log", log)
        expect(result.returncode == 0, f"{result}")
        with present(log) as t:
            t.until("what this is about")
            t.until("space: client: connect(one")
            t.send("  ")
            t.until("move 2 of")
            t.until("page 1 of 2")
            expect("I don't know" not in shown(t), "it asks before it tells")
            t.send(" ")
            t.until("?) I don't know")
            t.send(" ")
            t.until("The kernel said: a)")
            t.send("q")
            t.until("End the talk?")
            t.send("y")
            expect(t.ended() == 0, "it ends")


def it_needs_a_terminal():
    result = run("present", "accept")
    expect(result.returncode == 2 and "terminal" in result.stderr,
           f"{result}")


main([
    a_question_waits_for_the_presenter,
    light_blank_and_outline,
    a_terminal_that_shrinks,
    a_log_is_presented_as_the_lesson,
    it_needs_a_terminal,
])
