#!/usr/bin/env python3
"""monkey: random keys, lines, pastes, clicks and sizes. Whatever comes, the
program neither dies nor hangs, and at the end the terminal is as it was and no
process is left. SEED=NUMBER makes the same inputs again, ROUNDS says how many
programs get them.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/monkey.py [PROGRAM]
"""

import os
import random
import signal
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (PROGRAM, TOP, Failure, Terminal, Watch,  # noqa: E402
                      expect, main)

SEED = int(os.environ.get("SEED", random.SystemRandom().randrange(1 << 32)))
ROUNDS = int(os.environ.get("ROUNDS", 24))
ACTIONS = 80
BUILD = os.path.abspath(os.environ.get("BUILD", os.path.join(TOP, "build")))
TRACED = ("trace", os.path.join(BUILD, "programs/server"), "::",
          "--when=listening", os.path.join(BUILD, "programs/client"))
RUNS = ((), ("run", "tcp-conversation"), ("run", "udp"), ("shell",),
        TRACED, ("shell", "--plain"), ("run", "--plain", "tcp-conversation"))

# ^Z would stop it for ever: nobody is there to continue it.
KEYS = [bytes([c]) for c in range(1, 127) if c not in (0x1a, 0x1b)]
ESCAPES = [b"\x1b", b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D", b"\x1bOP",
           b"\x1b[5~", b"\x1b[6~", b"\x1b[H", b"\x1b[3~", b"\x1b[M !!",
           b"\x1b[200~", b"\x1b[201~", b"\x1b[", b"\x1bO", b"\xc3", b"\xff",
           b"\xe2\x80\xae", b"\xf0\x9f\x99\x82"]
LINES = ["s = socket(AF_INET, SOCK_STREAM, 0)", "bind(s, 127.0.0.1:7000)",
         "listen(s, 5)", "connect(s, 127.0.0.1:7000)", "close(s)", "goto 2",
         "rewind 1", "reset", "hold SYN from client", "deliver", "drop 3",
         "explain", "sh echo on", "sockets", "packets", "states", "turn client",
         "wait 1 ms", "explain LISTEN", "save x.c", "save x.md", "find mistake",
         "s = socket(AF_INET6, SOCK_DGRAM, 0)", "sendto(s, \"x\", 1, 0, [::1]:9)",
         "recv(s, 10)", "fork", "help", "lang python", "next", "screen y", "fields"]


def action(rng):
    kind = rng.randrange(10)
    if kind < 4:
        return b" " if rng.randrange(3) else rng.choice(KEYS)
    if kind < 6:
        return b"".join(rng.choice(KEYS) for _ in range(rng.randrange(9)))
    if kind < 8:
        line = rng.choice(LINES).encode()
        cut = rng.randrange(len(line) + 1) if rng.randrange(4) == 0 else None
        return rng.choice((b":", b"", b"\x1b")) + line[:cut] + b"\r"
    if kind < 9:
        return rng.choice(ESCAPES)
    return None  # another size


def put(t, data):
    """What the program does not take is dropped, as a full terminal drops it;
    what it says meanwhile is read."""
    os.set_blocking(t.master, False)
    try:
        os.write(t.master, data)
    except BlockingIOError:
        pass
    finally:
        os.set_blocking(t.master, True)


def play(number):
    rng = random.Random(f"{SEED} {number}")
    words = RUNS[number % len(RUNS)]
    sizes = [(rng.randrange(1, 200), rng.randrange(1, 70))
             for _ in range(ACTIONS)]
    with tempfile.TemporaryDirectory() as folder, \
            Terminal([sys.executable, "-c", "import os, sys; "
                      "os.chdir(sys.argv[1]); os.execv(sys.argv[2], "
                      "sys.argv[2:])", folder, PROGRAM, *words],
                     width=80, height=24) as t:
        t.until(lambda: t.raw)
        seen = []
        for size in sizes:
            data = action(rng)
            if t.process.poll() is not None:
                break
            try:
                if data is None:
                    t.resize(*size)
                else:
                    put(t, data)
            except OSError:
                break  # it has ended
            seen.append(size if data is None else data)
            t.take_now()
        watch = Watch(t.pid)
        if t.process.poll() is None:
            os.kill(t.pid, signal.SIGTERM)
        status = t.ended()
        what = f"SEED={SEED}, round {number}: {words} {seen}"
        expect(status in (0, 1, 2, 3, 128 + signal.SIGTERM,
                          128 + signal.SIGINT, 128 + signal.SIGQUIT),
               f"{what}: status {status}, {t.raw[-2000:]!r}")
        if t.modes() != t.before:
            raise Failure(f"{what}: the terminal's modes are not as before")
        watch.check_gone()


def whatever_comes():
    for number in range(ROUNDS):
        play(number)


print(f"SEED={SEED}")
main([whatever_comes])
