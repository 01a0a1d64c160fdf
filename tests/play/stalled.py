#!/usr/bin/env python3
"""stalled: the wire goes on whatever the program does: packets cross it while
the program is stopped, or waits for somebody who reads its output. The kernel
sends nothing again that was not lost.

The kernel's own clocks have to run for that: each pause is longer than the
shortest of them, 200 ms, after which TCP sends again. A longer one of a slow
machine changes nothing.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/stalled.py [PROGRAM]
"""

import os
import re
import select
import signal
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (DEADLINE, PROGRAM, Failure, environment,  # noqa: E402
                      expect, main)

ECHO = [os.path.join(os.path.dirname(PROGRAM), "programs", "echo"), "40"]
COMMANDS = [["trace", "--plain", "--auto", *ECHO],
            ["run", "tcp-conversation", "--plain", "--auto"]]
PAUSE = 0.5
STALLS = 12


def pause():
    select.select([], [], [], PAUSE)


def start(words):
    return subprocess.Popen([PROGRAM, *words], stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, pipesize=4096,
                            env=environment())


def rest_of(process):
    text = process.communicate(timeout=10 * DEADLINE)[0]
    expect(process.returncode == 0, f"status {process.returncode}")
    return text


def packets(text):
    """The segments that begin, end or carry something, as they are shown. How
    many acknowledge nothing but such a one is up to the kernel's moment."""
    found = re.findall(r"^ +\S+ -> \S+ ((?:SYN|FIN|RST|PSH|ACK.* len).*)$",
                       text.decode(), re.MULTILINE)
    if not found:
        raise Failure("no packets:\n" + text.decode())
    return sorted(found)


def same_as_into_a_file(words, stalled):
    with start(words) as process:
        plain = packets(rest_of(process))
    expect(not any("retransmission" in packet for packet in plain),
           f"sent again while nothing stands still: {plain}")
    found = packets(stalled)
    more = [packet for packet in found if packet not in plain]
    expect(len(found) == len(plain) and not more,
           f"{words[0]}: {len(found)} packets and not {len(plain)}; {more}")


def a_reader_that_stands_still():
    """Its pipe is as small as one can be, so the program soon waits for it."""
    for words in COMMANDS:
        with start(words) as process:
            text = b""
            for _ in range(STALLS):
                pause()
                text += os.read(process.stdout.fileno(), 4096)
            same_as_into_a_file(words, text + rest_of(process))


def a_program_that_is_stopped():
    """By ^Z and fg, as far as the kernel is concerned."""
    for words in COMMANDS:
        with start(words) as process:
            text = b""
            for _ in range(STALLS):
                text += os.read(process.stdout.fileno(), 500)
                os.kill(process.pid, signal.SIGSTOP)
                pause()
                os.kill(process.pid, signal.SIGCONT)
            same_as_into_a_file(words, text + rest_of(process))


main([a_reader_that_stands_still, a_program_that_is_stopped])
