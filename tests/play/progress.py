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
import time

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
        expect(result.returncode == 2 and "/no/such/file" in result.stderr,
               f"{result}")
        expect(other.record() == record, "nothing is lost by that")
        other.run("progress", "--reset")
        expect("lessons" not in other.record(), "all is forgotten")


def answers_are_judged_by_the_learner():
    """On the screen, in words; then it comes back, and not before."""
    lesson = os.path.join(LESSONS, "recall.md")
    with Learner() as learner:
        with Terminal([PROGRAM, "run", lesson], **learner.env) as terminal:
            terminal.until("socket(AF_INET")
            terminal.send(" ")
            terminal.until("Which number is the first?")
            terminal.send("+")
            terminal.until("there is no answer here")
            terminal.send("e")
            terminal.until("recall ")
            terminal.send("three\r")
            terminal.until("you said: three")
            terminal.until("The lowest that is free")
            terminal.send("-")
            terminal.until("it comes back tomorrow")
            terminal.send("q")
            expect(terminal.ended() == 0, "it is left by q")
        told = [(one["number"], one["knew"])
                for one in learner.record()["recalls"]]
        expect(told == [(1, False)], f"{told}")
        expect("Nothing is due" in learner.run("recall").stdout,
               "not on the same day")


def a_choice_is_judged_by_the_program():
    """No key judges it again, and what speaks against a wrong one is said."""
    lesson = os.path.join(LESSONS, "recall.md")
    for letter, told, is_right in (("a", "That one is taken.", False),
                                   ("?", "The answer: b) 4.", False),
                                   ("b", "That is right.", True)):
        with Learner() as learner:
            with Terminal([PROGRAM, "run", lesson], **learner.env) as terminal:
                terminal.until("socket(AF_INET")
                terminal.send(" ")
                terminal.until("Which number is the first?")
                terminal.send(" ")
                terminal.until("Which number is the second?")
                expect("what do you remember?" in terminal.screen.text(),
                       "what was seen is no guess")
                terminal.send(letter)
                terminal.until("it comes back tomorrow")
                text = terminal.screen.text()
                expect(told in text and "The lowest that is free." in text and
                       ("The answer: b) 4." in text) != is_right, text)
                terminal.send("+")
                terminal.until("it was judged")
                terminal.send("q")
                expect(terminal.ended() == 0, "it is left by q")
            judged = [(one["number"], one["knew"])
                      for one in learner.record()["recalls"]]
            expect(judged == [(2, is_right)], f"{judged}")


def knew(days, yes, lesson="threads"):
    """A judgement of so many days ago."""
    return {"id": f"{lesson}{days}", "lesson": lesson, "number": 1,
            "time": int(time.time()) - days * 86400 - 60, "knew": yes}


def recall_of(learner, lines, *judged):
    learner.write(json.dumps({"version": 1, "recalls": judged}))
    with tempfile.TemporaryFile("w+") as said:
        said.write(lines)
        said.seek(0)
        return run("recall", stdin=said, **learner.env).stdout


def what_is_known_comes_back_later():
    with Learner() as learner:
        for judged, when in (
                ([knew(1, False)], "It comes back in 3 days"),
                ([knew(5, True), knew(4, True)], "It comes back in 7 days"),
                ([knew(20, True), knew(12, True), knew(8, True)],
                 "It comes back in 21 days"),
                ([knew(40, True), knew(39, True), knew(32, True),
                  knew(25, True)], "You know it: it does not come back"),
                ([knew(20, True), knew(12, True), knew(2, False)],
                 "It comes back in 3 days")):
            told = recall_of(learner, "words\ny\n", *judged)
            expect("Which call of another thread" in told and
                   "The answer: shutdown wakes it" in told and when in told,
                   f"{judged}: {told}")
            told = learner.run("recall").stdout
            expect("Nothing is due" in told, told)
        told = recall_of(learner, "?\n?\nwords\n?\ny\n", knew(1, False))
        expect("in your own words" in told and "after more days" in told and
               "It comes back in 3 days" in told, told)
        told = recall_of(learner, "words\nn\n", knew(20, True), knew(12, True))
        expect("It comes back tomorrow" in told, told)


def known(times, days, early=0):
    """Known so many times, at last `days` ago, or `early` seconds less."""
    judged = [knew(days + 30 * back, True) for back in range(times)][::-1]
    judged[-1]["time"] += early
    return judged


def it_comes_back_after_1_3_7_and_21_days_and_not_before():
    """The clock is the record's: its times lie in the past."""
    with Learner() as learner:
        for times, days in ((1, 1), (2, 3), (3, 7), (4, 21)):
            told = recall_of(learner, "\n", *known(times, days, 660))
            expect("Nothing is due" in told, f"{days} days, early: {told}")
            told = recall_of(learner, "\n", *known(times, days))
            expect("Which call of another thread" in told and
                   "Left for another time" in told, f"{days} days: {told}")
        told = recall_of(learner, "\n", *known(5, 400))
        expect("Nothing is due" in told, f"known for good: {told}")


def a_choice_comes_back():
    """sockstep recall: by a letter, which is judged."""
    asked = [knew(2, True, "window")]
    with Learner() as learner:
        for said, texts in (
                ("b\n", ("That is right.", "back in 3 days")),
                ("x\ne\nbb\nb\n", ("back in 3 days",)),
                ("?\n", ("The answer: b) Bytes that the sender's own kernel",
                          "It comes back tomorrow")),
                ("a\n", ("The answer: b)", "had not called recv",
                         "Nobody else need", "It comes back tomorrow"))):
            told = recall_of(learner, said, *asked)
            expect(all(text in told for text in texts), told)
        for said in ("\n", "q\n", ""):
            recall_of(learner, said, *asked)
            expect(len(learner.record()["recalls"]) == 1, "nothing is judged")


def what_is_left_is_asked_again():
    """Five at most, the oldest first; and q leaves the rest."""
    lessons = ["threads", "fork", "poll", "epoll", "listen", "bind"]
    with Learner() as learner:
        judged = [knew(20 - i, True, name) for i, name in enumerate(lessons)]
        told = recall_of(learner, "a\n\nb\nq\n", *judged)
        expect(told.count("Left for another time") == 2, told)
        expect(told.index("# Threads") < told.index("# fork:"), told)
        expect(len(learner.record()["recalls"]) == 6, "nothing was judged")
        told = recall_of(learner, "a\n\n" * 6, *judged)
        expect(told.count("The answer: ") == 5, told)
        with Terminal([PROGRAM], **learner.env) as terminal:
            terminal.until("6 questions of lessons that you played are due")
            terminal.send("\r")
            terminal.until("What a socket is")
            terminal.send("q")
            expect(terminal.ended() == 0, "the menu comes all the same")


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
      record_is_taken_along_once, killed_while_it_writes,
      answers_are_judged_by_the_learner, a_choice_is_judged_by_the_program,
      what_is_known_comes_back_later,
      it_comes_back_after_1_3_7_and_21_days_and_not_before,
      a_choice_comes_back,
      what_is_left_is_asked_again])
