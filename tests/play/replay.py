#!/usr/bin/env python3
"""replay: the moves of a run, in its log and shown again from there.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/replay.py [PROGRAM]
"""

import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (PROGRAM, Terminal, environment, expect,  # noqa: E402
                      main, run)


def shell(folder, lines):
    """A free lab; returns the path of its log."""
    log = os.path.join(folder, "run.log")
    result = subprocess.run([PROGRAM, "shell", "--plain", "--log", log],
                            input=lines, text=True, capture_output=True,
                            env=environment(), timeout=400, check=False)
    expect("actor add" not in result.stderr, f"{result}")
    return log


def script(folder, lines, *words):
    """Commands for the screen; returns the path of the log."""
    path = os.path.join(folder, "script")
    log = os.path.join(folder, "run.log")
    with open(path, "w", encoding="utf-8") as file:
        file.write(lines)
    result = run("run", *words, "--script", path, "--log", log)
    expect(not result.stderr, f"{result}")
    return log


def events_of(log):
    with open(log, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def moves_of(log):
    """What became of the labs and moves: the members that matter."""
    rows = []
    for event in events_of(log):
        if event["event"] == "lab":
            rows.append(("lab", event["phase"], event["lab"]))
        if event["event"] == "move":
            rows.append((event["phase"], event["number"],
                         event.get("move", event.get("beats"))))
    return rows


def it_goes_on_by_itself():
    """Move by move, to the end; tests/unit/journal_course.c has the pace."""
    with tempfile.TemporaryDirectory() as folder:
        log = shell(folder, "sh echo one\nsh echo two\nsh echo three\n")
        with Terminal([PROGRAM, "replay", "--auto", log]) as t:
            t.until("replay, move 1 of 3")
            t.until("replay, move 3 of 3")
            t.send("q")
            expect(t.ended() == 0, "it ends")


def own_moves_are_in_the_log():
    with tempfile.TemporaryDirectory() as folder:
        log = shell(folder, "actor add third\nkill third SIGTERM\nsh true\n"
                            "frob()\nclose(nothing)\nsh true\n")
        rows = moves_of(log)
        expect(rows == [
            ("lab", "begun", 1), ("lab", "stands", 1),
            ("begun", 1, "add third"), ("over", 1, 0),
            ("begun", 2, "kill third SIGTERM"), ("over", 2, 0),
            ("begun", 3, 'sh "true"'), ("over", 3, 0),
            ("begun", 4, 'sh "true"'), ("over", 4, 0),
        ], f"{rows}")
        kinds = [event["event"] for event in events_of(log)]
        end = [i for i, event in enumerate(events_of(log))
               if event.get("phase") == "ended"]
        begins = [i for i, kind in enumerate(kinds) if kind == "move"]
        expect(begins[2] < end[0] < begins[3], "its end is that of the move")


def a_rewind_takes_back():
    with tempfile.TemporaryDirectory() as folder:
        log = script(folder, "goto 1\nsh true\nkey space\nrewind\n"
                             "key space\nquit\n", "tcp-conversation")
        rows = moves_of(log)
        backs = [i for i, row in enumerate(rows) if row[0] == "back"]
        expect(backs, f"{rows}")
        before, after = rows[:backs[0]], rows[backs[0] + 1:]
        kept = rows[backs[0]][1]
        made = [row[2] for row in before if row[0] == "begun"]
        again = [row[2] for row in after if row[0] == "begun"]
        expect("beat" in made and 'sh "true"' in made, f"{made}")
        expect(again[:kept] == made[:kept], f"{rows}")
        expect(("lab", "begun", 2) in after, f"{rows}")


def replay(log, *words, prefix=(), **env):
    return subprocess.run([*prefix, PROGRAM, "replay", *words, log], text=True,
                          stdin=subprocess.DEVNULL, capture_output=True,
                          env=environment(**env), timeout=400, check=False)


def a_lesson_is_told_again():
    """In the same words as it was told, but for the last line."""
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "run.log")
        told = run("run", "tcp-conversation", "--plain", "--auto=0", "--log",
                   log)
        again = replay(log)
        expect(again.returncode == 0 and not again.stderr, f"{again}")
        end = told.stdout.index("\nThe end of")
        expect(again.stdout == told.stdout[:end],
               f"{told.stdout}\nbecame\n{again.stdout}")


def what_time_did_is_not_told_of_the_move_before():
    """A copy that comes while somebody reads is seen on the screen, and is no
    part of what the move did."""
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "run.log")
        told = run("run", "tcp-conversation", "--plain", "--auto=0", "--log",
                   log)
        with open(log, encoding="utf-8") as file:
            lines = file.readlines()
        events = [json.loads(line) for line in lines]
        packet = next(i for i, event in enumerate(events)
                      if event["event"] == "packet")
        over = next(i for i, event in enumerate(events)
                    if i > packet and event["event"] == "move"
                    and event["phase"] == "over")
        copy = json.dumps({**events[packet], "number": 999}) + "\n"
        end = told.stdout.index("\nThe end of")
        for place, same in ((over + 1, True), (over, False)):
            with open(log, "w", encoding="utf-8") as file:
                file.writelines(lines[:place] + [copy] + lines[place:])
            again = replay(log)
            expect((again.stdout == told.stdout[:end]) == same,
                   f"{same}: {told.stdout}\nbecame\n{again}")


def what_is_all_made_again_is_told_once():
    with tempfile.TemporaryDirectory() as folder:
        log = script(folder, "goto 2\nrewind\nnext\nquit\n",
                     "tcp-conversation")
        backs = [event["number"] for event in events_of(log)
                 if event["event"] == "move" and event["phase"] == "back"]
        lines = replay(log).stdout.splitlines()
        calls = [line for line in lines if ") = " in line]
        expect(len(backs) == 1 and backs[0] > 1, f"{backs}")
        expect(calls and len(calls) == len(set(calls)), f"{calls}")


