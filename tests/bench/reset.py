"""reset: a talk that begins anew, or goes back to one of its steps.

SPDX-License-Identifier: GPL-3.0-or-later
Both make a new lab; the second makes again every call before the step. Time
runs from the key to the frame that says so. Without a room, all steps of all
lessons are gone back to, from the last to the first; with one, those of a few.
Steps that took longer than a second are named.
"""
import os
import re
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../play/lib"))
from room import SIZE  # noqa: E402
from terminal import PROGRAM, Terminal  # noqa: E402

ALL = sorted(name[3:-3] for name in os.listdir("lessons")
             if re.match(r"\d\d-.*\.md$", name))
# A short one, one with many steps, one with many packets, the one that makes
# the most calls before its first step, and those that wait for a clock: of a
# command, of a window probe, and of a SYN, whose second is the kernel's.
FEW = ["accept", "echo-server", "close-wait", "clinic", "by-hand", "window",
       "backlog", "syn-lost"]


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
    """Of one talk: the reset, and the ways back to its steps by their name."""
    with tempfile.TemporaryDirectory() as folder, Terminal(
            [PROGRAM, "present", lesson, *options],
            XDG_RUNTIME_DIR=folder, **SIZE) as talk:
        talk.until(lambda: "what this" in words(talk) or
                   "May they run?" in words(talk))
        if "May they run?" in words(talk):
            talk.send("y\r")
            talk.until("what this")
        last = int(typed(talk, "goto 999", r"steps 1 to (\d+)")[1].group(1))
        typed(talk, f"goto {last}", rf"step {last - 1} of {last}.* live ")
        back = {}
        for step in range(last, 0, -1):
            back[f"{lesson}, step {step}"] = typed(
                talk, f"rewind {step}", "rewound:")[0]
            talk.send(":")  # what was said goes
            talk.until(lambda: "Enter does it" in words(talk) and
                       "rewound:" not in words(talk))
            talk.send("\x1b")
            talk.until(lambda: "Enter does it" not in words(talk))
        begin = time.monotonic()
        talk.send("R")
        talk.until("begins anew")
        return time.monotonic() - begin, back


def row_of(row, what, times):
    """Of times by names: the slowest, and those that were too slow."""
    slow = sorted(((took, name) for name, took in times.items()), reverse=True)
    took, name = slow[0]
    row(what, f"{took * 1e3:.0f} ms, {name}", "1 s",
        f"{took:.2f} of it, slowest of {len(times)}")
    for took, name in slow[1:]:
        if took > 1:
            row("", f"{took * 1e3:.0f} ms, {name}", "1 s", "")


def bench_reset(row, can_share):
    ways = [("", [], ALL), (", shared", ["--share=127.0.0.1"], FEW)]
    for what, options, lessons in ways[:1 + can_share]:
        resets, back = {}, {}
        for lesson in lessons:
            resets[lesson], steps = times_of(lesson, options)
            back.update(steps)
        row_of(row, f"a reset{what}", resets)
        row_of(row, f"back to a step{what}", back)
