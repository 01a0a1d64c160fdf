"""reset: a talk that begins anew, or goes back to its last step.

SPDX-License-Identifier: GPL-3.0-or-later
Both make a new lab; the second makes again every call before the step. Time
runs from the key to the frame that says so.
"""
import os
import re
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../play/lib"))
from room import SIZE  # noqa: E402
from terminal import PROGRAM, Terminal  # noqa: E402

# A short one, one with many steps, one with many packets, the one that makes
# the most calls before its first step, and those that wait for a clock: of a
# command, of a window probe, and of a SYN, whose second is the kernel's.
LESSONS = ["accept", "echo-server", "close-wait", "clinic", "by-hand",
           "window", "backlog", "syn-lost"]


def words(talk):
    return " ".join(talk.screen.text().split())


def typed(talk, line, answer):
    """Seconds from Enter to the answer; the prompt is closed again."""
    talk.send(":")
    talk.until("Enter does it")
    talk.send(line)
    talk.until(line)
    begin = time.monotonic()
    talk.send("\r")
    talk.until(lambda: re.search(answer, words(talk)))
    took = time.monotonic() - begin
    found = re.search(answer, words(talk))
    talk.send("\x1b")
    talk.until(lambda: "Enter does it" not in words(talk))
    return took, found


def times_of(lesson, options):
    """Of one talk: the reset, and the way back to its last step."""
    with tempfile.TemporaryDirectory() as folder, Terminal(
            [PROGRAM, "present", lesson, *options],
            XDG_RUNTIME_DIR=folder, **SIZE) as talk:
        talk.until(lambda: "what this" in words(talk) or
                   "May they run?" in words(talk))
        if "May they run?" in words(talk):
            talk.send("y\r")
            talk.until("what this")
        last = typed(talk, "goto 999", r"steps 1 to (\d+)")[1].group(1)
        typed(talk, f"goto {last}", rf"step {int(last) - 1} of {last}.* live ")
        back = typed(talk, f"rewind {last}", "rewound:")[0]
        begin = time.monotonic()
        talk.send("R")
        talk.until("begins anew")
        return time.monotonic() - begin, back


def bench_reset(row, can_share):
    ways = [("", []), (", shared", ["--share=127.0.0.1"])]
    for what, options in ways[:1 + can_share]:
        times = [(times_of(lesson, options), lesson) for lesson in LESSONS]
        for which, where in enumerate(("a reset", "back to the last step")):
            took, lesson = max((pair[which], name) for pair, name in times)
            row(f"{where}{what}", f"{took * 1e3:.0f} ms, {lesson}", "1 s",
                f"{took:.2f} of it, slowest of {len(LESSONS)} lessons")
