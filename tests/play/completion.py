#!/usr/bin/env python3
"""completion: what the shells offer behind sockstep.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/completion.py [PROGRAM]

What is offered is asked of the program itself; a real bash shows that the
key Tab reaches it, and the other shells that they can read their files.
"""

import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (PROGRAM, TOP, Terminal, environment,  # noqa: E402
                      expect, main, run)

ASSETS = os.path.join(TOP, "assets")

# words so far; some of what must be offered; what must not be
CASES = [
    ([""], ["menu", "list", "run", "replay", "lint", "doctor", "help"],
     ["usage"]),
    (["l"], ["list", "lint"], ["run"]),
    (["--"], ["--plain", "--version"], ["--form"]),
    (["run", "tcp"], ["tcp-conversation", ":files"], ["listen"]),
    (["run", "--l"], ["--lang", "--log"], ["--plain"]),
    (["run", "--p"], ["--plain", "--pcap"], ["--log"]),
    (["run", "--au"], ["--auto", "--auto="], ["--log"]),
    (["run", "--lang", ""], ["c", "python"], ["listen"]),
    (["run", "--lang="], ["--lang=c", "--lang=python"], ["c"]),
    (["run", "--lang=p"], ["--lang=python"], ["--lang=c"]),
    (["run", "--lang", "c", "tcp"], ["tcp-conversation"], ["c"]),
    (["run", "--log", ""], [":files"], ["listen"]),
    (["run", "tcp-conversation", "--to", ""], ["1", "2"], ["0", "listen"]),
    (["run", "--to", ""], [], ["1"]),
    (["lint", "--f"], ["--form"], ["--json"]),
    (["help", "do"], ["doctor"], ["run"]),
    (["trace", "--inject", "sen"], ["send:", "sendto:"], ["recv:"]),
    (["trace", "--inject", "send:er"], ["send:error="], ["send:short="]),
    (["trace", "--when", ""], ["listening", "listening:"], [":files"]),
    (["trace", ""], [":commands", ":files"], ["--when"]),
    (["trace", "--no"], ["--noise"], [":files"]),
    # Behind the program all is the program's own.
    (["trace", "./server", "--no"], [":files"], ["--noise"]),
    (["trace", "--lang", "c", "--no"], ["--noise"], [":files"]),
    (["trace", "./server", "--", "::", "--wh"], ["--when"], [":files"]),
    (["nothing-like-it", "--pl"], ["--plain"], []),
    (["doctor", ""], [], [":files"]),
    (["run", "--auto="], ["--auto=1"], [":files"]),
    (["trace", "--inject", "send:error=ECONN"],
     ["send:error=ECONNRESET"], ["send:error=EPIPE"]),
    (["trace", "--inject", "send:signal=SIGT"], ["send:signal=SIGTERM"],
     ["send:signal=SIGKILL"]),
    (["run", "--theme", ""], ["dark", "projector"], ["c"]),
    (["check", "ech"], ["echo"], ["listen"]),
    (["check", "echo", "--", "--p"], [":files"], ["--plain"]),
    (["start", "ech"], ["echo"], ["tcp-conversation"]),
    (["new", ""], ["exercise", "lesson"], [":files"]),
    (["new", "lesson", ""], [], ["exercise"]),
    (["grade", "echo", "--seed"], ["--seed"], []),
    (["config", ""], [":files"], []),
    (["trace", "-"], ["--when", "--help"], []),
]


def offers_what_fits():
    for words, wanted, unwanted in CASES:
        result = run("complete", "--", *words)
        offered = [line.partition("\t")[0]
                   for line in result.stdout.splitlines()]
        expect(not result.returncode and not result.stderr,
               f"{words}: {result.stderr}")
        expect(set(wanted) <= set(offered), f"{words}: {offered}")
        expect(not set(unwanted) & set(offered), f"{words}: {offered}")


# what is typed, and what Tab makes of it
TYPED = [
    ("doct", "sockstep doctor "),
    ("run --lang=p", "sockstep run --lang=python "),
    ("run --lang p", "sockstep run --lang python "),
    ("run tcp-conv", "sockstep run tcp-conversation "),
    ("trace --inject getsockn", "sockstep trace --inject getsockname:"),
    ("trace --inject send:er", "sockstep trace --inject send:error="),
]


def complete_all(t):
    """Types each line to the shell, which is ready, and ends it."""
    for typed, made in TYPED:
        t.send(f"sockstep {typed}\t:")
        t.until(f"READY> {made}:")
        t.send("\x15")
        t.until(lambda: t.screen.text().strip() == "READY>", "an empty line")
    t.send("exit\n")
    t.ended()


def bash_completes():
    folder = os.path.dirname(PROGRAM)
    shell = ["bash", "--norc", "--noprofile", "-i"]
    with Terminal(shell, PS1="START> ", HISTFILE=None,
                  PATH=f"{folder}:{os.environ['PATH']}") as t:
        t.until("START>")
        # Another prompt, for the old one may still stand there while bash
        # reads the file.
        t.send(f". {ASSETS}/sockstep.bash; printf '\\033[H\\033[2J'; "
               "PS1='READY''> '\n")
        t.until(lambda: t.screen.text().strip() == "READY>", "an empty line")
        complete_all(t)


def zsh_completes():
    if not shutil.which("zsh"):
        return
    with tempfile.TemporaryDirectory() as functions:
        shutil.copy(f"{ASSETS}/sockstep.zsh", f"{functions}/_sockstep")
        path = f"{os.path.dirname(PROGRAM)}:{os.environ['PATH']}"
        with Terminal(["zsh", "-f", "-i"], PS1="START> ", PATH=path,
                      ZDOTDIR=functions) as t:
            t.until("START>")
            t.send(f"fpath=({functions} $fpath); autoload -Uz compinit; "
                   f"compinit -u -d {functions}/dump; unsetopt beep; "
                   "printf '\\033[H\\033[2J'; PS1='READY''> '\n")
            t.until(lambda: t.screen.text().strip() == "READY>", "a prompt")
            complete_all(t)


def fish_completes():
    if not shutil.which("fish"):
        return
    script = f"source {ASSETS}/sockstep.fish\n" + "".join(
        f"echo (complete -C 'sockstep {typed}' | string split -f 1 \\t)\n"
        for typed, _ in TYPED)
    path = f"{os.path.dirname(PROGRAM)}:{os.environ['PATH']}"
    result = subprocess.run(
        ["fish", "--no-config", "-c", script], text=True, timeout=400,
        capture_output=True, check=False, env=environment(PATH=path))
    offered = result.stdout.splitlines()
    expect(len(offered) == len(TYPED), f"{result}")
    for (typed, made), words in zip(TYPED, offered):
        expect(made.split()[-1] in words.split(), f"{typed}: {words}")


def others_can_be_read():
    for shell, options in (("zsh", ["-n"]), ("fish", ["--no-execute"])):
        if not shutil.which(shell):
            continue
        result = subprocess.run(
            [shell, *options, f"{ASSETS}/sockstep.{shell}"], text=True,
            capture_output=True, check=False, timeout=400, env=environment())
        expect(not result.returncode and not result.stderr,
               f"{shell}: {result.stderr}")


if __name__ == "__main__":
    main([offers_what_fits, bash_completes, zsh_completes,
          fish_completes, others_can_be_read])
