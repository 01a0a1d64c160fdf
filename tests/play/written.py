#!/usr/bin/env python3
"""written: questions that are answered in words, and judged by the journal.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/written.py [PROGRAM]
"""

import json
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (LESSONS, PROGRAM, Terminal, expect,  # noqa: E402
                      main, run)

LESSON = os.path.join(LESSONS, "written.md")
ASKED = "with commas between, ? for don't know"
ORDER = "letters in their order, ? for don't know"
# The options stand as in the file.
STILL = {"SOCKSTEP_SHUFFLE": "0"}


def flat(text):
    """Words that were wrapped stand on one line."""
    return re.sub(r"[│\s]+", " ", text)


def told(t, words):
    t.until(lambda: words in flat(t.screen.text()), f"never said: {words}")


def answers_of(folder):
    with open(os.path.join(folder, "sockstep", "progress.json"),
              encoding="utf-8") as file:
        return json.load(file)["answers"]


def play(folder, first, second):
    """All of the lesson in lines, with two answers; returns what was said."""
    with Terminal([PROGRAM, "run", "--plain", LESSON], height=80,
                  **STILL, XDG_STATE_HOME=folder) as t:
        t.until("press Enter")
        t.send("\r")
        t.until(ASKED)
        t.send(first + "\r")
        t.until(ORDER)
        t.send(second + "\r")
        t.until("The end of")
        t.ended()
        return flat(t.screen.text())


def judged_in_lines():
    with tempfile.TemporaryDirectory() as folder:
        words = play(folder, "-1 ECONNREFUSED, listen, 1", "a c")
        expect("You said: -1 ECONNREFUSED, listen, 1. The kernel said: 0, "
               "LISTEN, 1." in words, words)
        expect("Not as you said: What connect returns." in
               words, words)
        expect("You said: ACK from server, FIN-ACK from client." in
               words, words)
        given = answers_of(folder)
        expect([a["right"] for a in given] == [False, False], f"{given}")
        expect(given[1]["choice"] == "ACK from server, FIN-ACK from client",
               f"{given}")


def right_is_what_happened():
    with tempfile.TemporaryDirectory() as folder:
        words = play(folder, " 0,LISTEN ,1", "c, a")
        expect("The kernel said the same." in words, words)
        expect("The wire had the same." in words, words)
        expect("What did not come: RST" in words, words)
        given = answers_of(folder)
        expect([a["right"] for a in given] == [True, True], f"{given}")


def what_is_no_answer_is_asked_again():
    with Terminal([PROGRAM, "run", "--plain", LESSON], **STILL) as t:
        t.until("press Enter")
        t.send("\r")
        t.until(ASKED)
        t.send("1, 2\r")
        told(t, "expected 3 values")
        t.send("explain LISTEN\r")
        t.until("A state: the kernel answers")
        t.send("?, ?, 1\r")
        told(t, "Not as you said: What connect returns; State")
        t.until(ORDER)
        t.send("a g\r")
        t.until("g is no item")
        t.send("a a\r")
        told(t, "each letter at most once")
        t.send("?\r")
        told(t, "You said: I don't know. The wire had: FIN-ACK")
        t.send("q\r")
        t.ended()


def on_the_screen():
    with tempfile.TemporaryDirectory() as folder, \
            Terminal([PROGRAM, "run", "--log", os.path.join(folder, "log"),
                      LESSON], **STILL) as t:
        t.until("the beginning")
        t.send(" ")
        t.until("type the answer")
        t.send(" ")
        t.until("say what you expect first")
        t.send("e")
        t.until("your answer:")
        t.send("0, ESTAB, 1\r")
        told(t, "You said: 0, ESTAB, 1. The kernel said: 0, LISTEN, 1.")
        told(t, "Not as you said: State of the listener.")
        # An answer stays when the lab is made again.
        t.send("r")
        t.until("rewound")
        told(t, "You said: 0, ESTAB, 1.")
        t.send("e")
        t.until("your answer:")
        t.send("ca\r")
        told(t, "The wire had the same.")
        t.send("qq")
        t.ended()
        shown = run("replay", "--plain", os.path.join(folder, "log"))
        words = flat(shown.stdout)
        expect("You said: 0, ESTAB, 1. The kernel said: 0, LISTEN, 1." in
               words, words + shown.stderr)
        expect("The wire had the same." in words, words)


