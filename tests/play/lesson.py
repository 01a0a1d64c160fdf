#!/usr/bin/env python3
"""lesson: from the menu through a whole lesson and back, key by key.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/lesson.py [PROGRAM]
"""

import json
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import LESSONS, PROGRAM, Terminal, expect, main, run  # noqa: E402


def number_of(lesson):
    """Its number in the menu, which is that of its file."""
    lessons = json.loads(run("list", "--json").stdout)
    number = next(o["number"] for o in lessons if o["id"] == lesson)
    name = f"{number:02}-{lesson}.md"
    expect(os.path.exists(os.path.join("lessons", name)), f"no {name}")
    return number


def menu_to_the_end_and_back():
    title = "A whole TCP conversation"
    with Terminal([PROGRAM]) as t:
        t.until("all keys")
        # To the end of the list and back, then to the lesson's number.
        t.send("\x1b[B\x1b[A\x1bOB\x1bOA\x1b[F\x1b[H" + "j" * 60 + "k" * 60)
        t.send(str(number_of("tcp-conversation")))
        t.until(lambda: "▶" in t.row_with(title), "the lesson is chosen")
        t.send("\r")
        t.until("the beginning")
        # Keys wait while a call settles, so they can all be typed at once.
        t.send(" " * 20)
        play_on(t)
        t.until("TIME-WAIT")
        t.send("q")
        t.until(lambda: "played" in t.row_with(title),
                "it is marked as played: no question was answered")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")
        t.check_modes()


def play_on(t):
    """Answers every question and goes on until the lesson is over."""
    asked = "don't know"
    while True:
        t.until(lambda: asked in t.screen.rows_text(-1) or
                "the lesson is over" in t.screen.text(),
                "a question, or the end")
        if "the lesson is over" in t.screen.text():
            return
        t.send("?")
        t.until(lambda: asked not in t.screen.rows_text(-1),
                "the question is answered")
        t.send(" " * 20)


def questions_are_answered():
    with Terminal([PROGRAM, "run", os.path.join(LESSONS,
                                                "questions.md")]) as t:
        t.until("Which number does the first socket get?")
        t.send(" ")
        t.until("say what you expect first")
        t.send("d")
        t.until("the last option is c")
        t.send("b")
        t.until("= 3")
        expect("standard input" not in t.screen.text(), "nothing to refute")
        t.send(" ")
        t.until("What does connect do?")
        t.send("?")
        t.until("ECONNREFUSED")
        t.until("This was the last call.")
        t.until("Of 2 questions you had 1 right. Look again at step 2: g")
        t.until("Its aim:")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")


def what_was_left_out_is_not_counted():
    """Nor is an answer that another one took the place of."""
    with Terminal([PROGRAM, "run", os.path.join(LESSONS,
                                                "questions.md")]) as t:
        t.until("Which number does the first socket get?")
        t.send("?")
        t.until("= 3")
        t.send(" ")
        t.until("What does connect do?")
        t.send("?")
        t.until("This was the end of the lesson.")
        t.until("Its aim:")
        expect("you had" not in t.screen.text(), "no question was answered")
        t.send("R")
        t.until("Which number does the first socket get?")
        t.send("b")
        t.until("= 3")
        t.send(" ")
        t.until("What does connect do?")
        t.send("b")
        t.until("You had all its questions right.")
        t.send("q")
        t.ended()


def a_wrong_answer_has_its_own_words():
    with Terminal([PROGRAM, "run", os.path.join(LESSONS,
                                                "questions.md")]) as t:
        t.until("Which number does the first socket get?")
        t.send("a")
        t.until("You said: a) 0. The kernel said: b) 3.")
        t.until("0 is the standard input.")
        expect("That is a port." not in t.screen.text(),
               "what was not chosen is not refuted")
        t.send("q")
        t.ended()


def options_are_shuffled():
    """The right one is 3, wherever it stands."""
    letters = set()
    for seed in range(1, 9):
        with Terminal([PROGRAM, "run",
                       os.path.join(LESSONS, "questions.md")],
                      SOCKSTEP_SHUFFLE=str(seed)) as t:
            t.until("Which number does the first socket get?")
            t.until("?) I don't know")
            letter = next(c for c in "abc" if f"{c}) 3" in t.screen.text())
            letters.add(letter)
            t.send(letter)
            t.until(f"You said: {letter}) 3. The kernel said the same.")
            t.send("q")
            t.ended()
    expect(len(letters) > 1, f"the right one is always {letters}")


def looking_back_and_rewinding():
    with Terminal([PROGRAM, "run", "tcp-conversation"]) as t:
        t.until("space next")
        t.send("g2\r")
        t.until_row("server", "UNCONN", "12345")
        t.send("\x1b[D")
        t.until("1 back from live")
        t.send("r")
        t.until("rewound")
        t.send("c")
        t.until("socket.socket(")
        t.send("c")
        t.until(lambda: "socket.socket(" not in t.screen.text(), "C again")
        t.send("R")
        t.until("begins anew")
        t.until("the beginning")
        t.send("g99\r")
        t.until("steps 1 to 6")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")