def no_lab_is_needed():
    forbid = ("unshare", "-rm", "sh", "-c",
              "echo 0 >/proc/sys/user/max_user_namespaces && "
              "echo 0 >/proc/sys/user/max_net_namespaces && exec \"$@\"",
              "sh")
    try:
        subprocess.run([*forbid, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        print("# no user namespace can be made here", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        log = shell(folder, "s = socket(AF_INET, SOCK_STREAM, 0)\n"
                            "actor add third\nkill third SIGTERM\nsh true\n")
        here, there = replay(log), replay(log, prefix=forbid)
        lines = here.stdout
        for words in ("socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3",
                      "third is here now", "third ended, killed by SIGTERM",
                      "output: nothing"):
            expect(words in lines, f"{words}: {lines}")
        expect("is made for real" not in lines, lines)
        expect(there.returncode == 0 and there.stdout == lines, f"{there}")


def programs_are_told_again():
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "run.log")
        code = ("import socket; s = socket.socket(); "
                "s.bind(('127.0.0.1', 0)); s.listen(); s.close()")
        told = run("trace", "--plain", "--auto", "--log", log,
                   sys.executable, "-c", code)
        if told.returncode == 3:
            return  # this machine forbids tracing
        again = replay(log)
        calls = [line for line in told.stdout.splitlines() if " = " in line]
        expect(len(calls) >= 4, told.stdout)
        expect(all(line in again.stdout for line in calls),
               f"{told.stdout}\nbecame\n{again.stdout}")


def keys_go_through_it():
    with tempfile.TemporaryDirectory() as folder:
        log = script(folder, "goto 2\nsh true\nquit\n", "tcp-conversation")
        before = os.path.getmtime(log)
        with Terminal([PROGRAM, "replay", log]) as t:
            t.until("replay")
            t.send("    ")
            t.until("replay, move 4 of 4")
            t.until("your own call")
            t.send(" ")
            t.until("the replay is over")
            t.send("p")
            t.until("replay, move 3 of 4")
            t.send("w")
            t.until("calls and packets")
            t.send("q:close(3)\r")
            t.until("this is a replay, which can only be looked at")
            t.send(":rewind\r")
            t.until("rewind: this is a replay")
            t.send(":reset\r")
            t.until("no lab is built")
            t.send("\x1b")
            t.until("all keys")
            t.send("q")
            expect(t.ended() == 0, "its status")
        expect(os.path.getmtime(log) == before, "the log is only read")


def rewinds_and_lessons_follow_each_other():
    with tempfile.TemporaryDirectory() as folder:
        log = script(folder, "goto 2\nback\nrewind\nsh true\nreset\nnext\n"
                             "quit\n", "tcp-conversation")
        lines = replay(log).stdout
        expect(lines.count("# A whole TCP conversation") == 2, lines)
        expect(lines.count("listen(3, 1) = 0") == 1, "not what is made again")
        expect(lines.count("output: nothing") == 1, lines)


def plain_words_of_a_replay_are_those_that_it_has():
    """What would need a lab is not offered where there is none."""
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "run.log")
        words = ["run", "tcp-conversation", "--plain"]
        run(*words, "--auto=0", "--to", "2", "--log", log)
        for argv, has_lab in ((words, True),
                              (["replay", "--plain", log], False)):
            with Terminal([PROGRAM, *argv], 100, 40) as t:
                t.until("to go on, q to quit")
                t.send("h\n")
                t.until("help line tells how")
                text = t.screen.text()
                for offer in ("r rewinds", "N opens", "a letter answers"):
                    expect((offer in text) == has_lab, f"{offer}: {text}")
                expect(("looks at what was" in text) != has_lab, text)
                t.send("q\n")
                expect(t.ended() == 0, "it ends")


def what_is_missing_is_said():
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "run.log")
        run("run", "tcp-conversation", "--plain", "--auto=0", "--to", "2",
            "--log", log)
        with open(log, encoding="utf-8") as file:
            lines = file.readlines()
        changed = [re.sub("(\"digest\": -?[0-9]*)[0-9]", r"\1", line)
                   for line in lines]
        old = [line for line in lines
               if '"event": "lab"' not in line
               and '"event": "move"' not in line]
        version = re.compile(r'"version": \d+')
        old[0] = re.sub(version.pattern + ", ", "", old[0])
        newer = [version.sub('"version": 9', lines[0])] + lines[1:]
        for text, status, why in (
                (changed, 0, "its words are left out"),
                (old, 0, "of an older sockstep"),
                (lines[:-1] + [lines[-1][:-20]], 0,
                 "the log ends in the middle of a line"),
                (lines[:-1] + [lines[-1][:-20] + "\n"], 2, "column"),
                (newer, 2, "run.log:1: version: 9 is of a newer sockstep"),
                (["{}\n"], 2, "run.log:1: event"),
                ([], 2, "has no events")):
            with open(log, "w", encoding="utf-8") as file:
                file.writelines(text)
            result = replay(log)
            expect(result.returncode == status and why in result.stderr,
                   f"{why}: {result}")
            expect(status or "listen(3, 1) = 0" in result.stdout,
                   f"{why}: {result}")
        expect("no-such.log" in replay("no-such.log").stderr, "no file")


main([own_moves_are_in_the_log, a_rewind_takes_back, a_lesson_is_told_again,
      what_time_did_is_not_told_of_the_move_before,
      what_is_all_made_again_is_told_once,
      no_lab_is_needed, programs_are_told_again, keys_go_through_it,
      rewinds_and_lessons_follow_each_other,
      plain_words_of_a_replay_are_those_that_it_has, what_is_missing_is_said])
