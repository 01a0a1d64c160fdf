#!/usr/bin/env python3
"""killed: each process of the program is killed after each beat of a lesson,
and nothing is left: no process, no mount, no namespace, no file.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/killed.py [PROGRAM]
"""

import os
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (PROGRAM, STATE, Terminal, Watch, descendants,  # noqa: E402
                      expect, main)

BEATS = 14


def leftovers():
    """What a lab could leave on the machine."""
    with open("/proc/self/mounts", encoding="utf-8") as mounts:
        return (sorted(mounts), sorted(os.listdir("/tmp")),
                sorted(os.listdir(STATE.name)))


def go_to_beat(t, beats):
    """Plays that many beats in plain mode."""
    for beat in range(beats):
        t.send("\n")
        t.until(lambda n=beat: played(t) > n, f"beat {beat + 1} is over")


def played(t):
    """How many beats are over: each prints its result and a new prompt."""
    text = t.raw.decode("utf-8", "replace")
    return text.count("\nserver: ") + text.count("\nclient: ")


def start(beats):
    t = Terminal([PROGRAM, "run", "tcp-conversation", "--plain"], 100, 60)
    t.until(lambda: len(descendants(t.pid)) >= 3, "the lab is built")
    t.until("Enter")
    go_to_beat(t, beats)
    return t


def roles(t):
    """The processes below the program by what they are: the lab's init, whose
    parent is the program, and the actors below it."""
    below = {}
    for pid in descendants(t.pid):
        with open(f"/proc/{pid}/stat", encoding="latin-1") as file:
            parent = int(file.read().rpartition(")")[2].split()[1])
        below.setdefault(parent == t.pid, []).append(pid)
    return {"init": below[True][:1], "actors": below.get(False, [])}


def kill_and_see(beats, choose, said):
    before = leftovers()
    with start(beats) as t:
        watch = Watch(t.pid)
        victim = choose(t)
        os.kill(victim, signal.SIGKILL)
        if victim != t.pid:
            t.send("\n\n")
            t.until(said)
            t.send("\x04q\n\x04")
        status = t.ended()
        expect(status == (137 if victim == t.pid else 1),
               f"after {beats} beats: exit status {status}")
        watch.check_gone()
    expect(leftovers() == before, f"after {beats} beats something is left")


def the_program_killed():
    for beats in range(BEATS + 1):
        kill_and_see(beats, lambda t: t.pid, "")


def an_actor_killed():
    for beats in range(BEATS):
        for actor in (0, 1):
            kill_and_see(beats, lambda t, n=actor: roles(t)["actors"][n],
                         "killed")


def the_init_killed():
    for beats in range(BEATS):
        kill_and_see(beats, lambda t: roles(t)["init"][0], "killed")


main([the_program_killed, an_actor_killed, the_init_killed])
