#!/usr/bin/env python3
"""save: runs saved from the screen and at the end, and files loaded again.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/save.py [PROGRAM]
"""

import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import LESSONS, expect, main, run  # noqa: E402

QUESTIONS = os.path.join(LESSONS, "questions.md")


def script(folder, lines, *words):
    """Runs command lines without a terminal; `?` shows the screen, whose text
    is returned for each."""
    shown, text = [], []
    for line in lines:
        if line == "?":
            shown.append(os.path.join(folder, f"screen{len(shown)}"))
            line = f"screen {shown[-1]}"
        text.append(line + "\n")
    path = os.path.join(folder, "script")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(text)
    result = run("run", *words, "--script", path)
    return result, [read(path) for path in shown]


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def said(screen):
    """The screen's words, however they are broken into lines."""
    return " ".join(screen.replace("│", " ").split())


def what_was_written_is_told():
    with tempfile.TemporaryDirectory() as folder:
        _, screens = script(folder, [
            "goto 3", f"save {folder}/run.md", "?",
            f"save {folder}/run.c", "?", f"save {folder}/run.py",
            f"save {folder}/run.log", f"save {folder}/run.pcapng", "?",
        ], "tcp-conversation")
        expect(f"wrote {folder}/run.md" in said(screens[0]), screens[0])
        expect(f"wrote {folder}/run-server.c and {folder}/run-client.c" in
               said(screens[1]), screens[1])
        names = sorted(name for name in os.listdir(folder)
                       if name.startswith("run"))
        expect(names == ["run-client.c", "run-client.py", "run-server.c",
                         "run-server.py", "run.log", "run.md", "run.pcapng"],
               f"{names}")
        expect(run("lint", f"{folder}/run.md").returncode == 0, "the draft")
        expect('"event": "begin"' in read(f"{folder}/run.log"), "a log")


def nothing_that_was_there_is_replaced():
    with tempfile.TemporaryDirectory() as folder:
        old = os.path.join(folder, "old-client.c")
        with open(old, "w", encoding="utf-8") as file:
            file.write("mine")
        _, screens = script(folder, [
            "goto 3", f"save {folder}/old.c", "?"], "tcp-conversation")
        expect("replace it with save!" in said(screens[0]), screens[0])
        expect(read(old) == "mine", "it is as it was")
        expect(not os.path.exists(f"{folder}/old-server.c"), "nor the other")
        # What this run of the program wrote is its own.
        _, screens = script(folder, [
            "goto 3", f"save {folder}/new.md", "next",
            f"save {folder}/new.md", "?", f"save! {folder}/old.c", "?"],
            "tcp-conversation")
        expect(f"wrote {folder}/new.md" in said(screens[0]), screens[0])
        expect("int main(void)" in read(old), "it was replaced")


def faults_are_told():
    cases = [
        ("save x.txt", "the end of the name says what to write"),
        ("save .md", "the end of the name says what to write"),
        ("save /no/such/folder/x.md", "No such file or directory"),
        ("load /no/such/file.md", "No such file or directory"),
        ("load /no/such/script", "No such file or directory"),
        ("load run.c", "it is a program"),
        ("load run.log", "it is the log of a run"),
    ]
    for line, sentence in cases:
        with tempfile.TemporaryDirectory() as folder:
            result, screens = script(folder, ["goto 2", line, "?", "next"],
                                     "tcp-conversation")
            expect(sentence in said(screens[0]), f"{line}: {screens[0]}")
            # Nobody sees the screen: it is told here, too.
            expect(result.returncode == 1 and sentence in result.stderr,
                   f"{line}: {result}")
    result = run("run", "tcp-conversation", "--save", "x.txt")
    expect(result.returncode == 2 and "--save: save x.txt" in result.stderr,
           f"{result}")
    # Before a call is made, not when the lesson is over.
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(f"{folder}/x.md")
        for path, reason in [("/no/such/folder/x.md", "No such file"),
                             (f"{folder}/x.md", "Is a directory")]:
            result = run("run", "--plain", "--auto", QUESTIONS, "--save",
                         path)
            expect(result.returncode == 2 and reason in result.stderr and
                   path in result.stderr and not result.stdout, f"{result}")


