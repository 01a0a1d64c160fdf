"""lessons: how long all lessons take by themselves, and what of it the kernel's
own clocks take.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import collections
import concurrent.futures
import glob
import json
import os
import subprocess
import tempfile
import time

AT_ONCE = 2  # as on two processors
GAP = 0.1  # seconds in which nothing happens: somebody waits
SLOWEST = 5


def reason(event):
    """What a wait was for: the event that ended it."""
    if event["event"] == "packet":
        marks = event.get("marks")
        return marks[0] if marks else event.get("flags", "packet")
    if event["event"] == "call":
        error = event.get("errno")
        return f"{event['name']} {error or 'that has a time limit'}"
    return event.get("state") or event["event"]


def waits_of(log):
    """Seconds of each reason, in the events of one run."""
    sums, before = collections.Counter(), None
    with open(log, encoding="utf-8") as lines:
        for event in map(json.loads, lines):
            if before is not None and event["t"] - before > GAP:
                sums[reason(event)] += event["t"] - before
            before = event["t"]
    return sums


def play(sockstep, lesson):
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log")
        begin = time.monotonic()
        done = subprocess.run(
            [sockstep, "run", lesson, "--plain", "--auto", "--log", log],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, check=False,
            env={**os.environ, "XDG_STATE_HOME": folder})
        took = time.monotonic() - begin
        return lesson, took, done.returncode, waits_of(log)


def listed(sums):
    return ", ".join(f"{why} {took:.1f} s" for why, took in sums.most_common())


def bench_lessons(row, sockstep):
    lessons = sorted(glob.glob("lessons/[0-9]*.md"))
    begin = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as crew:
        plays = list(crew.map(lambda lesson: play(sockstep, lesson), lessons))
    took = time.monotonic() - begin
    bad = [os.path.basename(lesson) for lesson, _, status, _ in plays if status]
    waits = sum((sums for *_, sums in plays), collections.Counter())
    waited = sum(waits.values())
    worked = sum(seconds for _, seconds, _, _ in plays) - waited
    row(f"all {len(lessons)} lessons headless, {AT_ONCE} at a time",
        f"{took:.1f} s", "15 s besides the kernel's waits",
        f"{worked / AT_ONCE:.1f} s without {waited / AT_ONCE:.1f} s of these"
        + (f"; failed: {', '.join(bad)}" if bad else ""))
    row("what is waited for in them", f"{waited:.1f} s in all", "",
        listed(waits))
    for lesson, seconds, _, sums in sorted(plays, key=lambda play: -play[1])[
            :SLOWEST]:
        row(f"  {os.path.basename(lesson)}", f"{seconds:.1f} s", "",
            listed(sums) or "no wait")
