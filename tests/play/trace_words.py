#!/usr/bin/env python3
"""trace: what is said to one who steps programs without a screen, and to one
who asks for what is not there.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/trace_words.py [PROGRAM]
"""

import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (DEADLINE, PROGRAM, TOP, environment,  # noqa: E402
                      expect, main)

BUILD = os.path.abspath(os.environ.get("BUILD", os.path.join(TOP, "build")))


def program(name):
    return os.path.join(BUILD, "programs", name)


PAIR = ("server=", program("server"), "::", "client=", program("client"))


def script(lines, *words):
    """What is told, and the messages in the order of the lines."""
    result = subprocess.run([PROGRAM, "trace", "--plain", *words], text=True,
                            input="\n".join(lines) + "\n",
                            capture_output=True, check=False,
                            timeout=DEADLINE, env=environment())
    return result.stdout, result.stderr.splitlines()


def names_that_mean_nothing():
    _, told = script(["step nobody", "turn nobody", "go x",
                      "step server blocked", "go", "step client",
                      "turn server", "fork"], *PAIR)
    for line, text in zip(told, [
            "until nobody: expected next, blocked, exit, a call",
            "nobody is no program that is traced here",
            "or a program in front of it: server, client",
            "client has ended", "server has ended",
            "input:8: every actor has ended; "], strict=True):
        expect(text in line, f"no {text!r} in {line}")


def the_call_that_was_made_is_explained():
    """Not the one at which the program is stopped by now."""
    told, errors = script(["step", "step", "explain"],
                          "client=", program("client"))
    told = told[told.index("next, client: _exit"):]
    expect("client: connect(3, " in told and not errors and
           "Here: No socket of the lab listens on 127.0.0.1:12345" in told and
           "inside the call" not in told, f"{told}{errors}")


def a_call_that_never_returns():
    told, errors = script(
        ["go", "history"], "leaves=", sys.executable, "-c",
        "import os, socket; s = socket.socket(); os._exit(0)")
    expect("leaves: _exit(0) never returns\n" in told and not errors,
           f"{told}{errors}")


def calls_that_come_next_are_not_unfinished():
    told, _ = script(["step server bind", "goto 1", "forward"], *PAIR)
    begin = told.index("  + server fd 3")
    expect("server: bind(" in told and
           "server: bind(3, {sa_family=AF_INET, sin_port=htons(12345), "
           "sin_addr=inet_addr(\"127.0.0.1\")}, 16 <unfinished" not in
           told[begin:], told)


def a_program_makes_its_own_calls():
    """Stopped before one it waits for nobody, and nothing can interrupt it."""
    _, told = script(["server: close(0)", "interrupt server", "step server",
                      "step server accept", "step server blocked",
                      "server: close(0)"], "server=", program("server"))
    for line, text in zip(told, [
            "server is a program and makes its own calls; it stands before "
            "socket(AF_INET, SOCK_STREAM, 0): `step server` lets it go on",
            "server is in no call that could be interrupted",
            "server is inside accept("], strict=True):
        expect(text in line, f"no {text!r} in {line}")


def places_to_stop_at_are_told():
    told, errors = script(["help step", "help programs"], *PAIR)
    for text in ("UNTIL is next, blocked, exit, a call such as recv",
                 "  step client CLOSE-WAIT "):
        expect(text in told and not errors, f"{told}{errors}")


def a_question_mark_tells_of_steps():
    """As the prompt of a trace is about programs; what comes next is told
    below it, right above the prompt."""
    told, errors = script(["?"], *PAIR)
    steps, next_ = (told.rindex(text) for text in
                    ("Enter is step. help line tells", "next, "))
    expect("step client blocked" in told and steps < next_ and not errors,
           f"{told}{errors}")


def a_folder_of_another_user_is_named():
    """Root of a lab is root of root's files, and no others'."""
    if os.getuid():
        return
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        copy = os.path.join(folder, "client")
        shutil.copy(program("client"), copy)
        os.chmod(folder, 0o750)
        told, errors = script([], copy)
        expect("client has begun" in told and not errors, f"{told}{errors}")
        os.chown(folder, 65534, 65534)
        _, errors = script([], copy)
        expect(f"{folder} is closed to others and belongs to another user" in
               errors[0], errors)
        os.chmod(folder, 0o755)
        told, errors = script([], copy)
        expect("client has begun" in told and not errors, f"{told}{errors}")


def who_looks_for_sanitizers_has_none():
    """Its own names of them are no sign, where it was built without."""
    with open(PROGRAM, "rb") as file:
        is_built_with = b"libasan.so" in file.read()
    told, _ = script(["go"], PROGRAM, "--version")
    expect(is_built_with or "leak check" not in told, told)


main([a_program_makes_its_own_calls, places_to_stop_at_are_told,
      names_that_mean_nothing, the_call_that_was_made_is_explained,
      a_call_that_never_returns, a_question_mark_tells_of_steps,
      a_folder_of_another_user_is_named, who_looks_for_sanitizers_has_none,
      calls_that_come_next_are_not_unfinished])
