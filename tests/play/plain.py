#!/usr/bin/env python3
"""plain: lines that are only ever added to, on pipes and on terminals.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/plain.py [PROGRAM]
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (LESSONS, PROGRAM, Terminal, Watch,  # noqa: E402
                      environment, expect, main, run)

LESSON = os.path.join(LESSONS, "questions.md")
WAKES = os.path.join(os.path.dirname(__file__), "..", "programs", "wakes.py")
LAST = "This was the last call."


def check_whole(result):
    expect(result.returncode == 0, f"status {result.returncode}")
    expect(LAST in result.stdout, "it plays to the end")
    expect("= -1 ECONNREFUSED (Connection refused)" in result.stdout,
           "results are printed as strace prints them")
    expect("\x1b" not in result.stdout, "no control sequences")
    expect(not result.stderr, f"nothing on standard error: {result.stderr}")


def input_is_nothing():
    check_whole(run("run", LESSON))


def input_is_a_pipe():
    reader, writer = os.pipe()
    os.write(writer, b"q\nq\nq\n")
    os.close(writer)
    check_whole(run("run", LESSON, stdin=reader))
    os.close(reader)


def input_is_a_file():
    with tempfile.TemporaryFile() as file:
        check_whole(run("run", LESSON, stdin=file))


def same_run_same_text():
    """But for the port that the kernel chose."""
    first, second = [re.sub(r"0\.0\.0\.0:\d+", "0.0.0.0:port",
                            run("run", *words, LESSON).stdout)
                     for words in ((), ("--auto=0.01",))]
    expect(first == second, f"two runs differ: {first} {second}")


def ends_before_a_step():
    result = run("run", "--to", "2", LESSON)
    expect(result.returncode == 0, f"status {result.returncode}")
    expect("= 3" in result.stdout, "step 1 is played")
    expect(LAST not in result.stdout, "step 2 is not")


def reader_goes_away():
    reader, writer = os.pipe()
    os.close(reader)
    result = subprocess.run([PROGRAM, "run", LESSON], stdout=writer,
                            stderr=subprocess.PIPE, env=environment(),
                            stdin=subprocess.DEVNULL, check=False)
    os.close(writer)
    expect(result.returncode == 128 + signal.SIGPIPE,
           f"status {result.returncode}")
    expect(not result.stderr, f"quietly, not {result.stderr}")


def output_is_full():
    with open("/dev/full", "wb") as full:
        result = subprocess.run([PROGRAM, "run", LESSON], stdout=full,
                                stderr=subprocess.PIPE, env=environment(),
                                stdin=subprocess.DEVNULL, check=False)
    expect(result.returncode == 1, f"status {result.returncode}")
    expect(result.stderr.count(b"\n") == 1 and
           b"No space left on device" in result.stderr,
           f"one sentence, not {result.stderr}")


def asks_on_a_terminal():
    with Terminal([PROGRAM, "run", "--plain", LESSON], width=120,
                  height=60) as t:
        t.until("a-c to answer, ? for don't know, q to quit:")
        t.send("\n")
        t.until("say what you expect first")
        t.send("what\n")
        t.until("what is no command and no call")
        t.send("x\n")
        t.until("srv = socket(AF_INET, SOCK_STREAM, 0);")
        t.send("b\n")
        t.until("= 3")
        t.until("press Enter to go on, q to quit:")
        t.send("?\n")
        t.until("Enter goes on to the next call")
        t.send("q\n")
        expect(t.ended() == 0, "it ends with status 0")
        expect(b"\x1b" not in t.raw, "no control sequences")
        t.check_modes()


def folder_of(folder, *lessons):
    for number, name in enumerate(lessons, 1):
        shutil.copy(os.path.join(LESSONS, f"{name}.md"),
                    os.path.join(folder, f"{number:02}-{name}.md"))


def the_end_opens_the_next_lesson():
    """Asked for, not by itself; a step that was asked for is of the first."""
    with tempfile.TemporaryDirectory() as folder:
        folder_of(folder, "questions", "puzzle")
        with Terminal([PROGRAM, "run", "--plain", "--to", "2", "questions"],
                      width=120, height=60, SOCKSTEP_LESSONS=folder) as t:
            t.until("press Enter")
            t.send("N\n")
            t.until("this lesson is not over")
            t.send("\n")
            t.until("a-b to answer")
            t.send("a\n")
            t.until('The end of "A lesson with questions".')
            t.until("Your one answer was not right. Look again at step 2: ")
            t.until("One was skipped.")
            t.until('N for the next lesson, "')
            t.send("\n")
            t.until("the lesson is over: look back")
            t.send("r\n")
            t.until("rewound")
            t.send("N\n")
            t.until("# Calls in order")
            t.until("q to quit: ")
            expect("--to" not in t.screen.text(), "nothing is skipped")
            t.send("q\n")
            expect(t.ended() == 0, "it ends with status 0")
            t.check_modes()
        result = run("run", "--plain", "--auto", "questions",
                     SOCKSTEP_LESSONS=folder)
        expect(result.returncode == 0 and "The end of" in result.stdout and
               "next lesson" not in result.stdout and
               "Calls in order" not in result.stdout, result.stdout)


def end_of_input_ends_it():
    with Terminal([PROGRAM, "run", "--plain", LESSON], width=120,
                  height=60) as t:
        t.until("a-c to answer")
        t.send("\x04")
        expect(t.ended() == 0, "it ends with status 0")
        t.check_modes()


def another_language_is_told():
    """Also where no call stands below that would show it. The language is kept
    for whoever comes next: not for the other tests."""
    with tempfile.TemporaryDirectory() as state:
        _another_language_is_told(XDG_STATE_HOME=state)


def _another_language_is_told(**env):
    with Terminal([PROGRAM, "shell", "--plain"], width=120, height=60,
                  **env) as t:
        t.until("server:")
        t.send("language python\n")
        t.until("calls are shown in Python from here on")
        t.send("socket.socket()\n")
        t.until("<socket.socket fd=3")
        t.send("language c\n")
        t.until("calls are shown in C from here on")
        t.send("language c\n")
        t.send("quit\n")
        expect(t.ended() == 0, "it ends with status 0")
        expect(t.screen.text().count("are shown in C from here") == 1,
               "nothing has changed the second time")
    with Terminal([PROGRAM, "run", "--plain", LESSON], width=120,
                  height=60, **env) as t:
        t.until("a-c to answer")
        t.send("p\n")
        t.until("calls are shown in Python from here on")
        t.send("q\n")
        expect(t.ended() == 0, "it ends with status 0")


def dumb_terminals_are_plain():
    for term in ("dumb", None):
        with Terminal([PROGRAM, "run", LESSON], height=60, TERM=term) as t:
            t.until("a-c to answer")
            t.send("?\n")
            t.until("= 3")
            t.send("q\n")
            expect(t.ended() == 0, "it ends with status 0")
            expect(b"\x1b" not in t.raw, "no control sequences")


def what_wakes_is_told_above_the_line():
    with Terminal([PROGRAM, "trace", "--plain", "--", "python3", WAKES],
                  width=120, height=60) as t:
        for call in ("socket", "bind", "setsockopt", "recv"):
            t.until(f"next, wakes: {call}(")
            t.send("\n")
        t.send("ne")
        t.until("= -1 EAGAIN")
        t.until("next, wakes: close(")
        t.send("xt\n")
        t.until("close(3) = 0")
        t.send("q\n")
        expect(t.ended() == 0, "it ends with status 0")
        t.check_modes()


def signals_end_it():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with Terminal([PROGRAM, "run", "--plain", LESSON], width=120,
                  height=60) as t:
            t.until("a-c to answer")
            watch = Watch(t.pid)
            expect(watch.pids, "there are processes to watch")
            os.kill(t.pid, number)
            expect(t.ended() == 128 + number, f"status of signal {number}")
            t.check_modes()
            watch.check_gone()


def signals_end_what_readline_waits_for():
    """A paste without an end, begun by whatever had the terminal before; the
    line before it tells that readline has come to it."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with Terminal([PROGRAM, "shell", "--plain"]) as t:
            t.until("server:")
            t.send("s = socket(AF_INET, SOCK_STREAM, 0)\x1b[200~and so on")
            t.until("SOCK_STREAM, 0)")
            os.kill(t.pid, number)
            expect(t.ended() == 128 + number, f"status of signal {number}")
            t.check_modes()


