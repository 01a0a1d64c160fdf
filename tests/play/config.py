#!/usr/bin/env python3
"""config: a learner's own keys, colours, theme and defaults.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/config.py [PROGRAM]
"""

import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import LESSONS, PROGRAM, Terminal, expect, main, run  # noqa: E402

QUESTIONS = os.path.join(LESSONS, "questions.md")


class Home:
    """A config folder with that file in it."""

    def __init__(self, text=None):
        self.folder = tempfile.TemporaryDirectory()
        self.path = os.path.join(self.folder.name, "sockstep/config.yaml")
        if text is not None:
            os.mkdir(os.path.dirname(self.path))
            with open(self.path, "w", encoding="utf-8") as file:
                file.write(text)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def run(self, *words):
        return run(*words, XDG_CONFIG_HOME=self.folder.name)


# lines of a file; what the line on standard error about the last says
FAULTS = [
    ("lnag: c", "did you mean lang"),
    ("theme: drak", "expected one of dark, light, contrast, projector"),
    ("lang: rust", "expected c or python"),
    ("lang: [c]", "expected one word"),
    ("plain: maybe", "expected yes or no"),
    ("lang: c\nlang: python", "twice"),
    ("colours:\n  erno: red", "the nearest is errno"),
    ("colours:\n  errno: reddish", "found reddish"),
    ("colours:\n  errno: red on", "a colour is missing"),
    ("colours:\n  errno: 256", "found 256"),
    ("colours: red", "expected lines"),
    ("keys:\n  nxet: n", "the nearest is next"),
    ("keys:\n  next: spcae", "such as space"),
    ("keys:\n  next: []", "a key is missing"),
    ("keys:\n  next: [a, b, c, d, e]", "more than four"),
    ("keys:\n  next: w", 'the key w is that of "packets"'),
    ("keys:\n  next: Z\n  sockets: Z", 'the key Z is that of "next"'),
    ("- a", "expected lines"),
    ("keys: [", "no YAML"),
    ("theme:", "a value is missing"),
    ('actors: ""', "a value is missing"),
    ("actors: a,a", "1: actors: found a, expected up to 16 names"),
    ("actors: a,", "1: actors: a name is missing at a comma"),
    ("plain: yes\nactors: 2b", "2: actors: 2b cannot name an actor"),
    ("lang: C", "1: lang C: expected c or python"),
    ("noise: maybe", "1: noise: found maybe, expected yes or no"),
    ('theme: "dark\\0er"', "theme: a NUL is no character here"),
    ("theme: dark\nlang: c\ntheme: dark", "theme: it is there twice"),
    ("keys:\n  next: [Z, Z]", "next: one key is there twice"),
    ("keys:\n  next: ctrl-c", "next: ctrl-c always quits"),
    ("keys:\n  next: J\n  next: K", "next: it is there twice"),
    ("colours:\n  errno:", "a value is missing"),
    ("colours:\n  errno: red blue", "found blue, a second colour"),
    ("colours:\n  errno: red on blue on green", "a second colour behind"),
    ("theme: dark\n--- {lang: c}", "a second document begins"),
    ("theme: dark\n--- ]", "no YAML"),
    ("theme: drak\nplain: maybe\nlnag: c", "did you mean lang"),
]


def faults_are_told_with_their_lines():
    for text, sentence in FAULTS:
        line = 1 if text == "keys: [" else text.count("\n") + 1
        with Home(text + "\n") as home:
            result = home.run("run", QUESTIONS)
            told = result.stderr.splitlines()
            expect(result.returncode == 2 and not result.stdout and told,
                   f"{text!r}: {result}")
            expect(any(sentence in one for one in told) and
                   (f"{home.path}:{line}: " in result.stderr or
                    text == "keys: ["), f"{text!r}: {result.stderr}")
    with Home("theme: drak\nplain: maybe\n") as home:
        expect(home.run("config").stdout.count("\n") == 2, "all at once")
    with Home() as home:
        os.makedirs(home.path)
        expect("cannot be read: Is a directory" in home.run("config").stdout,
               "a folder is no file")
    with Home("theme: drak\n") as home:
        expect(home.run("config").returncode == 2, "config tells them, too")
        expect(home.run("list").returncode == 0, "list needs none of it")
        expect(home.run("run", "--help").returncode == 0, "nor --help")