def before_a_room():
    with Terminal([PROGRAM, "present", LESSON], **STILL) as t:
        t.until("this is about")
        t.send("  ")
        t.until("reveal")
        t.send("a7")
        t.send(" ")
        told(t, "The kernel said: 0, LISTEN, 1.")
        expect("The room said" not in t.screen.text(), "nobody voted")
        t.send("qy")
        t.ended()


# As they stand where nothing is shuffled: bind, connect, listen, socket.
PUZZLE = os.path.join(LESSONS, "puzzle.md")
ORDERS = (
    ("dac", ("You had the whole order right. An address comes first.",),
     ("call of a client", "Then comes")),
    ("dc", ("You had the first call right. Then comes bind(srv, "
            "127.0.0.1:12345), and you had listen(srv, 5).",),
     ("call of a client",)),
    ("da", ("You had the first 2 calls right. Then comes listen(srv, 5).",),
     ()),
    ("bda", ("You had another beginning. First comes srv = socket(AF_INET, "
             "SOCK_STREAM, 0), and you had connect(srv, 127.0.0.1:12345).",
             "connect is the call of a client."), ()),
    ("dacb", ("There it ends, and you had connect(srv, 127.0.0.1:12345) next.",
              "connect is the call of a client."), ()),
    ("?", ("You said: I don't know. This is how it begins.",), ("You had",)),
)


def calls_are_put_in_order():
    """Then the lesson's own are made, whatever was said."""
    for answer, texts, never in ORDERS:
        with Terminal([PROGRAM, "run", "--plain", PUZZLE], **STILL) as t:
            t.until("the letters in their order")
            expect("server runs" not in flat(t.screen.text()),
                   "the first call is not told")
            t.send(answer + "\r")
            t.until("= 3")
            for text in texts:  # Code has its marks in lines.
                t.until(lambda said=text: said in
                        flat(t.screen.text()).replace("`", ""), text)
            for text in never:
                expect(text not in flat(t.screen.text()), text)
            t.send("q\r")
            t.ended()


def no_call_is_listed_that_is_asked_for():
    with Terminal([PROGRAM, "run", "--lang", "python", PUZZLE], **STILL) as t:
        t.until("type the answer")
        text = t.screen.text()
        expect(text.count("listen(5)") == 1 and
               text.count("a call for you to find") == 3, text)
        t.send("e")
        t.until("your answer:")
        t.send("ca\r")
        told(t, "You had another beginning.")
        expect("a call for you to find" not in t.screen.text(), "now known")
        t.send("  ")
        t.until("It listens.")
        t.send("q")
        t.ended()


def its_last_key_makes_somebody_a_master():
    """The order counts as any answer does."""
    for answer, state in (("dac", "mastered"), ("dca", "finished")):
        with tempfile.TemporaryDirectory() as folder:
            own = {**STILL, "XDG_STATE_HOME": folder}
            with Terminal([PROGRAM, "run", PUZZLE], **own) as t:
                t.until("type the answer")
                t.send("e")
                t.until("your answer:")
                t.send(answer + "\r")
                t.until("You had")
                t.send("  ")
                t.until("It listens.")
                t.send("q")
                t.ended()
            shown = run("progress", **own).stdout
            expect(state in shown, shown)


if __name__ == "__main__":
    main([judged_in_lines, right_is_what_happened,
          what_is_no_answer_is_asked_again, on_the_screen, before_a_room,
          calls_are_put_in_order, no_call_is_listed_that_is_asked_for,
          its_last_key_makes_somebody_a_master])