def a_search_ends_at_a_longer_key():
    """^X begins other keys: Readline's own search falls over it."""
    with Terminal([PROGRAM, "shell", "--plain"]) as t:
        t.until("server:")
        t.send("\x12no\x18#\x05\x15s = socket(AF_INET, SOCK_STREAM, 0)\r")
        t.until("= 3")
        t.send("q\r")
        expect(t.ended() == 0, "it ends with status 0")


def a_paste_is_typed():
    with Terminal([PROGRAM, "shell", "--plain"]) as t:
        t.until("server:")
        t.send("\x1b[200~s = socket(AF_INET, SOCK_STREAM, 0)\x1b[201~\r")
        t.until("= 3")
        t.send("q\r")
        expect(t.ended() == 0, "it ends with status 0")


def the_menu_is_a_list():
    result = run()
    expect(result.returncode == 0, f"status {result.returncode}")
    expect("tcp-conversation" in result.stdout, "lessons are listed")
    with Terminal([PROGRAM, "--plain"], height=90) as t:
        t.until("a lesson's number or name, q to quit:")
        t.send("?\n")
        t.until("opens that lesson of the list above")
        t.send("nothing-like-it\n")
        t.until("sockstep:")
        t.send("tcp-conversation\n")
        t.until("Step 1 of 6")
        t.send("q\n")
        expect(t.ended() == 0, "it ends with status 0")


def what_has_no_process_does_not_block():
    """O_NONBLOCK is a flag of an open file, which the kernel's row has not."""
    rows = [line for line in run("run", "nonblocking", "--plain",
                                 "--auto").stdout.splitlines()
            if "-> kernel" in line and "FIN-WAIT-2" in line]
    expect(rows, "the client closes")
    expect(not any("blocking" in row for row in rows), rows)


if __name__ == "__main__":
    main([input_is_nothing, input_is_a_pipe, input_is_a_file,
          same_run_same_text, ends_before_a_step, reader_goes_away,
          output_is_full, asks_on_a_terminal,
          the_end_opens_the_next_lesson, end_of_input_ends_it,
          dumb_terminals_are_plain,
          another_language_is_told, signals_end_it,
          signals_end_what_readline_waits_for,
          a_search_ends_at_a_longer_key, a_paste_is_typed,
          the_menu_is_a_list, what_wakes_is_told_above_the_line,
          what_has_no_process_does_not_block])
