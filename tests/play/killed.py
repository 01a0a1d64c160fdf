#!/usr/bin/env python3
"""killed: each process of the program is killed after each beat of a lesson,
and nothing is left: no process, no mount, no namespace, no file.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/killed.py [PROGRAM]
"""

import os
import select
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from leftovers import leftovers  # noqa: E402
from terminal import (DEADLINE, PROGRAM, Terminal, Watch, descendants,  # noqa: E402
                      expect, main)

BEATS = 14


def is_asking(t):
    return t.raw.endswith(b"q to quit: ")


def go_on(t):
    """Makes the next call, and answers its question when it has one."""
    answer = b"to answer" in t.raw.rpartition(b"\n")[2]
    t.raw = b""
    t.send("?\n" if answer else "\n")
    t.until(lambda: is_asking(t), "the prompt comes back")


def step_on(t, said):
    """Goes on until the program tells what was lost, at the latest when the
    step is over during which the kernel told it."""
    answer = b"to answer" in t.raw.rpartition(b"\n")[2]
    t.raw = b""
    t.send("?\n" if answer else "\n")
    t.until(lambda: is_asking(t) or said in t.raw, "the loss is told")


def start(beats):
    t = Terminal([PROGRAM, "run", "tcp-conversation", "--plain"], 100, 60)
    t.until(lambda: is_asking(t), "the first prompt")
    for _ in range(beats):
        go_on(t)
    return t


def roles(t):
    """The processes below the program by what they are: the one that carries
    packets, the lab's init, whose parent is the program too, and the actors
    below that."""
    found = {"wire": [], "init": [], "actors": []}
    for pid in descendants(t.pid):
        with open(f"/proc/{pid}/stat", encoding="latin-1") as file:
            name, _, rest = file.read().rpartition(")")
        role = ("wire" if name.endswith("(sockstep-wire") else
                "init" if int(rest.split()[1]) == t.pid else "actors")
        found[role].append(pid)
    return found


def kill(pid):
    """Returns when the process is dead, not only told to die."""
    pidfd = os.pidfd_open(pid)
    os.kill(pid, signal.SIGKILL)
    select.select([pidfd], [], [], DEADLINE)
    os.close(pidfd)


def mend(t):
    """Takes up the offer to rewind, and quits."""
    t.until(lambda: t.raw.endswith(b"q to quit: "), "the offer to rewind")
    t.send("r\n")
    t.until(lambda: b"rewound" in t.raw and
            (is_asking(t) or b"The end of" in t.raw), "a new lab")
    if is_asking(t):
        t.send("q\n")


def kill_and_see(beats, choose, said):
    before = leftovers()
    with start(beats) as t:
        watch = Watch(t.pid)
        victim = choose(t)
        kill(victim)
        while victim != t.pid and said not in t.raw:
            step_on(t, said)
        if victim != t.pid:
            mend(t)
        status = t.ended()
        expect(status in ((137,) if victim == t.pid else (0, 1)),
               f"after {beats} beats: exit status {status}")
        watch.check_gone()
    left = [now for now, was in zip(leftovers(), before) if now != was]
    expect(not left, f"after {beats} beats something is left: {left}")


def the_program_killed():
    for beats in range(BEATS):
        kill_and_see(beats, lambda t: t.pid, b"")


def an_actor_killed():
    for beats in range(BEATS):
        for actor in (0, 1):
            kill_and_see(beats, lambda t, n=actor: roles(t)["actors"][n],
                         b"killed")


def the_init_killed():
    for beats in range(BEATS):
        kill_and_see(beats, lambda t: roles(t)["init"][0], b"killed")


def the_wire_killed():
    for beats in range(BEATS):
        kill_and_see(beats, lambda t: roles(t)["wire"][0], b"killed")


main([the_program_killed, an_actor_killed, the_init_killed, the_wire_killed])
