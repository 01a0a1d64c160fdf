#!/usr/bin/env python3
"""commands: those of lessons that are not our own are asked for.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/commands.py [PROGRAM]
"""

import glob
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import LESSONS, PROGRAM, Terminal, expect, main, run  # noqa: E402

LESSON = os.path.join(LESSONS, "commands.md")
OWN = os.path.join(os.path.dirname(__file__), "..", "..", "lessons")


def nobody_can_be_asked():
    for words in (["run", "--plain", LESSON], ["lint", LESSON],
                  ["lint", "--no-namespaces", LESSON]):
        result = run(*words)
        expect(result.returncode == 2 and "heard\n" not in result.stdout and
               result.stderr.count("\n") == 1 and
               "--allow-commands" in result.stderr, f"{words}: {result}")


def allowed_ones_run():
    for words in (["run", "--plain", "--allow-commands", LESSON],
                  ["run", "--plain", "--allow-commands", "--no-namespaces",
                   LESSON]):
        result = run(*words)
        said = " ".join(result.stdout.split())
        expect(result.returncode == 0 and "heard\n" in result.stdout and
               ("commands run on this machine with your rights" in said) ==
               ("--no-namespaces" in words), f"{words}: {result}")
    result = run("lint", "--allow-commands", LESSON)
    expect(result.returncode == 0 and not result.stderr, f"{result}")


def a_lesson_without_commands_is_not_asked_for():
    result = run("lint", os.path.join(LESSONS, "questions.md"))
    expect(result.returncode == 0 and not result.stderr, f"{result}")


def our_own_are_not_asked_for():
    own, = glob.glob(os.path.join(OWN, "*-unix-domain.md"))
    result = run("lint", own)
    expect("--allow-commands" not in result.stderr and
           result.returncode in (0, 3), f"{result}")


def the_learner_is_asked():
    for answer, status in (("y", 0), ("n", 2), ("", 2)):
        with Terminal([PROGRAM, "run", LESSON]) as t:
            t.until("May they run?")
            # However long its path is, and so wherever a line ends.
            text = " ".join(t.screen.text().split())
            expect("echo heard #\\033[2J" in text and "confined in" in text,
                   text)
            t.send(answer + "\r")
            if status == 0:
                t.until("live")
                t.send(" ")
                t.until(lambda: re.search(r"^\W*heard", t.screen.text(), re.M),
                        "its output")
                t.send("q")
            expect(t.ended() == status, f"{answer}: not {status}")


def without_a_lab_it_is_said_each_time():
    for form in ([], ["--plain"]):
        for answer, status in (("y", 0), ("n", 2), ("y", 0)):
            with Terminal([PROGRAM, "run", "--no-namespaces", *form,
                           LESSON]) as t:
                t.until("May they run?")
                text = " ".join(t.screen.text().split())
                expect("all your rights" in text and "echo heard" in text,
                       text)
                t.send(answer + "\r")
                if status == 0:
                    # What runs next is shown, and waits for a key.
                    t.until("command: echo heard" if form else "$ echo heard")
                    said = " ".join(re.findall(r"\w+", t.screen.text()))
                    expect("machine with your rights" in said, said)
                    t.send("\r" if form else " ")
                    t.until(lambda: re.search(r"^\W*heard", t.screen.text(),
                                              re.M), "its output")
                    t.send("q\r" if form else "q")
                expect(t.ended() == status, f"{form} {answer}: not {status}")


def a_free_lab_says_where_commands_run():
    for words in ([], ["--plain"]):
        with Terminal([PROGRAM, "shell", "--no-namespaces", *words]) as t:
            t.until("with your rights")
    with Terminal([PROGRAM, "shell", "--plain"]) as t:
        t.until("server:")
        expect("with your rights" not in t.screen.text(), t.screen.text())


if __name__ == "__main__":
    main([nobody_can_be_asked, allowed_ones_run,
          a_lesson_without_commands_is_not_asked_for,
          our_own_are_not_asked_for, the_learner_is_asked,
          without_a_lab_it_is_said_each_time,
          a_free_lab_says_where_commands_run])
