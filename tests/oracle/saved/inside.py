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
import time

# Seconds in which no turn and no program ends: only programs that hang are so
# silent. Calls are no progress: who waits for its turn looks for it for ever.
SILENCE = 400


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


def progress(folder, running):
    """How many turns are over, and how many programs."""
    return (os.stat(os.path.join(folder, "turns")).st_size,
            sum(process.poll() is not None for process in running))


def await_progress(folder, running, is_over):
    """Waits until `is_over` says so. False when nobody does anything."""
    before, since = progress(folder, running), time.monotonic()
    while not is_over():
        now = progress(folder, running)
        if now != before:
            before, since = now, time.monotonic()
        elif time.monotonic() - since > SILENCE:
            return False
        time.sleep(0.01)
    return True


def is_last_entered(trace, least):
    """Whether it entered as many calls as it did in the run: strace writes a
    call that sleeps when it is entered."""
    text = ""
    for name in glob.glob(trace + ".*"):
        with open(name, encoding="utf-8", errors="replace") as file:
            text += file.read()
    return text.count("(") >= least


def main(folder, listed):
    with open(listed, encoding="utf-8") as file:
        plan = json.load(file)
    running = start(folder, plan)
    hung = [actor for actor, process in zip(plan["actors"], running)
            if actor not in plan["asleep"] and not await_progress(
                folder, running, lambda p=process: p.poll() is not None)]
    # Those that are left sleep in their last call, or hang.
    for index, process in enumerate(running):
        if process.poll() is None:
            trace, least = plan["commands"][index][0], plan["least"][index]
            await_progress(folder, running,
                           lambda t=trace, n=least: is_last_entered(t, n))
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return " ".join(hung)


sys.exit(main(*sys.argv[1:]) or 0)
