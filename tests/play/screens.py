#!/usr/bin/env python3
"""screens: every screen of every lesson, of real runs, at two sizes.

No word that is read is cut, no state is spoken of that only a hidden row has,
and columns and panels stay where they are from beat to beat.
SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/screens.py [PROGRAM]
"""

import glob
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (PROGRAM, TOP, expect, main,  # noqa: E402
                      screens_of_script)

SIZES = ((80, 24), (140, 45))
STATES = ("LISTEN", "SYN-SENT", "SYN-RECV", "FIN-WAIT-1", "FIN-WAIT-2",
          "CLOSE-WAIT", "LAST-ACK", "CLOSING", "TIME-WAIT")
STATE = re.compile(r"(?<![\w-])(" + "|".join(STATES) + r")(?![\w-])")
HIDES = re.compile(r"\d+ more rows?: press s")
CUT = re.compile(r"[A-Za-z]…")
BEATS = 80  # more than any lesson has
HEADING = re.compile(r"(?<!\S)(who|name|fd|Netid|State|Recv-Q|Send-Q|Local|Peer)"
                     r"(?!\S)")
RIGHT = ("fd", "Recv-Q", "Send-Q")
# How many beats of all lessons may move a column, and how many a panel: never
# more than it was. Of about 725; by-hand has a program of which the lesson does
# not say beforehand that it has sockets of UDP. In 24 rows the words and the
# rows that they speak of need more than their place in two beats of three.
MOVED = {(80, 24): (2, 545), (140, 45): (2, 75)}


def script(folder, answer):
    """Goes on whatever comes next, and writes a screen behind each step. What
    does not fit says so, and `live` takes that off the screen; a question in
    words takes no letter."""
    lines = []
    for i in range(BEATS):
        lines += ["live", f"screen {folder}/{i:03}a", f"answer {answer}",
                  "live", f"screen {folder}/{i:03}b", "answer ?", "do",
                  "next"]
    return "\n".join(lines) + "\nquit\n"


def screens(lesson, width, height, answer):
    return screens_of_script([PROGRAM, "run", lesson],
                             lambda folder: script(folder, answer),
                             width, height)


def panels(text):
    """The rows of each panel, by its heading; what is said of what happened
    is `words`, without what comes next."""
    found, name = {}, "code"
    for row in text.split("\n"):
        inside = row.strip("│")
        if row.startswith(("├", "└")):
            heading = row.strip("├─┤ ")
            name = heading.split(" ")[0]
            if name not in ("kernel", "wire", "output"):
                name = "words"
        elif "── next" in row:
            name = "next"
        elif row.startswith("│"):
            found.setdefault(name, []).append(inside)
    return found


def faults_of(text):
    parts = panels(text)
    for name in ("kernel", "words", "next"):
        for row in parts.get(name, ()):
            # Data is cut behind its quote, a long call in its own line.
            if CUT.search(re.sub(r'"[^"]*"?…?', '""', row)) and "(" not in row:
                yield f"cut: {row.strip()}"
    kernel = "\n".join(parts.get("kernel", ()))
    if not HIDES.search(kernel):
        return
    shown = kernel + "\n".join(parts.get("output", ()))
    for state in STATE.findall("\n".join(parts.get("words", ()))):
        if state not in shown:
            yield f"{state} is spoken of, and hidden"


def columns(text):
    """Where each column of sockets begins or, of numbers, ends."""
    for row in text.split("\n"):
        found = {match.group(1): match.end() if match.group(1) in RIGHT
                 else match.start() for match in HEADING.finditer(row)}
        if row.startswith("│") and {"who", "fd", "State"} <= set(found):
            return found
    return None  # nobody has a socket


def places(text):
    """Where each panel begins. A command's output has the wire's place."""
    return [row for row, line in enumerate(text.split("\n"))
            if line.startswith("├")]


def moves(shown, where):
    """How often `where` is another from one screen to the next."""
    found = [place for place in map(where, shown) if place is not None]
    return sum(a != b for a, b in zip(found, found[1:]))


def lessons():
    names = sorted(glob.glob(os.path.join(TOP, "lessons/[0-9]*.md")))
    expect(len(names) > 40, f"{names}")
    return [re.match(r"\d+-(.*)\.md", os.path.basename(name)).group(1)
            for name in names]


def every_screen_of_every_lesson():
    faults, count = [], 0
    moved = {size: [0, 0] for size in SIZES}
    for lesson in lessons():
        for width, height in SIZES:
            for answer in "ab":
                shown = screens(lesson, width, height, answer)
                expect("── next" not in shown[-1], f"no end: {shown[-1]}")
                for text in shown:
                    count += 1
                    faults += [f"{lesson}, {width}x{height}: {fault}\n{text}"
                               for fault in faults_of(text)]
                if answer == "a":
                    sums = moved[width, height]
                    sums[0] += moves(shown, columns)
                    sums[1] += moves(shown, places)
    expect(count > 1500, f"only {count} screens")
    expect(not faults, f"{len(faults)} faults\n" + "\n".join(faults[:9]))
    for size, most in MOVED.items():
        expect(all(a <= b for a, b in zip(moved[size], most)),
               f"{size}: columns and panels moved {moved[size]}, not {most}")


def what_moves_is_found():
    head = "│ who    fd State   Recv-Q Send-Q Local Peer │"
    first = f"┌ server ─┐\n├ kernel ─┤\n{head}\n├ wire ─┤"
    wider = first.replace("State ", "State     ")
    lower = first.replace("├ wire", "│ server│\n├ wire")
    none = "┌ server ─┐\n├ kernel ─┤\n│ no sockets │\n├ wire ─┤"
    expect(moves([first, wider, wider], columns) == 1, "columns")
    expect(moves([first, none, first, lower], columns) == 0, "no columns")
    expect(moves([first, lower, first, wider], places) == 2, "panels")


def what_is_wrong_is_found():
    """A screen with a cut note and a hidden state, and its right twin."""
    def screen(note, row):
        return "\n".join([
            "┌ server ───┐", "│ x = socket(AF_… = 3│",
            "├ kernel ───┤", f"│ server 3 LISTEN {note}│", f"│ {row}│",
            "├ server: close(x) = 0 ───┤", "│ The row goes to TIME-WAIT.│",
            "│ ── next ───│", "│ Then?│", "└─ space next ───┘"])
    hidden = "2 more rows: press s"
    expect(list(faults_of(screen("timer keepali…", hidden))) ==
           ["cut: server 3 LISTEN timer keepali…",
            "TIME-WAIT is spoken of, and hidden"], "both")
    expect(not list(faults_of(screen("1 waiting …",
                                     "kernel - TIME-WAIT"))), "none")


if __name__ == "__main__":
    main([what_is_wrong_is_found, what_moves_is_found,
          every_screen_of_every_lesson])
