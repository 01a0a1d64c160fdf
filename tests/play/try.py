#!/usr/bin/env python3
"""try: a call that the learner has to find, and calls of their own.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/try.py [PROGRAM]
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (LESSONS, PROGRAM, Terminal, expect, main,  # noqa: E402
                      run)

LESSON = os.path.join(LESSONS, "try.md")


def begin_try(t):
    t.until("the beginning")
    t.send(" ")
    t.until_row("client", "your turn")


def type_line(t, text):
    """Types at the prompt, and leaves it."""
    t.send(":")
    t.until("Enter does it")
    t.send(text + "\r")


def leave_prompt(t):
    t.send("\x1b")
    t.until(lambda: "Enter does it" not in t.screen.text(),
            "the prompt is closed")


def a_wrong_try_gets_a_hint_and_a_right_one_goes_on():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        begin_try(t)
        expect("connect" not in t.screen.text(), "nothing is given away")
        type_line(t, "client: connect(cli, 127.0.0.1:80)")
        t.until_row("ECONNREFUSED")
        t.until_row("Hint:", "Look at the LISTEN row")
        t.send("client: connect(cli, 127.0.0.1:12345)\r")
        t.until_row("client", "ESTAB")
        t.until("The kernels shook hands")
        leave_prompt(t)
        t.send(" ")
        t.until_row('send(cli, "hello")', "= 5")


def it_can_be_made_for_the_learner():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        begin_try(t)
        t.send(" ")
        t.until("this call is yours")
        t.send("D")
        t.until_row("connect(cli, 127.0.0.1:12345)", "= 0")
        t.until("The kernels shook hands")


def what_is_asked_for_can_be_typed():
    """No `:` before it; and what no line begins with is a key still."""
    with Terminal([PROGRAM, "run", LESSON]) as t:
        begin_try(t)
        t.until("T hint · D do it for me · Tab completes")
        t.send("T")
        t.until("Hint: Look at the LISTEN row")
        t.send("?")
        t.until("all keys ──")
        t.send("q")
        t.until("T hint · D do it for me · Tab completes")
        t.send("list")
        t.until("client: list")
        t.send("\x15")  # readline takes the line away
        t.until(lambda: "client: list" not in t.screen.text(), "no line")
        t.send("connect(cli, 127.0.0.1:12345)\r")
        t.until_row("client", "ESTAB")
        t.until("space next")
        t.send(" ")
        t.until_row('send(cli, "hello")', "= 5")


def the_prompt_can_be_left_there():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        begin_try(t)
        t.until("Esc: other keys")
        t.send("\x1b")
        t.until(": type · T hint")
        t.send("s")
        t.until("every socket")
        t.send("q")
        t.until(": type · T hint")
        t.send("c")
        t.until("cli = socket.socket")
        expect("Esc: other keys" not in t.screen.text(), "it is left")


def playing_by_itself_makes_the_call():
    result = run("run", LESSON, "--plain", "--auto")
    expect(result.returncode == 0, f"{result}")
    expect("client: your turn: type the call" in result.stdout, result.stdout)
    expect("sin_port=htons(12345)" in result.stdout, result.stdout)
    expect("The kernels shook hands" in result.stdout, result.stdout)


def own_calls_can_leave_the_lesson_stuck():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        begin_try(t)
        type_line(t, "client: close(cli)")
        t.until_row("client", "close(cli)", "= 0")
        leave_prompt(t)
        t.until("the lesson cannot go on after it")
        expect("goes on from here" not in t.screen.text(), "it does not")
        t.send(" ")
        t.until("cli was closed by your call close(cli); r rewinds")
        expect("connect(cli, 127" not in t.screen.text(), "not given away")
        t.send("D")  # says it again
        t.send("r")
        t.until("rewound")
        type_line(t, "client: getsockname(cli)")
        t.until_row("client", "getsockname(cli)", "= 0")
        leave_prompt(t)
        t.until("another try? type the call")
        expect("cannot go on" not in t.screen.text(), "it can")
        t.send("D")
        t.until("The kernels shook hands")


def who_was_started_again_has_no_variable():
    """The lesson's call names one that went with the first process."""
    with Terminal([PROGRAM, "run", LESSON]) as t:
        begin_try(t)
        type_line(t, "kill client KILL")
        t.until("client ended, killed by SIGKILL")
        type_line(t, "actor add client")
        t.until("client is a process of its own")
        leave_prompt(t)
        t.until("the lesson cannot go on after it")
        t.send(" ")
        t.until("cli went with the process that was client before; r rewinds")
        type_line(t, "client: cli = socket(AF_INET, SOCK_STREAM)")
        t.until_row("client", "cli", "UNCONN")
        leave_prompt(t)
        t.until("another try? type the call")
        expect("cannot go on" not in t.screen.text(), "it has one again")
        t.send("D")
        t.until("The kernels shook hands")


if __name__ == "__main__":
    main([a_wrong_try_gets_a_hint_and_a_right_one_goes_on,
      it_can_be_made_for_the_learner,
      what_is_asked_for_can_be_typed,
      the_prompt_can_be_left_there,
      playing_by_itself_makes_the_call,
      own_calls_can_leave_the_lesson_stuck,
      who_was_started_again_has_no_variable])
