#!/usr/bin/env python3
"""alone: a program behaves as it does alone. Each program of tests/programs and
each case is run alone, in a network of its own, and under trace: how it ends,
and what it prints, is the same. Where it is not, it is run alone again, and
under strace -f: what two runs alone do not agree about is not compared.

Compared is what came to its terminal, as lines in any order, for several
processes may write; numbers are left out, for the kernel chooses ports and
process numbers. A program that does not end alone is not compared.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import concurrent.futures
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import common

TESTS = pathlib.Path(__file__).parent.parent
BUILD = os.environ.get("BUILD", "build")
COMPILERS = {".c": "cc", ".cc": "g++"}
OWN_NETWORK = ["unshare", "-Urnm", "sh", "-c",
               "ip link set lo up; mount -t tmpfs tmpfs /dev/shm; "
               'exec "$@"', "sh"]
PROGRAMS = ("static", "threads", "forks", "spawns", "thread_exec", "echo 20",
            "lengths", "sigpipe", "messages", "events", "alarms",
            "alarms deep", "groups", "batches", "interfaces", "closed",
            "shares", "narrates")
# The lab alone is the reason, and the run says so.
LAB = {"interface-of-the-lab.c", "kept-to-lo.py"}
PATIENCE = 10  # seconds, of what takes one


def masked(text):
    """The lines of a terminal, without numbers."""
    text = re.sub(r"\d+", "N", text.replace("\r", ""))
    return sorted(line.rstrip() for line in text.split("\n") if line.strip())


def run_alone(words, folder):
    """Its lines and how it ended, or None where it does not end."""
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(folder)
        # Python ignores it, and a program would inherit that.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.execvp(words[0], words)
    told, end = b"", time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                told += os.read(terminal, 65536)
            except OSError:
                break
    else:
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    if time.monotonic() >= end:
        return None
    if os.WIFSIGNALED(status):
        return masked(told.decode(errors="replace")), "killed"
    code = os.waitstatus_to_exitcode(status)
    return masked(told.decode(errors="replace")), code


def run_traced(words, folder):
    told = subprocess.run(
        [common.SOCKSTEP, "trace", "--plain", "--auto", "p=", *words],
        stdin=subprocess.DEVNULL, capture_output=True, text=True,
        errors="replace", timeout=300, cwd=folder, check=False)
    lines = re.findall(r"^\S+'s terminal: (.*)$", told.stdout, re.M)
    end = re.search(r"^p (ended with exit status (\d+)|was killed by)",
                    told.stdout, re.M)
    if not end:
        return None
    code = int(end.group(2)) if end.group(2) else "killed"
    return masked("\n".join(lines)), code


def compare(what):
    """A line of what is different, or of why nothing is compared."""
    name, words = what
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        if words is None:
            path = pathlib.Path(folder, name.stem)
            subprocess.run([COMPILERS[name.suffix], "-g", "-w", "-pthread",
                            "-o", path, name], check=True)
            name, words = name.name, [str(path)]
        alone = run_alone([*OWN_NETWORK, *words], folder)
        if alone is None:
            return name, None
        ours = run_traced(words, folder)
        if alone == ours:
            return name, []
        if alone != run_alone([*OWN_NETWORK, *words], folder):
            return name, None
        strace = run_alone([*OWN_NETWORK, "strace", "-f", "-o", "/dev/null",
                            *words], folder)
    return name, [f"{who}: {run}" for who, run in
                  (("alone", alone), ("strace", strace), ("trace", ours))]


def programs():
    for program in PROGRAMS:
        name, *rest = program.split()
        yield program, [os.path.abspath(os.path.join(BUILD, "programs", name)),
                        *rest]
    for case in sorted([*(TESTS / "cases").iterdir(),
                        *(TESTS / "cases" / "right").iterdir()]):
        if (case.name == "cases.py" or case.name in LAB or
                case.suffix not in (".c", ".cc", ".py")):
            continue
        if re.search(r"^(#|//) host: ", case.read_text(), re.M):
            continue
        if case.suffix == ".py":
            yield case.name, [sys.executable, str(case.resolve())]
        elif shutil.which(COMPILERS[case.suffix]):
            yield case.resolve(), None


def main():
    common.need("strace")
    common.need("unshare")
    if not common.has_namespaces():
        common.skip("no user namespaces here: sockstep doctor")
    wanted = sys.argv[2:]
    chosen = [what for what in programs()
              if not wanted or pathlib.Path(what[0]).stem in wanted]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        found = list(pool.map(compare, chosen))
    differ = [(name, lines) for name, lines in found if lines]
    for name, lines in differ:
        print(f"{name}:", *lines, sep="\n  ")
    left = [str(name) for name, lines in found if lines is None]
    print(f"{len(found)} programs, {len(differ)} differ; not compared:",
          *left)
    sys.exit(bool(differ) or len(left) * 4 > len(found))


main()
