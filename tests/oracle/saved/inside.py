"""inside: runs saved programs under strace, in a network of their own.

Its source comes in as the standard input of a Python that may see nothing of
this folder. argv: the folder of the programs, and the file that says which.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import glob
import json
import os
import signal
import subprocess
import sys

DEADLINE = 100  # seconds; only a program that hangs takes so long


def start(folder, plan):
    """strace has a file for each process, NAME.PID."""
    turns = os.path.join(folder, "turns")
    with open(turns, "w", encoding="utf-8"):
        pass
    environment = dict(os.environ, TURNS=turns)
    return [subprocess.Popen(
        ["strace", "-qq", "-y", "-ff", "-o", trace, "-e", "signal=none",
         "-e", f"trace={plan['traced']}", *command], env=environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True)
        for trace, command in plan["commands"]]


def wait_for_last(trace, least):
    """Until it entered as many calls as it did in the run: strace writes a
    call that sleeps when it is entered."""
    for _ in range(10000):
        text = ""
        for name in glob.glob(trace + ".*"):
            with open(name, encoding="utf-8", errors="replace") as file:
                text += file.read()
        if text.count("(") >= least:
            return
        os.sched_yield()


def main(folder, listed):
    with open(listed, encoding="utf-8") as file:
        plan = json.load(file)
    running = start(folder, plan)
    hung = []
    for actor, process in zip(plan["actors"], running):
        if actor in plan["asleep"]:
            continue
        try:
            process.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            hung.append(actor)
    # Those that are left sleep in their last call, or hang.
    for index, process in enumerate(running):
        if process.poll() is None:
            wait_for_last(plan["commands"][index][0], plan["least"][index])
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return " ".join(hung)


sys.exit(main(*sys.argv[1:]) or 0)
