#!/usr/bin/env python3
"""class: what exported records say of a class.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/class.py [PROGRAM]
"""

import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import LESSONS, TOP, expect, main, run  # noqa: E402

QUESTIONS = os.path.join(LESSONS, "questions.md")


class Class:
    """A folder of records, and the learners who made them."""

    def __init__(self):
        self.top = tempfile.TemporaryDirectory()
        self.folder = os.path.join(self.top.name, "class")
        self.lessons = os.path.join(self.top.name, "lessons")
        os.mkdir(self.folder)
        os.mkdir(self.lessons)
        with open(QUESTIONS, encoding="utf-8") as file:
            text = file.read()
        # The wrong options tempt by something.
        text = text.replace("- [ ] 0\n", "- [ ] 0 (M01)\n")
        text = text.replace("- [ ] It waits.\n", "- [ ] It waits. (M09)\n")
        with open(os.path.join(self.lessons, "01-questions.md"), "w",
                  encoding="utf-8") as file:
            file.write(text)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.top.cleanup()

    def run(self, *words, who="teacher"):
        return run(*words, SOCKSTEP_LESSONS=self.lessons,
                   XDG_STATE_HOME=os.path.join(self.top.name, who))

    def play(self, who, lines):
        """A learner plays with these keys, and exports."""
        script = os.path.join(self.top.name, "script")
        with open(script, "w", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line in lines) + "quit!\n")
        result = self.run("run", "questions", "--script", script, who=who)
        expect(not result.stderr, f"{result}")
        self.export(who, who)

    def export(self, who, name):
        result = self.run("progress", "--export",
                          os.path.join(self.folder, name + ".json"), who=who)
        expect(not result.returncode, f"{result}")

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w",
                  encoding="utf-8") as file:
            file.write(text)

    def report(self, status=0):
        result = self.run("class", self.folder, "--json")
        expect(result.returncode == status, f"{result}")
        return json.loads(result.stdout)


def held_of(report, name):
    for held in report["misconceptions"]:
        if held["id"] == name:
            return held
    return None


def misconceptions_are_counted():
    with Class() as group:
        group.play("ann", ["key a", "next", "key a"])
        group.play("bob", ["key a", "next", "key b"])
        report = group.report()
        expect([(held["id"], held["hold"], held["chose"])
                for held in report["misconceptions"]] ==
               [("M01", 2, 2), ("M09", 1, 1)], f"{report}")
        expect(report["learners"] == 2 and report["records"] == 2, f"{report}")
        before = {held["id"]: held for held in report["misconceptions"]}
        expect(before, f"{report}")
        for held in before.values():
            expect(held["chose"] >= held["hold"] > 0 and
                   held["asked"] == 2, f"{held}")
            expect(all(option["text"] for option in held["options"]),
                   f"{held}")
        text = group.run("class", group.folder).stdout
        expect("2 learners, 2 records" in text and "Misconceptions" in text,
               text)
        for name in before:
            expect(f"  {name} " in text, text)


def who_learned_holds_it_no_more():
    with Class() as group:
        group.play("ann", ["key a", "next", "key a"])
        name = group.report()["misconceptions"][0]["id"]
        first = held_of(group.report(), name)
        right = ["key b", "next", "key b"]
        group.play("ann", right)
        again = held_of(group.report(), name)
        expect(first["hold"] == 1 and again["chose"] == 1 and
               again["hold"] == 0, f"{first}, {again}")


def a_learner_counts_once():
    with Class() as group:
        group.play("ann", ["key a", "next"])
        once = group.report()
        group.export("ann", "copy")
        twice = group.report()
        expect(twice.pop("records") == 2 and once.pop("records") == 1 and
               once == twice, f"{once}\n{twice}")


def lessons_that_stop_are_told():
    with Class() as group:
        group.play("ann", ["key a"])
        group.play("bob", ["key b"])
        report = group.report()
        stops = report["lessons"]
        expect(len(stops) == 1 and stops[0]["lesson"] == "questions" and
               stops[0]["begun"] == stops[0]["stopped"] == 2 and
               stops[0]["last"] == 2, f"{stops}")
        text = group.run("class", group.folder).stdout
        expect("2 of 2 who began it did not come to its end" in text, text)


def rubbish_is_left_out():
    with Class() as group:
        group.play("ann", ["key a", "next"])
        good = group.report()
        group.write("empty.json", "")
        group.write("list.json", "[1, 2]")
        group.write("other.json", '{"lessons": 7}')
        group.write("note.txt", "not a record")
        group.write("deep.json", "[" * 5000)
        expect(group.report(status=1) == good, "only the good one counts")
        result = group.run("class", group.folder)
        lines = result.stderr.splitlines()
        expect(len(lines) == 4 and all("left out" in line for line in lines),
               f"{lines}")


def hostile_ones_are_shown_in_glyphs():
    with Class() as group:
        group.write("evil.json", json.dumps({
            "version": 1, "lessons": {"\x1b[2J": {"state": "begun"}, "b": 3},
            "runs": [7, {"id": 3}, {"id": "x", "lesson": [], "step": -1}],
            "last": "nothing", "answers": [
                None, {}, {"lesson": "\x1b]0;x\x07", "step": 1e9, "beat": 0},
                {"lesson": "\x1b]0;x\x07", "step": 99999, "beat": 99999,
                 "choice": "z", "right": "yes",
                 "misconception": "\x1b[31m\n  M99"}]}))
        result = group.run("class", group.folder)
        expect(result.returncode == 0 and "\x1b" not in result.stdout and
               "\x07" not in result.stdout, f"{result}")
        expect("\\033[31m" in result.stdout, f"{result}")


def wrong_usage_is_told():
    with Class() as group:
        for words, text in ((["class"], "FOLDER is missing"),
                            (["class", group.folder + "/no"], "no: No such"),
                            (["class", group.folder], "there is no record")):
            result = group.run(*words)
            expect(result.returncode == 2 and text in result.stderr and
                   not result.stdout, f"{words}: {result}")


if __name__ == "__main__":
    os.chdir(TOP)
    main([misconceptions_are_counted, who_learned_holds_it_no_more,
          a_learner_counts_once, lessons_that_stop_are_told,
          rubbish_is_left_out, hostile_ones_are_shown_in_glyphs,
          wrong_usage_is_told])
