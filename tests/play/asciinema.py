#!/usr/bin/env python3
"""asciinema: that program plays the film of a screen as it was.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/asciinema.py [PROGRAM]
Needs Debian's asciinema, and is skipped without it.
"""

import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import Terminal, expect, main, run  # noqa: E402

if not shutil.which("asciinema"):
    print("skipped: asciinema is not installed")
    sys.exit(77)

LINES = "goto 3\nnext\nwait\nscreen {}\n"


def rows(text):
    return [row.rstrip() for row in text.splitlines()]


def film(folder, words, width, height):
    """A film, and the rows of the screen with which it ended."""
    path, shown, script = (os.path.join(folder, name)
                           for name in ("it.cast", "shown", "script"))
    with open(script, "w", encoding="utf-8") as file:
        file.write(LINES.format(shown))
    result = run(*words, "--script", script, "--record", path,
                 COLUMNS=str(width), LINES=str(height))
    expect(result.returncode == 0, f"{result}")
    with open(shown, encoding="utf-8") as file:
        return path, rows(file.read())


def it_ends_with_what_was_shown():
    for words, width, height in ((("run", "accept"), 80, 24),
                                 (("present", "accept"), 60, 18)):
        with tempfile.TemporaryDirectory() as folder:
            path, last = film(folder, words, width, height)
            with Terminal(["asciinema", "play", "-s", "1000", "-i", "0.01",
                           path], width=width, height=height) as player:
                expect(player.ended() == 0, player.screen.text())
                expect(rows(player.screen.text()) == last,
                       f"{player.screen.text()}\n---\n" + "\n".join(last))


def what_is_no_film_it_refuses():
    """The twin: what it plays it has understood."""
    with tempfile.TemporaryDirectory() as folder:
        path, _ = film(folder, ("run", "accept"), 80, 24)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.replace('"version"', '"edition"', 1))
        with Terminal(["asciinema", "play", path]) as player:
            expect(player.ended() != 0, player.screen.text())


main([
    it_ends_with_what_was_shown,
    what_is_no_film_it_refuses,
])