def a_lesson_is_loaded():
    with tempfile.TemporaryDirectory() as folder:
        broken = os.path.join(folder, "broken.md")
        with open(broken, "w", encoding="utf-8") as file:
            file.write("---\nid: broken\n---\n")
        _, screens = script(folder, [
            "goto 3", f"save {folder}/draft.md", f"load {broken}", "?",
            f"load {folder}/draft.md", "?", "next", "?"], "tcp-conversation")
        expect("broken.md:" in said(screens[0]), screens[0])
        expect("Draft: " in screens[1] and "Draft: " not in screens[0],
               screens[1])
        expect("socket(AF_INET" in screens[2], screens[2])


def a_script_is_loaded():
    with tempfile.TemporaryDirectory() as folder:
        inner = os.path.join(folder, "inner")
        with open(inner, "w", encoding="utf-8") as file:
            file.write(f"goto 2\nsave {folder}/inner.md\n")
        again = os.path.join(folder, "again")
        with open(again, "w", encoding="utf-8") as file:
            file.write(f"load {again}\n")
        _, screens = script(folder, [
            f"load {inner}", f"save {folder}/outer.md", "?",
            f"load {again}", "?"], "tcp-conversation")
        expect(os.path.exists(f"{folder}/inner.md"), "its lines were run")
        expect(f"wrote {folder}/outer.md" in said(screens[0]),
               "and then those behind it")
        expect("load each other" in said(screens[1]), screens[1])


def the_run_is_saved_at_the_end():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "end.py")
        with open(path, "w", encoding="utf-8") as file:
            file.write("old")
        result = run("run", "--plain", "--auto", "a-socket-is-a-descriptor",
                     "--save", path)
        expect(result.returncode == 0, f"{result}")
        expect("socket.socket(" in read(path), "over what was there")
        path = os.path.join(folder, "end.md")
        script(folder, ["goto 2"], "tcp-conversation", "--save", path)
        expect("## " in read(path), "from the screen, too")
        paths = [os.path.join(folder, name) for name in ("all.md", "all.c")]
        result = run("run", "--plain", "--auto", "a-socket-is-a-descriptor",
                     "--save", paths[0], "--save", paths[1])
        expect(result.returncode == 0 and "## " in read(paths[0]) and
               "int main(void)" in read(paths[1]), f"both: {result}")


def a_free_lab_is_saved_without_a_screen():
    with tempfile.TemporaryDirectory() as folder:
        lines = os.path.join(folder, "lines")
        with open(lines, "w", encoding="utf-8") as file:
            file.write("# what every server does\n"
                       "server: srv = socket(AF_INET, SOCK_STREAM, 0)\n"
                       "server: bind(srv, 127.0.0.1:12345)\n"
                       "save x.txt\n")
        script_path = os.path.join(folder, "typed")
        with open(script_path, "w", encoding="utf-8") as file:
            file.write(f"load {lines}\n"
                       "server: listen(srv, 5)\n"
                       "server: conn = accept(srv)\n"
                       "client: cli = socket(AF_INET, SOCK_STREAM, 0)\n"
                       "client: connect(cli, 127.0.0.1:12345)\n"
                       f"save {folder}/free.md\n"
                       f"save {folder}/free.c\n")
        result = run("shell", "--plain", script_path)
        expect(f"{lines}:4: save x.txt" in result.stderr, result.stderr)
        expect(result.returncode == 1, f"{result}")
        expect(f"wrote {folder}/free-server.c and {folder}/free-client.c" in
               result.stdout, result.stdout)
        draft = read(f"{folder}/free.md")
        expect("blocks" in draft and "server returns 4" in draft, draft)
        linted = run("lint", f"{folder}/free.md")
        expect(linted.returncode == 0, f"{linted}")


main([what_was_written_is_told, nothing_that_was_there_is_replaced,
      faults_are_told, a_lesson_is_loaded, a_script_is_loaded,
      the_run_is_saved_at_the_end, a_free_lab_is_saved_without_a_screen])
