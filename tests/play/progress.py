#!/usr/bin/env python3
"""progress: a learner's record outlives damage, crashes and a second session.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/progress.py [PROGRAM]
"""

import json
import os
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (LESSONS, PROGRAM, Terminal, environment,  # noqa: E402
                      expect, main, run)

QUESTIONS = os.path.join(LESSONS, "questions.md")


class Learner:
    """Somebody with a state folder of her own."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.env = {"XDG_STATE_HOME": self.folder.name}
        self.path = os.path.join(self.folder.name, "sockstep/progress.json")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def run(self, *words):
        return run(*words, **self.env)

    def play(self, *answers):
        """Plays the questions on the screen, with these answers."""
        with Terminal([PROGRAM, "run", QUESTIONS], **self.env) as terminal:
            terminal.until("the beginning")
            terminal.until("Which number")
            terminal.send(answers[0])
            terminal.until("You said: " + answers[0])
            terminal.send(" ")
            terminal.until("What does connect do?")
            terminal.send(answers[1])
            terminal.until("The kernel refuses.")
            terminal.send("q")
            expect(terminal.ended() == 0, "it is left by q")

    def record(self):
        with open(self.path, encoding="utf-8") as file:
            return json.load(file)

    def write(self, text):
        os.makedirs(os.path.dirname(self.path), exist_ok=True)
        with open(self.path, "w", encoding="utf-8") as file:
            file.write(text)

    def state(self):
        return self.record()["lessons"]["questions"]["state"]


def what_plays_by_itself_is_not_finished():
    with Learner() as learner:
        learner.run("run", "--auto", QUESTIONS)
        expect(learner.state() == "played", learner.state())
        answers = learner.record()["answers"]
        expect([a["choice"] for a in answers] == [None, None],
               f"a question left out is no wrong answer: {answers}")
        told = learner.run("progress").stdout
        expect("2 asked, 0 right, 2 left out" in told, told)


def who_answers_finishes():
    """And who answers all rightly, without help, masters it."""
    for answers, state in ("ab", "finished"), ("bb", "mastered"):
        with Learner() as learner:
            learner.play(*answers)
            expect(learner.state() == state, f"{answers}: {learner.state()}")
            given = [a["choice"] for a in learner.record()["answers"]]
            expect(given == list(answers), f"{given}")


def two_sessions_lose_nothing():
    """Many at once: every run is counted."""
    with Learner() as learner:
        env = environment(**learner.env)
        runs = [subprocess.Popen([PROGRAM, "run", "--auto", QUESTIONS],
                                 env=env, stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL)
                for _ in range(6)]
        for process in runs:
            expect(process.wait() == 0, "each plays to its end")
        record = learner.record()
        expect(len(record["runs"]) == 6, f"{len(record['runs'])} runs of 6")
        expect(len(record["answers"]) == 12, "each with its answers")


def damage_is_kept_aside():
    with Learner() as learner:
        for number, text in enumerate(["{bad", "[]", "", "{\"a\":1,\"a\":2}"]):
            learner.write(text)
            result = learner.run("progress")
            expect(result.returncode == 0, f"{result}")
            expect("could not be read" in result.stderr and
                   result.stderr.count("\n") == 1, result.stderr)
            with open(f"{learner.path}.damaged-{number + 1}",
                      encoding="utf-8") as file:
                expect(file.read() == text, "as it was")
        learner.run("run", "--auto", QUESTIONS)
        expect(learner.state() == "played", "a new record begins")


def newer_record_is_left_alone():
    newer = '{"version": 99, "lessons": {}}'
    with Learner() as learner:
        learner.write(newer)
        result = learner.run("run", "--auto", QUESTIONS)
        expect("newer sockstep" in result.stderr, result.stderr)
        with open(learner.path, encoding="utf-8") as file:
            expect(file.read() == newer, "not a byte differs")


def older_record_is_read():
    """Without a version "finished" was also what had played by itself."""
    with Learner() as learner:
        learner.write('{"language": "python", "lessons": {"listen": '
                      '{"beats": 9, "finished": true}}}')
        lessons = json.loads(learner.run("list", "--json").stdout)
        listen = [one for one in lessons if one["id"] == "listen"][0]
        expect(listen["played"] == 9 and listen["state"] == "played" and
               not listen["finished"], f"{listen}")


def record_is_taken_along_once():
    with Learner() as one, Learner() as other:
        one.run("run", "--auto", QUESTIONS)
        other.run("run", "--auto", QUESTIONS)
        file = os.path.join(one.folder.name, "mine.json")
        one.run("progress", "--export", file)
        for _ in range(2):
            result = other.run("progress", "--import", file)
            expect(result.returncode == 0, f"{result}")
        record = other.record()
        expect(len(record["runs"]) == 2 and len(record["answers"]) == 4,
               f"imported twice, counted once: {record}")
        result = other.run("progress", "--import", "/no/such/file")
        expect(result.returncode == 1 and "/no/such/file" in result.stderr,
               f"{result}")
        expect(other.record() == record, "nothing is lost by that")
        other.run("progress", "--reset")
        expect("lessons" not in other.record(), "all is forgotten")


def killed_while_it_writes():
    """A record is whole whenever its writer dies."""
    with Learner() as learner:
        learner.run("run", "--auto", QUESTIONS)
        env = environment(**learner.env)
        file = os.path.join(learner.folder.name, "mine.json")
        learner.run("progress", "--export", file)
        for round_ in range(20):
            process = subprocess.Popen(
                [PROGRAM, "progress", "--import", file, "--json"], env=env,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
            if round_ % 2:
                process.stdout.read(1)
            process.send_signal(signal.SIGKILL)
            process.wait()
            process.stdout.close()
            expect(learner.state() == "played", "it is whole")
        result = learner.run("run", "--auto", QUESTIONS)
        expect(result.returncode == 0 and not result.stderr,
               f"no lock is left behind: {result}")


main([what_plays_by_itself_is_not_finished, who_answers_finishes,
      two_sessions_lose_nothing,
      damage_is_kept_aside, newer_record_is_left_alone, older_record_is_read,
      record_is_taken_along_once, killed_while_it_writes])
