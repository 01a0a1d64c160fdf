#!/usr/bin/env python3
"""killed_by: the program is sent each of twelve signals, at whatever moment of
a lesson it then is, on a screen and in plain mode: the terminal is as it was,
and nothing is left: no process, no mount, no file.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/killed_by.py [PROGRAM]
"""

import os
import resource
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from leftovers import leftovers  # noqa: E402
from terminal import PROGRAM, Terminal, Watch, expect, main  # noqa: E402

SIGNALS = ("HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "SEGV",
           "ALRM", "TERM", "USR1")
KEYS = 12  # this many beats at most are asked for


def kill(name, keys, words, key, begun):
    number = getattr(signal, "SIG" + name)
    before = leftovers()
    with Terminal([PROGRAM, "run", "tcp-conversation", *words]) as t:
        t.until(begun)
        # What becomes of the keys is not waited for: the signal comes in the
        # middle of something.
        t.send(key * keys)
        watch = Watch(t.pid)
        expect(watch.pids, "there are processes to watch")
        os.kill(t.pid, number)
        what = f"SIG{name} behind {keys} keys"
        status = t.ended()
        expect(status == 128 + number, f"{what}: status {status}")
        t.check_modes()
        watch.check_gone()
    left = [now for now, was in zip(leftovers(), before) if now != was]
    expect(not left, f"{what}: something is left: {left}")


def on_the_screen():
    for name in SIGNALS:
        for keys in range(0, KEYS, 2):
            kill(name, keys, (), " ", "space next")


def in_plain_mode():
    for name in SIGNALS:
        for keys in range(1, KEYS, 2):
            kill(name, keys, ("--plain",), "\n", "to go on, q to quit:")


# A killed program leaves no core where somebody looks for what is left.
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
main([on_the_screen, in_plain_mode])
