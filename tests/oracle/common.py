"""common: what the oracles share: playing a lesson and reading its log.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import concurrent.futures
import json
import os
import shutil
import subprocess
import sys
import tempfile

SKIP = 77
HOME = tempfile.TemporaryDirectory()


def skip(reason):
    print(reason)
    sys.exit(SKIP)


def need(tool):
    if not shutil.which(tool):
        skip(f"{tool} is not installed")


def lessons():
    folder = os.path.join(os.path.dirname(__file__), "..", "..", "lessons")
    return sorted(os.path.join(folder, name) for name in os.listdir(folder)
                  if name[0].isdigit())


def play(lesson, before=(), statuses=(0,), more=()):
    """Plays a lesson by itself, or the lines of a script (.txt) in a free lab.
    Returns the events."""
    how = (["shell", lesson] if lesson.endswith(".txt")
           else ["run", lesson, "--auto"])
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log.jsonl")
        done = subprocess.run(
            [*before, sys.argv[1], *how, "--plain", "--log", log, *more], stdin=subprocess.DEVNULL, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode not in statuses:
            print(done.stdout, done.stderr)
            sys.exit(f"{lesson}: exit status {done.returncode}")
        with open(log, encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]


def without_settings():
    """The variables for tshark, which would read those of whoever runs it."""
    return {**os.environ, "HOME": HOME.name,
            "WIRESHARK_CONFIG_DIR": os.path.join(HOME.name, "wireshark")}


def at_once(check, stories):
    """What `check` returns for each, a few at a time: most of a run the kernel
    waits."""
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        return list(pool.map(check, stories))


def has_namespaces():
    return subprocess.run(["unshare", "-Urn", "true"], check=False,
                          stderr=subprocess.DEVNULL).returncode == 0