def overlays_open_and_close():
    with Terminal([PROGRAM, "run", "tcp-conversation"]) as t:
        t.until("space next")
        t.send("  ")
        for key, title in (("?", "all keys"), ("x", "whole program"),
                           ("s", "every socket"), ("w", "calls and packets"),
                           ("i", "one packet"), ("t", "TCP states"),
                           ("o", "output"), ("m", "more")):
            t.send(key)
            t.until(lambda title=title: title in
                    t.screen.text().split("\n")[1], f"{key} opens {title}")
            t.send("\x1b")
            t.until(lambda title=title: title not in
                    t.screen.text().split("\n")[1], f"{title} is closed")
        t.screen.resize(80, 24)  # which empties it: all is drawn again
        t.send("\x0c")
        t.until("server  pid")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")


def plays_by_itself():
    with Terminal([PROGRAM, "run", "--auto=0.01",
                   os.path.join(LESSONS, "questions.md")]) as t:
        t.until("This was the last call.")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")


def begins_at_a_step():
    with Terminal([PROGRAM, "run", "--to", "3", "--lang", "python",
                   "tcp-conversation"]) as t:
        t.until("next, step 3 of 6")
        t.until("srv.accept()")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")


def without_namespaces():
    with Terminal([PROGRAM, "run", "--no-namespaces",
                   os.path.join(LESSONS, "questions.md")]) as t:
        t.until("Which number does the first socket get?")
        for key, said in (("b", "= 3"), ("r", "rewound"),
                          ("R", "begins anew"), ("b", "= 3"),
                          (" ", "What does connect do?"),
                          ("b", "ECONNREFUSED"), ("r", "rewound"),
                          ("R", "begins anew")):
            t.send(key)
            t.until(said)
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")


def the_next_lesson_is_opened():
    """At the end, by its key; behind the last there is none."""
    with tempfile.TemporaryDirectory() as folder:
        for number, name in enumerate(("questions", "modify"), 1):
            shutil.copy(os.path.join(LESSONS, f"{name}.md"),
                        os.path.join(folder, f"{number:02}-{name}.md"))
        with Terminal([PROGRAM, "run", "questions"],
                      SOCKSTEP_LESSONS=folder) as t:
            t.until("the beginning")
            t.send("N:onward\r")
            # The last row is drawn last; a key that comes together with
            # Escape is another one.
            t.until(lambda: "this lesson is not over" in t.screen.text() and
                    "Esc leaves" in t.screen.rows_text(-1), "it is refused")
            t.send("\x1b")
            t.until(lambda: "a-c answer" in t.screen.rows_text(-1) and
                    "Esc leaves" not in t.screen.text(), "the line is left")
            play_on(t)
            t.until("opens it.")
            expect(t.row_with("Next:", "N opens it."), "it is named")
            t.send("N")
            t.until("Something to try · the beginning")
            t.until(lambda: "opens it." not in t.screen.text(),
                    "the words of the lesson before are gone")
            t.send(" " * 20)
            play_on(t)
            expect("opens it." not in t.screen.text(), "nothing behind it")
            t.send("N")
            t.until("no lesson behind this one")
            t.send("q")
            expect(t.ended() == 0, "it ends with status 0")


def what_is_to_be_tried_stays():
    """Behind own calls as well, until the lesson goes on; and the keys of a
    question are those that it has."""
    with Terminal([PROGRAM, "run", os.path.join(LESSONS, "modify.md")]) as t:
        t.until("the beginning")
        t.send(" ")
        t.until_row("server", "3", "UNCONN")
        t.send(" ")
        t.until("Press : and type the calls")
        t.until("a-c answer")
        t.send(":bind(srv, 127.0.0.1:12345)\r")
        t.until("When you have tried")
        expect("Try it yourself: Bind it" in t.screen.text(), "it stays")
        t.until("Esc leaves")
        t.send("\x1b")
        t.until("a-c answer")
        t.send("c")
        t.until("This was the end of the lesson")
        expect("Try it yourself" not in t.screen.text(), "it is over")
        t.until("m has again what there was to try.")
        t.send("m")
        t.until("what there was to try ──")
        t.until("Try it yourself: Bind it")
        t.send("q")
        t.until("This was the end of the lesson")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")


if __name__ == "__main__":
    main([menu_to_the_end_and_back, questions_are_answered,
          what_was_left_out_is_not_counted,
          a_wrong_answer_has_its_own_words, options_are_shuffled,
          looking_back_and_rewinding, overlays_open_and_close,
          plays_by_itself, begins_at_a_step, without_namespaces,
          the_next_lesson_is_opened, what_is_to_be_tried_stays])