def what_is_written_says_what_is_so():
    with Home() as home:
        result = home.run("config")
        expect(result.returncode == 0 and home.path in result.stdout,
               f"{result}")
        with open(home.path, encoding="utf-8") as file:
            text = file.read()
        expect("is there, and nothing is wrong" in home.run("config").stdout,
               "it is checked the second time")
        expect(home.run("config", home.path).returncode == 2 and
               open(home.path, encoding="utf-8").read() == text,
               "nothing is written over")
        expect(home.run("config", "-").stdout == text, "config -")
        # A folder that somebody names is not made, the learner's own is.
        nowhere = os.path.join(home.folder.name, "no/such.yaml")
        result = home.run("config", nowhere)
        expect(result.returncode == 2 and "make its folder" in result.stderr
               and not os.path.exists(os.path.dirname(nowhere)), f"{result}")
        # Without the signs of comments all of it can be set, and nothing
        # changes.
        pattern = (r"# ((?:theme|lang|plain|noise|actors): .*|colours:|keys:"
                   r"|  (?:\"[^\"]+\"|[a-z]+): +.*)$")
        settings = "\n".join(found.group(1) for line in text.splitlines()
                             if (found := re.match(pattern, line)))
        expect(settings.count("\n") > 70, settings)
        usual = run("run", "--plain", "--auto", QUESTIONS)
        with open(home.path, "w", encoding="utf-8") as file:
            file.write(settings)
        same = home.run("run", "--plain", "--auto", QUESTIONS)
        expect(same.returncode == usual.returncode and not same.stderr,
               f"{same.stderr}\n{settings}")


def defaults_hold_until_the_command_line_says_else():
    with Home("lang: python\nactors: left,right\n") as home:
        python = home.run("read", "tcp-conversation").stdout
        expect("srv.listen(1)" in python, python[:2000])
        c = home.run("read", "--lang", "c", "tcp-conversation").stdout
        expect("listen(srv, 1)" in c, c[:2000])
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as lines:
            lines.write("left: socket(AF_INET, SOCK_STREAM, 0)\n")
            lines.flush()
            shell = home.run("shell", lines.name)
            expect(shell.returncode == 0, f"{shell}")
            expect(home.run("shell", "--actors", "a", lines.name).returncode
                   == 1, "no actor is called left")


def keys_are_those_of_the_file():
    with Home('theme: projector\nkeys:\n  next: [J, f1]\n  history: Y\n'
              '  back: "<"\n') as home, \
            Terminal([PROGRAM, "run", "tcp-conversation"], 120, 40,
                     XDG_CONFIG_HOME=home.folder.name) as t:
        t.until("J next")
        expect("space next" not in t.screen.text(), t.screen.text())
        # Space means nothing any more: J makes the first call.
        t.send(" J")
        t.until("< → look back")
        t.until("J: server: bind")
        t.send("Y")
        t.until(lambda: "socket(AF_INET" in t.screen.text() and
                "esc close" in t.screen.text(), "a list of calls")
        t.send("\x1b")
        t.until(lambda: "esc close" not in t.screen.text(), "it is closed")
        t.send("h")
        t.until("make the next call (also F1)")
        t.send("q")
        t.until(lambda: "(also F1)" not in t.screen.text(), "it is closed")
        t.send("q")
        expect(t.ended() == 0, "it ends")
        expect(b"38;5;16m" in t.raw, "black letters of the theme")


def every_function_key_can_be_bound():
    with Home('keys:\n  next: f12\n  history: f5\n  sockets: f2\n') as home, \
            Terminal([PROGRAM, "run", "tcp-conversation"], 120, 40,
                     XDG_CONFIG_HOME=home.folder.name) as t:
        t.until("F12 next")
        t.send("\x1b[24~")
        t.until("F12: server: bind")
        t.send("\x1b[15~")
        t.until(lambda: "socket(AF_INET" in t.screen.text() and
                "esc close" in t.screen.text(), "a list of calls")
        t.send("\x1b")
        t.until(lambda: "esc close" not in t.screen.text(), "it is closed")
        t.send("h")
        t.until("F2")
        t.send("qq")
        expect(t.ended() == 0, "it ends")


def no_theme_and_no_colour_where_none_is_wanted():
    with Terminal([PROGRAM, "run", "--theme", "contrast", QUESTIONS],
                  NO_COLOR="1") as t:
        t.until("q quit")
        expect(not re.search(rb"\x1b\[[0-9;]*\b(3[0-7]|9[0-7]|4[0-7])m",
                             t.raw), f"{t.raw!r}")
        t.send("q")
        t.ended()


def the_machine_has_one_too():
    with Home("lang: python\n") as machine, Home() as home:
        dirs = {"XDG_CONFIG_HOME": home.folder.name,
                "XDG_CONFIG_DIRS": f"/nowhere:{machine.folder.name}"}
        expect("srv.listen(1)" in run("read", "tcp-conversation",
                                      **dirs).stdout, "the machine's")
    with Home("lang: python\n") as machine, Home("lang: c\n") as home:
        dirs = {"XDG_CONFIG_HOME": home.folder.name,
                "XDG_CONFIG_DIRS": machine.folder.name}
        expect("listen(srv, 1)" in run("read", "tcp-conversation",
                                       **dirs).stdout, "one's own wins")


if __name__ == "__main__":
    main([faults_are_told_with_their_lines, what_is_written_says_what_is_so,
          defaults_hold_until_the_command_line_says_else,
          keys_are_those_of_the_file, every_function_key_can_be_bound,
          no_theme_and_no_colour_where_none_is_wanted,
          the_machine_has_one_too])
