#!/usr/bin/env python3
"""grid: who follows in a terminal has every panel as the presenter has it.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/grid.py [PROGRAM]
Needs mosquitto, and is skipped without it. Real screens of both are compared
at each key of a lesson, cell by cell: what every actor called, each row of the
kernel, each packet, and the words on what happened. EVERY=1 does it with every
lesson, else with those of LESSONS; GRID="udp poll" names them.

What is another by intent: a room has no frame around the panels, its words
page by page and its own line of keys, and of calls and packets those that there
is room for; what the kernel's clock has left of a state is counted down where the
kernel is.
"""

import itertools
import os
import re
import select
import sys

# In place of this folder, which has a socket.py that is not Python's.
sys.path[0] = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib")
from room import SIZE, Room, needs_mosquitto, shown  # noqa: E402
from terminal import DEADLINE, TOP, expect, main  # noqa: E402

# So wide that no call is cut, and so high that no row is left out.
SIZE.update(width=360, height=90)
LESSONS = ("bind", "accept", "backlog", "window", "half-close", "udp",
           "unix-domain", "passing-descriptors", "fork", "threads", "poll",
           "options", "census")
END = "This was the end of the lesson."
TITLE = re.compile(r" {0,2}([^ │├◀▶┤─][^│├◀▶┤─]*) ─{2}")
LADDER = re.compile(r"[^│├◀]*([│├◀].*[│┤▶])")
LEFT = re.compile(r"\b\d+ s left|\bno process\b")
# Where words on what happened end.
AHEAD = re.compile(r"── |space: |Enter: |that was the end ")


def panels(terminal):
    """Each with what its head says: (words, rows)."""
    found = []
    for row in shown(terminal).split("\n")[1:-1]:
        row = row.ljust(SIZE["width"])[1:-1]
        head = TITLE.match(re.sub("[┬┴┼]", "─", row).removeprefix("─"))
        if head:
            words = re.sub("[─ ]+", " ", re.sub("[┬┴┼]", "─", row)).strip()
            found.append((words, []))
        elif found and row.strip():
            found[-1][1].append(row.rstrip())
    return found


def is_words(head):
    return head.startswith(("what ", "next", "you ", "your "))


def packets(rows):
    """Without the names of hosts, which stand at the first one shown."""
    return [found.group(1) for row in rows if (found := LADDER.match(row))]


def run_of(terminal):
    """The panels above the words, by the first word of their heads."""
    found = panels(terminal)
    last = len(found) - 1
    return {head.split(" ")[0]: (head, [LEFT.sub("", row).rstrip()
                                        for row in rows])
            for i, (head, rows) in enumerate(found)
            if not is_words(head) and
            (i < last or is_words(found[-1][0]) and i == last)}


def columns(rows):
    """Of the calls, which scroll beside each other, each for itself."""
    cells = [[cell.strip() for cell in row.split("│")] for row in rows]
    most = max(map(len, cells), default=0)
    return [[row[i] for row in cells if i < len(row) and row[i]]
            for i in range(most)]


def is_part(some, more):
    """Whether those are among more, beside each other."""
    return any(more[i:i + len(some)] == some
               for i in range(len(more) - len(some) + 1))


def rows_difference(name, rows, others):
    if name == "kernel":
        both = [pair for pair in zip(rows, others) if pair[0] != pair[1]]
        if both or len(rows) != len(others):
            return "\n".join(both[0] if both else ("rows of", name))
    elif name == "wire":
        rows, others = packets(rows), packets(others)
        if not is_part(*sorted((rows, others), key=len)) or \
                bool(rows) != bool(others):
            return "packets: " + "\n".join(rows[-1:] + others[-1:])
    else:
        for some, more in itertools.zip_longest(
                columns(rows), columns(others), fillvalue=[]):
            if not is_part(some, more):
                return "\n".join(["calls:", *some, "--", *more])
    return None


def difference(talk, one):
    """What is another at the follower, or nothing."""
    mine, theirs = run_of(talk), run_of(one)
    for name, (head, rows) in mine.items():
        if name not in theirs:
            return f"no panel {name}"
        other, others = theirs[name]
        if other != head:
            return f"{head}\n{other}"
        found = rows_difference(name, rows, others)
        if found:
            return found
    return words_difference(talk, one)


def flat(text):
    return " ".join(text.split())


def words_difference(talk, one):
    """What the presenter's page tells of the last call, which is all among the
    words of the follower; those have more."""
    head, rows = panels(talk)[-1]
    if not head.startswith("what happened"):
        return None
    title, others = panels(one)[-1]
    # Beside them stands what comes next.
    read = flat(" ".join([title] + [row.split("│")[0] for row in others]))
    for row in rows:
        if AHEAD.match(row.strip()):
            return None
        if flat(row) not in read:
            return f"{row}\n{read}"
    return None


def same(talk, one):
    """Reads from both until nothing is another."""
    while (found := difference(talk, one)):
        ready = select.select([one.master, talk.master], [], [], DEADLINE)[0]
        if not ready:
            one.fail(f"not the same: {found}\n--- the talk\n{shown(talk)}\n"
                     "--- but the follower")
        for terminal in (one, talk):
            if terminal.master in ready:
                terminal.take()


def title_of(name):
    folder = os.path.join(TOP, "lessons")
    file = next(file for file in os.listdir(folder)
                if re.fullmatch(rf"\d+-{name}\.md", file))
    with open(os.path.join(folder, file), encoding="utf-8") as text:
        found = re.search(r"^title: *(.*)$", text.read(), re.M)
    return found.group(1).strip("\"'")


def every_key_of(name):
    panes = set()
    with Room(name, title_of(name)) as room, room.follow("1") as one:
        same(room.talk, one)
        while END not in shown(room.talk):
            before = panels(room.talk)
            room.talk.send(" ")
            room.talk.until(lambda before=before:
                            panels(room.talk) != before, "nothing is new")
            same(room.talk, one)
            panes.add(str(run_of(room.talk)))
        room.end()
    expect(len(panes) > 2, f"hardly anything changed: {len(panes)}")


def lessons():
    if os.environ.get("EVERY"):
        return sorted(re.sub(r"^\d+-|\.md$", "", file)
                      for file in os.listdir(os.path.join(TOP, "lessons"))
                      if re.match(r"\d+-.*\.md$", file))
    return os.environ.get("GRID", " ".join(LESSONS)).split()


def test_of(name):
    def test():
        every_key_of(name)
    test.__name__ = name.replace("-", "_")
    return test


if __name__ == "__main__":
    needs_mosquitto()
    main([test_of(name) for name in lessons()])
