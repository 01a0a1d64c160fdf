#!/usr/bin/env python3
"""grade: a folder of submissions as a teacher has it.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/grade.py PROGRAM
"""
import csv
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import xml.etree.ElementTree as xml
import zipfile

SOCKSTEP = str(pathlib.Path(sys.argv[1]).absolute())
PROGRAMS = pathlib.Path(__file__).absolute().parent.parent / "exercises"
RIGHT = (PROGRAMS / "first-client/solution.c").read_text()
WRONG = (PROGRAMS / "first-client/3-says-nothing.c").read_text()
FAILURES = []


def expect(truth, what):
    if not truth:
        raise AssertionError(what)


def run(*words, cwd=None):
    return subprocess.run([SOCKSTEP, *map(str, words)], text=True, cwd=cwd,
                          stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=300)


def grade(folder, *words):
    return run("grade", "first-client", "subs", "--out", "out", "--seed", "7",
               *words, cwd=folder)


def grades(folder, out="out"):
    with open(folder / out / "grades.csv", newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


def scores_of(folder, out="out"):
    return {name: (row["status"], row["score"])
            for name, row in grades(folder, out).items()}


def submit(folder, name, text):
    path = folder / "subs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def archives_and_folders_are_graded(folder):
    submit(folder, "right/client.c", RIGHT)
    submit(folder, "Ada Lovelace_12_assignsubmission_file_/client.c", WRONG)
    submit(folder, "broken.c", "int main(void) { return nothing; }\n")
    (folder / "subs/empty").mkdir()
    with zipfile.ZipFile(folder / "inner.zip", "w") as archive:
        archive.writestr("work/client.c", RIGHT)
    with tarfile.open(folder / "subs/nested.tar.gz", "w:gz") as archive:
        archive.add(folder / "inner.zip", "inner.zip")
    with zipfile.ZipFile(folder / "subs/leaves.zip", "w") as archive:
        archive.writestr("../client.c", RIGHT)
    done = grade(folder)
    if done.returncode == 3:
        print(done.stderr)
        sys.exit(77)
    expect(done.returncode == 0, f"{done}")
    expect(scores_of(folder) == {
        "right": ("graded", "10"), "Ada Lovelace": ("graded", "8"),
        "broken": ("not built", "0"), "empty": ("not built", "0"),
        "nested": ("graded", "10"), "leaves": ("not built", "0"),
    }, grades(folder))
    expect(grades(folder)["Ada Lovelace"]["id"] == "12", grades(folder))
    told = (folder / "out/feedback/leaves.txt").read_text()
    expect("leaves the submission's folder" in told, told)
    told = (folder / "out/feedback/broken.txt").read_text()
    expect("broken.c:1:" in told and "nothing" in told, told)
    forms_are_what_they_say(folder)


def forms_are_what_they_say(folder):
    suites = xml.parse(folder / "out/junit.xml").getroot().findall("testsuite")
    expect(len(suites) == 6, suites)
    for line in (folder / "out/results.jsonl").read_text().splitlines():
        json.loads(line)
    right = json.loads((folder / "out/gradescope/right.json").read_text())
    expect(right["score"] == 10 and
           sum(test["score"] for test in right["tests"]) == 10, right)
    room = json.loads((folder / "out/classroom50/right.json").read_text())
    expect(room["schema"] == "classroom50/result/v1" and
           room["score"] == room["max-score"] == 10, room)
    room = json.loads((folder / "out/class.json").read_text())
    expect(room["status"]["graded"] == 3 and
           room["checks"][2]["failed"] == 1, room)


def wrong_usage_is_one_sentence(folder):
    submit(folder, "a.py", "")
    (folder / "none").mkdir()
    cases = [
        (["grade", "first-client", "subs"], "--out"),
        (["grade", "first-client", "--out", "out"], "expected an exercise"),
        (["grade", "nonsense", "subs", "--out", "out"], "no exercise"),
        (["grade", "first-client", "gone", "--out", "out"], "gone"),
        (["grade", "first-client", "none", "--out", "out"], "no submissions"),
        (["grade", "first-client", "subs", "--out", "subs/out"], "within"),
        (["grade", "first-client", "subs", "--out", "out", "--shard", "4/3"],
         "--shard 4/3"),
        (["grade", "first-client", "subs", "--out", "out", "--only", "b"],
         "--only b"),
        (["grade", "first-client", "subs", "--out", "out", "--jobs", "0"],
         "--jobs 0"),
    ]
    for words, said in cases:
        told = run(*words, cwd=folder)
        expect(told.returncode == 2 and said in told.stderr and
               told.stderr.count("\n") == 1, f"{words}: {told}")


def main():
    for test in (archives_and_folders_are_graded,
                 wrong_usage_is_one_sentence):
        # Not below /tmp, of which a lab may have another one.
        with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
            os.chmod(folder, 0o755)
            (pathlib.Path(folder) / "subs").mkdir()
            try:
                test(pathlib.Path(folder))
                print(f"ok      {test.__name__}")
            except AssertionError as error:
                FAILURES.append(test)
                print(f"FAILED  {test.__name__}: {error}")
    return bool(FAILURES)


sys.exit(main())
