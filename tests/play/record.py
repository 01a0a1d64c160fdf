#!/usr/bin/env python3
"""record: the film of a screen, played again in an emulator.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/record.py [PROGRAM]
"""

import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from emulator import Emulator  # noqa: E402
from terminal import (PROGRAM, Terminal, expect, main, run)  # noqa: E402


def play(path):
    """The last screen of a film, and its markers."""
    with open(path, encoding="utf-8") as file:
        head, *events = [json.loads(line) for line in file]
    expect(head["version"] == 2 and head["timestamp"] > 0, f"{head}")
    screen = Emulator(head["width"], head["height"])
    marks, last = [], 0.0
    for seconds, kind, text in events:
        expect(seconds >= last, "time goes on")
        last = seconds
        if kind == "o":
            screen.feed(text.encode())
        elif kind == "r":
            screen.resize(*map(int, text.split("x")))
        else:
            expect(kind == "m", f"unknown kind {kind}")
            marks.append(text)
    return screen, marks


def script(folder, lines, *words, **env):
    path = os.path.join(folder, "script")
    film = os.path.join(folder, "run.cast")
    with open(path, "w", encoding="utf-8") as file:
        file.write(lines)
    result = run(*words, "--script", path, "--record", film, **env)
    expect(not result.stderr, f"{result}")
    return film


def the_film_ends_with_what_was_shown():
    with tempfile.TemporaryDirectory() as folder:
        shown = os.path.join(folder, "shown")
        for words, size in ((("run", "accept"), (80, 24)),
                            (("present", "accept"), (60, 18))):
            film = script(folder,
                          f"goto 3\nnext\nwait\nscreen {shown}\n", *words,
                          COLUMNS=str(size[0]), LINES=str(size[1]))
            screen, marks = play(film)
            with open(shown, encoding="utf-8") as file:
                rows = [row.rstrip() for row in file.read().splitlines()]
            expect([row.rstrip() for row in screen.text().splitlines()]
                   == rows, f"{screen.text()}\n---\n" + "\n".join(rows))
            expect((screen.width, screen.height) == size, "its size")
            expect(marks[-1].startswith("step 3: four numbers") or
                   marks[-1].startswith("step 2: a descriptor"), f"{marks}")


def markers_stand_at_steps_and_moves():
    with tempfile.TemporaryDirectory() as folder:
        marks = play(script(folder, "next\nwait\n" * 2 + "answer a\nwait\n",
                            "run", "accept"))[1]
        expect(marks[0] == "step 1: two connections to one port" and
               marks[1].startswith("step 2"), f"{marks}")
        film = os.path.join(folder, "trace.cast")
        path = os.path.join(folder, "script")
        with open(path, "w", encoding="utf-8") as file:
            file.write("step\nwait\n")
        code = "import socket; socket.socket()"
        run("trace", "--script", path, "--record", film, sys.executable,
            "-c", code)
        screen, marks = play(film)
        expect(marks and marks[0].startswith("move "), f"{marks}")
        expect("socket(AF_INET" in screen.text(), screen.text())


def a_film_of_a_terminal_that_changes_its_size():
    with tempfile.TemporaryDirectory() as folder:
        film = os.path.join(folder, "run.cast")
        with Terminal([PROGRAM, "run", "accept", "--record", film]) as t:
            t.until("what this is about")
            t.resize(100, 30)
            t.until("what this is about")
            t.send("q")
            expect(t.ended() == 0, "it ends")
        screen = play(film)[0]
        expect((screen.width, screen.height) == (100, 30), "its size")
        expect("what this is about" in screen.text(), screen.text())


def what_cannot_be_filmed_is_refused():
    for words in (("--plain",), ()):
        result = run("run", "accept", "--record", "/dev/null", *words)
        expect(result.returncode == 2 and "films the screen" in result.stderr,
               f"{result}")
    result = run("run", "accept", "--script", "/dev/null", "--record", "/")
    expect(result.returncode == 2 and "the film /" in result.stderr,
           f"{result}")
    with tempfile.TemporaryDirectory() as folder:
        film = script(folder, "", "run", "accept")
        expect("what this is about" in play(film)[0].text(), "one frame")
        path = os.path.join(folder, "script")
        result = run("run", "accept", "--script", path, "--record",
                     "/dev/full")
    expect(result.returncode == 1 and "No space left" in result.stderr,
           f"{result}")


main([
    the_film_ends_with_what_was_shown,
    markers_stand_at_steps_and_moves,
    a_film_of_a_terminal_that_changes_its_size,
    what_cannot_be_filmed_is_refused,
])
