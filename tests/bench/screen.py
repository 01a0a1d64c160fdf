"""screen: how long a key takes to its finished frame, at a terminal's end.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import select
import time

LOOKS = ["\x1b[D", "\x1b[C"] * 200  # back, and forward again


def drain(master, wait):
    """Reads until nothing has come for `wait` seconds, or the end."""
    last = time.monotonic()
    while select.select([master], [], [], wait)[0]:
        try:
            os.read(master, 65536)
        except OSError:  # EIO: the program has left the terminal
            break
        last = time.monotonic()
    return last


def frames(master, keys, wait):
    """Seconds, sorted, from each key to the last that came before nothing did
    for `wait`."""
    times = []
    for key in keys:
        begin = time.monotonic()
        os.write(master, key.encode())
        select.select([master], [], [], 1)
        times.append(drain(master, wait) - begin)
    return sorted(times)


def p99(times):
    return times[int(len(times) * 0.99)]
