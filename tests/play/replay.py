#!/usr/bin/env python3
"""replay: the moves of a run, in its log and shown again from there.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/replay.py [PROGRAM]
"""

import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import PROGRAM, environment, expect, main, run  # noqa: E402


def shell(folder, lines):
    """A free lab; returns the path of its log."""
    log = os.path.join(folder, "run.log")
    result = subprocess.run([PROGRAM, "shell", "--plain", "--log", log],
                            input=lines, text=True, capture_output=True,
                            env=environment(), timeout=60, check=False)
    expect("actor add" not in result.stderr, f"{result}")
    return log


def script(folder, lines, *words):
    """Commands for the screen; returns the path of the log."""
    path = os.path.join(folder, "script")
    log = os.path.join(folder, "run.log")
    with open(path, "w", encoding="utf-8") as file:
        file.write(lines)
    result = run("run", *words, "--script", path, "--log", log)
    expect(not result.stderr, f"{result}")
    return log


def events_of(log):
    with open(log, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def moves_of(log):
    """What became of the labs and moves: the members that matter."""
    rows = []
    for event in events_of(log):
        if event["event"] == "lab":
            rows.append(("lab", event["phase"], event["lab"]))
        if event["event"] == "move":
            rows.append((event["phase"], event["number"],
                         event.get("move", event.get("beats"))))
    return rows


def own_moves_are_in_the_log():
    with tempfile.TemporaryDirectory() as folder:
        log = shell(folder, "actor add third\nkill third SIGTERM\nsh true\n"
                            "frob()\nclose(nothing)\nsh true\n")
        rows = moves_of(log)
        expect(rows == [
            ("lab", "begun", 1), ("lab", "stands", 1),
            ("begun", 1, "add third"), ("over", 1, 0),
            ("begun", 2, "kill third SIGTERM"), ("over", 2, 0),
            ("begun", 3, 'sh "true"'), ("over", 3, 0),
            ("begun", 4, 'sh "true"'), ("over", 4, 0),
        ], f"{rows}")
        kinds = [event["event"] for event in events_of(log)]
        end = [i for i, event in enumerate(events_of(log))
               if event.get("phase") == "ended"]
        begins = [i for i, kind in enumerate(kinds) if kind == "move"]
        expect(begins[2] < end[0] < begins[3], "its end is that of the move")


def a_rewind_takes_back():
    with tempfile.TemporaryDirectory() as folder:
        log = script(folder, "goto 1\nsh true\nkey space\nrewind\n"
                             "key space\nquit\n", "tcp-conversation")
        rows = moves_of(log)
        backs = [i for i, row in enumerate(rows) if row[0] == "back"]
        expect(backs, f"{rows}")
        before, after = rows[:backs[0]], rows[backs[0] + 1:]
        kept = rows[backs[0]][1]
        made = [row[2] for row in before if row[0] == "begun"]
        again = [row[2] for row in after if row[0] == "begun"]
        expect("beat" in made and 'sh "true"' in made, f"{made}")
        expect(again[:kept] == made[:kept], f"{rows}")
        expect(("lab", "begun", 2) in after, f"{rows}")


main([own_moves_are_in_the_log, a_rewind_takes_back])
