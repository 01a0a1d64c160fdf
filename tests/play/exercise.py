#!/usr/bin/env python3
"""exercise: exercises on a screen of 80x24.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/exercise.py [PROGRAM]
"""

import json
import os
import re
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (PROGRAM, TOP, Terminal, expect, main,  # noqa: E402
                      run)

KEYS = re.compile(
    r"Check \d: Enter step into it, n next, h hint, e edit, q quit$")
PROGRAMS = os.path.join(TOP, "tests/exercises")


def menu_has_exercises_with_their_state():
    with tempfile.TemporaryDirectory() as state:
        folder = os.path.join(state, "sockstep")
        os.mkdir(folder)
        with open(os.path.join(folder, "progress.json"), "w",
                  encoding="utf-8") as file:
            json.dump({"version": 1, "exercises": {
                "first-client": {"points": 0, "most": 0},
                "first-server": {"points": 8, "most": 10},
                "http-get": {"points": 10, "most": 10}}}, file)
        with Terminal([PROGRAM], XDG_STATE_HOME=state) as t:
            t.until("1 of 18 exercises")
            # Numbers are those of lessons.
            t.send("12")
            t.until("▶12 ")
            for line, said in (("Exercise: A first client", "begun"),
                               ("Exercise: A first server",
                                "8 of 10 points")):
                t.until(lambda: any(line in row and said in row for row
                                    in t.screen.text().splitlines()),
                        f"{line}: {said}")
            t.send("k")
            t.until("▶    Exercise: A first server")
            t.until("4 checks, 10 points")
            t.send("\r")
            t.until("What is checked:")
            t.send("\x1b[F")  # End
            t.until("rows 2 to 22 of 22")
            expect("sockstep start first-server" in t.screen.text(),
                   t.screen.text())
            t.send("q")
            t.until("▶    Exercise: A first server")
            t.send("q")
            expect(t.ended() == 0, "left by q")


def plain_menu_tells_the_task():
    with Terminal([PROGRAM, "menu", "--plain"]) as t:
        t.until("q to quit:")
        t.send("first-client\n")
        t.until("sockstep start first-client")
        expect(t.ended() == 0, "a task is told, not played")


def a_failing_check_is_stood_in():
    """The check that fails is opened: each call of the program is a step, with
    its line, the kernel and the packets, beside those of the peers, up to the
    beat that is not as expected."""
    words = [PROGRAM, "check", "--seed", "7", "--step", "first-server",
             os.path.join(PROGRAMS, "first-server/2-one-recv.c")]
    with Terminal(words) as t:
        def step(*texts):
            t.send(" ")
            for text in texts:
                t.until(text)
        t.until("next, step 1 of 1: waits for the whole line")
        step("space: program: socket(AF_INET", "int listener = socket(",
             "It makes a TCP socket")
        # While it has the turn, the keys are those of stepped programs.
        t.send("?")
        t.until("the program whose turn it is")
        t.send("q")
        t.until("space: program: socket(AF_INET")
        step("space: program: bind(3", "· the program's call", "UNCONN")
        step("space: program: listen(3")
        step("space: program: accept(3", "LISTEN")
        # It waits: the turn is the peers'.
        step("blocked zZ", "Ann connects and is greeted.",
             "space: ann: s = socket", "space next")
        step("space: ann: connect(s")
        step("space: program: send(4", "▷12", "SYN-ACK")
        # Back to where nobody had connected, and there again in a new lab.
        t.send("p")
        t.until("1 back from live")
        t.until("UNCONN")
        t.send("r")
        t.until("in a new lab")
        t.until("space: ann: connect(s")
        step("space: program: send(4")
        step("space: program: recv(4", "PSH-ACK", "▷14")
        step("space: ann: recv(s")
        step("space: ann: send(s")
        # A packet is held: so the program sleeps on, and wakes by it.
        t.send("H")
        t.until("every packet is held from now on")
        step("space: wire: wait 300ms", "held")
        expect("program: recv(4" not in t.screen.text(), t.screen.text())
        t.send("H")
        t.until("space: program: send(4")
        step("space: program: close(4")
        step("space: program: accept(3", "FIN-WAIT")
        step("space: wire: wait 300ms")
        step("Ann sends the rest, and gets the whole line back.",
             "space: ann: send(s")
        step("space: ann: recv(s")
        step("This is not what the check expects: it fails here.",
             "expected: gets", "The check ends here.")
        expect("space:" not in t.screen.text(), "nothing comes behind it")
        # One can type into that moment.
        t.send(":close(s)\r")
        t.until("ann: close(s) = 0")
        t.until("Esc leaves")
        t.send("\x1b")  # the line stays open until it is left
        t.until("all keys")
        t.send("q")
        expect(t.ended() == 1, "a check that fails has status 1")
        t.check_modes()


def last_rows(t):
    rows = [row.rstrip() for row in t.screen.text().splitlines()]
    return [row for row in rows if row][-2:]


def keys_are_last(t):
    rows = last_rows(t)
    return bool(rows) and bool(KEYS.match(rows[-1]))


def walk(exercise, language, name, wrong, title):
    """From an empty folder to all points: a round at each save, a hint, a step
    into the check that fails, and back."""
    suffix = os.path.splitext(name)[1]
    right = os.path.join(PROGRAMS, exercise, "solution" + suffix)
    # Not below /tmp, of which a lab may have another one.
    with tempfile.TemporaryDirectory(dir="/var/tmp") as place:
        folder = os.path.join(place, "work")
        made = run("start", exercise, folder, "--lang", language)
        expect(made.returncode == 0 and "What is checked" in made.stdout,
               f"{made}")
        with Terminal([PROGRAM, "watch", exercise, folder],
                      EDITOR=f"cp '{right}'") as t:
            t.until("0 of 10 points")
            t.until("e edit, q quit")
            t.send("h")
            # The line of the keys comes again, below the hint.
            t.until(lambda: keys_are_last(t) and
                    last_rows(t)[0].endswith("?"), "a hint, and the keys")
            shutil.copy(os.path.join(PROGRAMS, exercise, wrong),
                        os.path.join(folder, name))
            t.until("8 of 10 points")
            t.until(lambda: keys_are_last(t), "the keys")
            t.send("\r")
            t.until(f"next, step 1 of 1: {title}")
            while "it fails here" not in t.screen.text():
                t.send(" ")
                before = t.screen.text()
                t.until(lambda: t.screen.text() != before or
                        "it fails here" in before, "a step")
            t.send("q")
            t.until(lambda: keys_are_last(t), "the round again")
            # What an editor saved begins the next round.
            t.send("e")
            t.until("10 of 10 points")
            t.until("Enter again, e edit, q quit")
            t.send("q")
            expect(t.ended() == 0, "left by q")
            t.check_modes()


def keys_of_a_watch_are_told():
    """And where nothing was played, none is said to be right."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        with Terminal([PROGRAM, "watch", "echo", folder]) as t:
            t.until("Enter again, e edit, q quit")
            for times, key in enumerate("hn", 1):
                t.send(key)
                t.until(lambda times=times: t.screen.text().count(
                    "No check was played yet") == times, key)
            expect("No check fails" not in t.screen.text(), "none was played")
            t.send("?")
            t.until("e opens the source in your editor")
            shutil.copy(os.path.join(PROGRAMS, "echo", "solution.c"), folder)
            t.until("10 of 10 points")
            t.send("h")
            t.until("No check fails.")
            t.send("q")
            expect(t.ended() == 0, "left by q")


def keys_are_for_the_report_of_the_last_save():
    """A key that comes right behind a save is not taken for the report that
    stands there, of the program before; which one that is, is said."""
    right = os.path.join(PROGRAMS, "first-client", "solution.c")
    wrong = os.path.join(PROGRAMS, "first-client", "3-says-nothing.c")
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        source = os.path.join(folder, "client.c")
        shutil.copy(wrong, source)
        with Terminal([PROGRAM, "watch", "first-client", folder]) as t:
            t.until("Check 3: Enter step into it")
            first = re.search(r"Report of (\S+)\.", t.screen.text())
            expect(first, "the report says of when it is")
            shutil.copy(right, source)
            t.send("\r")
            t.until("Wait for the new report")
            t.until("checking the program of")
            t.until("10 of 10 points")
            t.until("Enter again, e edit, q quit")
            expect("step 1 of 1" not in t.screen.text(), "it was stepped into")
            # A program that is not built has no report, not the last one's.
            with open(source, "w") as file:
                file.write("int main(void)\n{\n\treturn nothing;\n}\n")
            t.until("was not checked. Checks again")
            t.send("h")
            t.until("No check was played yet")
            t.send("q")
            expect(t.ended() == 0, "left by q")


def a_student_walks_to_all_points_in_c():
    walk("first-client", "c", "client.c", "3-says-nothing.c",
         "says that nobody listens")


def a_student_walks_to_all_points_in_python():
    walk("first-server", "python", "server.py", "4-only-shuts-down.py",
         "closes the connection, and listens on")


if __name__ == "__main__":
    main([menu_has_exercises_with_their_state, plain_menu_tells_the_task,
          a_failing_check_is_stood_in, keys_of_a_watch_are_told,
          keys_are_for_the_report_of_the_last_save,
          a_student_walks_to_all_points_in_c,
          a_student_walks_to_all_points_in_python])
