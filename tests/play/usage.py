#!/usr/bin/env python3
"""usage: what a wrong command line, lesson, log or script leads to.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/usage.py [PROGRAM]
"""

import glob
import json
import os
import re
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (LESSONS, PROGRAM, TOP, Terminal,  # noqa: E402
                      expect, main, run)

QUESTIONS = os.path.join(LESSONS, "questions.md")
FAULTY = os.path.join(LESSONS, "faulty.md")
UNMET = os.path.join(LESSONS, "unmet.md")

# words of the command line; what the one line on standard error contains
WRONG = [
    (["lnt"], "lint"),
    (["nothing-like-it"], "unknown command"),
    (["udp"], "no command is called udp, but a lesson is: sockstep run udp"),
    (["--plain", "run", "udp"], "run stands behind options"),
    (["--auto", "run", "udp"], "other commands have it and go before it"),
    (["--plain", "nothing"], "unexpected argument nothing"),
    (["run"], "LESSON is missing"),
    (["run", "tcp-conversatoin"], "tcp-conversation"),
    (["run", "a", "b"], "unexpected argument b"),
    (["run", "--plian", "a"], "--plain"),
    (["run", "--form", "a"], "unknown option --form"),
    (["run", "--log"], "--log needs an argument"),
    (["run", "--pcap"], "--pcap needs an argument"),
    (["run", "--pcap", "/no/such/folder/x", QUESTIONS], "/no/such/folder"),
    (["run", "--log", "x", "--pcap", "x", QUESTIONS], "both would write x"),
    (["run", "--lang", "pyhton", "a"], "expected c or python"),
    (["run", "--auto=soon", "a"], "expected seconds"),
    (["run", "--to", "0", "a"], "expected the number of a step"),
    (["run", "--to", "9", QUESTIONS], "steps 1 to 2"),
    (["run", "no/such/file.md"], "no/such/file.md"),
    (["run", "--plain", "--script", "x", "a"], "--script"),
    (["run", "--script", "/no/such/script", QUESTIONS], "/no/such/script"),
    (["run", "--log", "/no/such/folder/log", QUESTIONS], "/no/such/folder"),
    (["list", "more"], "unexpected argument more"),
    (["lint"], "FILE is missing"),
    (["help", "rnu"], "run"),
    (["run", ""], "LESSON is an empty word"),
    (["--verison"], "--version"),
    (["run", "--plain=1", "a"], "--plain takes no value"),
    (["list", "--json=yes"], "--json takes no value"),
    (["--version", "extra"], "unexpected argument extra"),
    (["list", "--help", "extra"], "unexpected argument extra"),
    (["run", "-xy", "a"], "unknown option -x"),
    (["run", "--lang=", "a"], "--lang needs an argument"),
    (["run", "--log", "", "udp"], "--log needs an argument"),
    (["run", "--auto=", "udp"], "--auto needs an argument"),
    (["start"], "start: EXERCISE is missing"),
    (["new", "lesson"], "new: NAME is missing"),
    (["new", "thing"], "new thing: expected exercise or lesson"),
    (["complete", "--"], "complete: expected -- and the words so far"),
    (["grade", "echo"], "expected an exercise and a folder"),
    (["grade", "--merge"], "expected the folders of the shards"),
    (["notes", "x"], "expected the number of a talk"),
    (["shell", "--actors", "a,,b"], "a name is missing at a comma"),
    (["shell", "--actors", "a,"], "a name is missing at a comma"),
    (["shell", "--actors", "returns"], "expectations begin with it"),
    (["shell", "--actors", "a,2b"], "2b cannot name an actor"),
    (["menu", "extra"], "unexpected argument extra"),
    (["menu", "--theme", "drak"], "no theme is called drak"),
    (["menu", "--script", "/no/such"], "/no/such: No such file"),
    (["list", "--jsn"], "the nearest is --json"),
    (["run", "999"], "there is no lesson 999; sockstep list has"),
    (["run", "-1"], "unknown option -1"),
    (["run", "bind", "--auto=-1"], "expected seconds, 0 to 3600"),
    (["run", "bind", "--auto", "3"], "unexpected argument 3"),
    (["run", "bind", "--save", "x.foo"], "the end of the name says"),
    (["run", "bind", "--save", "/no/such/x.md"], "make its folder first"),
    (["run", "bind", "--save", "x.md", "--save", "x.md"], "both would write"),
    (["run", "bind", "--share", "relative"], "expected a path from /"),
    (["run", "bind", "--plain", "--record", "x"], "does not go with --plain"),
    (["run", "/tmp"], "Is a directory"),
    (["read", "nosuch"], "there is no lesson nosuch"),
    (["read", "bind", "extra"], "unexpected argument extra"),
    (["recall", "x"], "unexpected argument x"),
    (["shell", "/no/such"], "/no/such: No such file"),
    (["shell", "/tmp"], "/tmp: Is a directory"),
    (["shell", "-", "extra"], "unexpected argument extra"),
    (["shell", "--to", "3"], "unknown option --to"),
    (["shell", "--actors", "a,a"], "names that differ"),
    (["trace"], "program 1 is missing"),
    (["trace", "--writable=x", "ls"], "--writable takes no value"),
    (["trace", "/no/such"], "there is no such file"),
    (["trace", "."], "start .: it is a folder"),
    (["trace", "ls", "::"], "program 2 is missing"),
    (["trace", "--when", "listening:0", "ls", "::", "ls"], "listening:PORT"),
    (["trace", "--inject", "foo:error=EIO", "ls"], "the nearest is fork"),
    (["trace", "--inject", "send:error=ENOSUCH", "ls"], "is no errno"),
    (["trace", "--inject", "send:short=x", "ls"], "no number of bytes"),
    (["trace", "--inject", "send:short=0", "ls"], "say at least 1"),
    (["trace", "--host", "x=1.2.3", "ls"], "is no address with a prefix"),
    (["trace", "@nohost", "ls"], "there is no host named nohost"),
    (["trace", "--pid", "0"], "expected the number of a process"),
    (["trace", "--wait-for-ever", "ls"], "goes with --auto only"),
    (["trace", "--plain", "--auto", "--end-with", "x", "ls"],
     "no program has that name"),
    (["exercises", "x"], "unexpected argument x"),
    (["start", "nosuch"], "there is no exercise nosuch"),
    (["check", "nosuch"], "there is no exercise nosuch"),
    (["check", "echo", "--only", "99", "/bin/true"], "from 1 to"),
    (["check", "echo", "--step=99", "/bin/true"], "--step 99: it is no"),
    (["check", "echo", "--tap", "--json"], "do not go together"),
    (["check", "--seed", "-1"], "expected a whole number"),
    (["present", "nosuch"], "there is no lesson nosuch"),
    (["present", "bind", "--plain"], "unknown option --plain"),
    (["follow"], "HOST:PORT|URL is missing"),
    (["follow", "localhost:1883"], "the code of the room"),
    (["notes", "1.5"], "expected the number of a talk"),
    (["replay"], "FILE is missing"),
    (["replay", "/tmp"], "read the log /tmp: Is a directory"),
    (["replay", "/dev/null"], "has no events"),
    (["export", "bind"], "say what to write"),
    (["export", "bind", "--html", "a", "--md", "a"], "both would write a"),
    (["export", "bind", "--answers"], "--answers goes with --worksheet"),
    (["export", "--all", "/dev/null"], "make the folder /dev/null"),
    (["export", "bind", "--all", "x"], "bind is one word too many"),
    (["watch", "echo", "/no/such"], "/no/such: No such file"),
    (["grade", "echo", "x", "--jobs", "0"], "expected a number from 1"),
    (["grade", "echo", "x", "--shard", "3/2"], "expected I/N"),
    (["grade", "echo", "x"], "--out is missing"),
    (["new", "thing", "x"], "expected exercise or lesson"),
    (["present", "bind", "--broker", "mqtt://h", "--page", "room.html"],
     "--page room.html: expected an address"),
    (["present", "bind", "--share=127.0.0.1", "--broker", "mqtt://h"],
     "--share=ADDRESS and --broker do not go together"),
    (["new", "lesson", "7-x"], "two digits"),
    (["new", "lesson", ""], "NAME is an empty word"),
    (["lint", "/tmp"], "read /tmp: Is a directory"),
    (["doctor", "--json"], "unknown option --json"),
    (["progress", "--import", "/no/such"], "open /no/such: No such file"),
    (["progress", "--export", "/no/such/x"], "make its folder first"),
    (["progress", "--reset", "--export", "x"], "do not go together"),
    (["class", "/dev/null"], "/dev/null: Not a directory"),
    (["config", "/tmp"], "name a file that is not there yet"),
    (["config", ""], "FILE is an empty word"),
    (["complete", "bind"], "-- is missing before bind"),
    (["help", ""], "COMMAND is an empty word"),
    (["help", "run", "bind"], "unexpected argument bind"),
    (["start", "bind"], "bind is a lesson and no exercise"),
    (["check", "bind"], "sockstep run bind opens it"),
    (["grade", "bind", "/tmp", "--out", "/no/x"], "bind is a lesson and no"),
    (["run", "first-client"], "first-client is an exercise and no lesson"),
    (["read", "first-client"], "sockstep start first-client begins it"),
    (["start", "bnid"], "there is no exercise bnid"),
    (["run", "bind", "--lang", "c", "--lang=python"],
     "--lang is given twice: c and python"),
    (["run", "bind", "--auto", "--auto=3"],
     "--auto is given twice, with 3 and without"),
    (["run", "bind", "--to", "2", "--to", "3"], "twice: 2 and 3"),
    (["check", "echo", "--only", "1", "--only", "2"], "twice: 1 and 2"),
    (["progress", "--import", "x", "--import", "y"], "twice: x and y"),
    (["run", "bind", "--auto=1e3"], "--auto=1e3: expected seconds"),
    (["run", "bind", "--auto=0x10"], "--auto=0x10: expected seconds"),
    (["run", "bind", "--auto=."], "--auto=.: expected seconds"),
    (["run", "bind", "--auto=nan"], "--auto=nan: expected seconds"),
    (["run", "bind", "--to", "+2"], "--to +2: expected the number"),
    (["run", "bind", "--to", " 2"], "--to  2: expected the number"),
    (["trace", "--pid", "+1"], "--pid +1: expected the number"),
    (["check", "echo", "--seed", "+1"], "--seed +1: expected a whole"),
    (["grade", "echo", "x", "--jobs", " 1"], "--jobs  1: expected a number"),
    (["grade", "echo", "x", "--shard", "1/ 2"], "expected I/N"),
    (["trace", "--to", "3", "ls"], "--to: other commands have it"),
    (["menu", "--log", "x"], "--log: other commands have it"),
    (["trace", "--inject", "send:error=EIO:error=EPIPE", "ls"],
     "error= is there twice"),
    (["trace", "--inject", "send:when=2:error=EIO:when=3", "ls"],
     "when= is there twice"),
    (["trace", "--inject", "send:error=EIO:short=3", "ls"],
     "short= does not go with it"),
    (["trace", "--inject", "send:short=3:error=EIO", "ls"],
     "short= does not go with it"),
    (["trace", "--host", "x=10.0.0.1/24", "--host", "x=10.0.0.2/24", "ls"],
     "--host x is given twice"),
    (["new", "lesson", "bind"], "bind is the name of "),
    (["new", "exercise", "first-client"], "first-client is the name of "),
    (["shell", "--actors", "a", "b", "--actors", "c"], "twice: a and c"),
    ([""], "COMMAND is an empty word"),
    (["trace", "@"], "the name of a host behind @"),
    (["present", "first-client"], "is an exercise and no lesson"),
    (["export", "first-client", "--md", "/dev/null"], "is an exercise and no"),
]

# The twins: the same words where nothing is wrong with them.
RIGHT = [
    ["run", QUESTIONS, "--lang", "c", "--lang=c", "--plain", "--plain"],
    ["run", QUESTIONS, "--auto=0.0", "--to", "2"],
    ["trace", "--inject", "send:error=EIO", "--inject", "send:short=3",
     "--host", "x=10.0.0.1/24,fd00::1/64", "--host", "y=10.0.0.2/24", "true"],
    ["trace", "--inject", "send:error=EIO:delay_enter=1:when=2", "true"],
]


def what_is_right_is_taken():
    for words in RIGHT:
        result = run(*words)
        expect(result.returncode == 0 and not result.stderr,
               f"{words}: {result}")


def wrong_usage_is_told_in_one_line():
    for words, text in WRONG:
        result = run(*words)
        lines = result.stderr.splitlines()
        expect(result.returncode == 2, f"{words}: {result.returncode}")
        expect(not result.stdout, f"{words}: prints {result.stdout}")
        expect(len(lines) == 1 and lines[0].startswith("sockstep: ") and
               text in lines[0], f"{words}: {result.stderr}")


def a_file_that_lacks_its_folder_is_told():
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "draft"), "w", encoding="utf-8"):
            pass
        result = run("read", "draft", cwd=folder)
        other = run("read", "drafts", cwd=folder)
    expect(result.returncode == 2 and "for the file of that name write "
           "./draft" in result.stderr, f"{result}")
    expect(other.returncode == 2 and "file" not in other.stderr, f"{other}")


def a_lesson_without_a_number_is_told():
    """In a folder of lessons; by its file it can be opened."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("01-questions.md", "more.md", "README.md"):
            with open(QUESTIONS, encoding="utf-8") as lesson:
                text = lesson.read()
            if name == "more.md":
                text = text.replace("id: questions", "id: more", 1)
            with open(os.path.join(folder, name), "w",
                      encoding="utf-8") as file:
                file.write("Notes." if name == "README.md" else text)
        named = run("read", "more", SOCKSTEP_LESSONS=folder)
        listed = run("list", SOCKSTEP_LESSONS=folder)
        opened = run("read", os.path.join(folder, "more.md"))
    expect(named.returncode == 2 and "has no number; expected one such as "
           "06-more.md" in named.stderr, f"{named}")
    expect("06-more.md" in listed.stdout + listed.stderr and
           "README" not in listed.stdout + listed.stderr, f"{listed}")
    expect(opened.returncode == 0, f"{opened}")


def installed_manuals():
    folders = os.path.join(os.path.dirname(sys.argv[1]), "datadir")
    with open(folders, encoding="utf-8") as file:
        return [word for word in file.read().split()
                if word.endswith("/man")]


def all_commands():
    return re.findall(r"(?m)^  ([a-z]+) ", run("help").stdout)


def every_option_wrong_is_told():
    """For each option of each command: with a value, without, with an empty
    one; and words that no command has."""
    tried = 0
    for command in all_commands():
        wrong = [(["--nonsense"], "unknown option --nonsense"),
                 (["-Z"], "unknown option -Z")]
        for line in run(command, "--help").stdout.splitlines():
            found = re.match(r"  (--[a-z-]+)(\[=\S+\])?( \S+)?  +", line)
            if not found:
                continue
            option, may, must = found.groups()
            needs = f"{option} needs an argument"
            empty = f"{needs}, and has an empty one"
            if must:
                wrong += [([option], needs), ([option, ""], empty),
                          ([f"{option}="], empty)]
            elif may:
                wrong += [([f"{option}="], empty)]
            else:
                wrong += [([f"{option}=x"], f"{option} takes no value"),
                          ([f"{option}="], f"{option} takes no value")]
        for words, told in wrong:
            result = run(command, *words)
            expect(result.returncode == 2 and not result.stdout and
                   told in result.stderr, f"{command} {words}: {result}")
        tried += len(wrong)
    expect(tried > 300, f"only {tried} were tried")


def every_command_has_help():
    for command in all_commands():
        for words in ((command, "--help"), (command, "-h"),
                      ("help", command)):
            result = run(*words)
            expect(result.returncode == 0 and
                   result.stdout.startswith(f"usage: sockstep {command}"),
                   f"{words}: {result}")
    for words in (("help",), ("--help",)):
        result = run(*words)
        expect(result.returncode == 0 and "doctor" in result.stdout,
               f"{words}: {result}")
        # Where `make install` would put the page; none, and none is named.
        is_there = any(os.path.exists(f"{man}/man1/sockstep.1{end}")
                       for man in installed_manuals() for end in ("", ".gz"))
        expect(("man sockstep" in result.stdout) == is_there,
               f"{words}: {result.stdout[-200:]}")
    expect(run("--version").stdout.startswith("sockstep "), "--version")


def doctor_looks_for_what_lessons_run():
    """What no package of its own brings is there wherever a shell is."""
    everywhere = {"od", "prlimit", "nstat"}
    looked = run("doctor").stdout
    for name in glob.glob(os.path.join(TOP, "lessons/[0-9]*.md")):
        with open(name, encoding="utf-8") as file:
            found = re.search(r"(?m)^needs: \[(.*)\]$", file.read())
        for tool in re.split(", *", found.group(1)) if found else ():
            expect(tool in everywhere | {"wire", "namespaces"} or
                   re.search(rf"(?m)^[a-z]+ +{tool}: ", looked,
                             re.IGNORECASE), f"{name}: {tool}")


def faulty_lessons_are_refused():
    lint = run("lint", "--form", FAULTY, QUESTIONS)
    expect(lint.returncode == 2, f"lint: {lint}")
    faults = lint.stdout.splitlines()
    for line in (17, 20, 25):
        expect(any(f.startswith(f"{FAULTY}:{line}: ") for f in faults),
               f"no fault at line {line}: {lint.stdout}")
    result = run("run", FAULTY)
    expect(result.returncode == 2, f"run: {result}")
    expect(not result.stdout, "nothing is run")
    expect(all(fault in result.stderr for fault in faults),
           f"all faults are told: {result.stderr}")


def unmet_expectations_are_told():
    expect(run("lint", "--form", UNMET).returncode == 0, "its form is right")
    lint = run("lint", UNMET, QUESTIONS)
    expect(lint.returncode == 1, f"lint: {lint}")
    expect(lint.stdout == f"{UNMET}:23: expected returns 42, found "
           "returns 3\n", f"lint: {lint}")
    result = run("run", UNMET)
    expect(result.returncode == 1 and "returns 42" in result.stdout,
           f"run: {result}")


def list_is_json():
    lessons = json.loads(run("list", "--json").stdout)
    expect(all(one["beats"] > 0 and one["title"] for one in lessons),
           "every lesson has beats and a title")


def progress_is_kept():
    with tempfile.TemporaryDirectory() as state:
        env = {"XDG_STATE_HOME": state, "SOCKSTEP_LESSONS": None}
        run("run", QUESTIONS, **env)
        with open(os.path.join(state, "sockstep/progress.json"),
                  encoding="utf-8") as file:
            kept = json.load(file)["lessons"]["questions"]
    expect(kept["beats"] == 3 and kept["state"] == "played",
           f"with every question left out it was only played: {kept}")


def log_has_every_event():
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as log:
        result = run("run", "--log", log.name, QUESTIONS)
        events = [json.loads(line) for line in log]
    expect(result.returncode == 0, f"{result}")
    kinds = [event["event"] for event in events]
    expect(kinds[:3] == ["begin", "lab", "actor"], f"begins so: {kinds}")
    expect(abs(events[0]["wall"] - time.time()) < 60, f"{events[0]}")
    expect(kinds.count("step") == 6, f"each beat begins and ends: {kinds}")


def full_log_is_told_once():
    result = run("run", "--log", "/dev/full", QUESTIONS)
    expect(result.returncode == 1, f"status {result.returncode}")
    expect("This was the last call." in result.stdout, "the lesson goes on")
    expect(result.stderr.count("No space left on device") == 1 and
           result.stderr.count("\n") == 1, f"one sentence: {result.stderr}")


def full_capture_is_told_once():
    for words in [[], ["--log", "/dev/null"]]:
        result = run("run", "--pcap", "/dev/full", *words, QUESTIONS)
        expect(result.returncode == 1, f"status {result.returncode}")
        expect("This was the last call." in result.stdout, "it is played")
        expect(result.stderr.count("No space left on device") == 1 and
               result.stderr.count("\n") == 1, f"one line: {result.stderr}")
    result = with_script("key space\nanswer b\n", "run", "--pcap",
                         "/dev/full", QUESTIONS)
    expect(result.returncode == 1 and
           result.stderr.count("No space left on device") == 1, f"{result}")


def captures_are_written():
    with tempfile.TemporaryDirectory() as folder:
        ended, now, shown = (os.path.join(folder, name)
                             for name in ("ended", "now", "shown"))
        result = with_script(
            f"goto 3\npcap {now}\nscreen {shown}\npcap /no/such/folder/x\n"
            f"screen {shown}2\npcap {ended}\nscreen {shown}3\nreset\n"
            "goto 3\n", "run", "tcp-conversation", "--pcap", ended)
        screens = [open(shown + end, encoding="utf-8").read()
                   for end in ("", "2", "3")]
        files = [open(name, "rb").read() for name in (now, ended)]
    # What a line of the script cannot do is told where nobody sees the screen.
    expect(result.returncode == 1, f"{result}")
    told = result.stderr.strip().split("\n")
    expect(len(told) == 2 and ":4: write the packets to" in told[0] and
           ":6: pcap" in told[1], f"{told}")
    expect(f"wrote 3 packets to {now}" in screens[0], screens[0])
    expect("/no/such/folder/x: No such file" in screens[1], screens[1])
    expect("--pcap writes this file" in screens[2], screens[2])
    begin = bytes.fromhex("0a0d0d0a")
    expect(files[0].startswith(begin), "a section")
    expect(files[1].count(begin) == 2, "a section for each run")
    expect(files[1].startswith(files[0]), "the first run is in it")


def full_log_is_told_on_the_screen():
    with Terminal([PROGRAM, "run", "--log", "/dev/full", QUESTIONS]) as t:
        t.until("No space left on device")
        t.send("b")
        t.until("= 3")
        t.send("q")
        expect(t.ended() == 1, "it ends with status 1")


def with_script(text, *words):
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as script:
        script.write(text)
        script.flush()
        return run(*words, "--script", script.name)


def scripts_are_checked_first():
    result = with_script("next\n\n# no\nnxet\n", "run", QUESTIONS)
    expect(result.returncode == 2 and ":4: " in result.stderr and
           "next" in result.stderr, f"{result}")


def scripts_play():
    with tempfile.TemporaryDirectory() as folder:
        screens = [os.path.join(folder, name) for name in "abc"]
        result = with_script(
            f"screen {screens[0]}\nkey space\nscreen {screens[1]}\n"
            f"answer b\nnext\nkey ?\nscreen {screens[2]}\nquit\n",
            "run", QUESTIONS)
        shown = [open(name, encoding="utf-8").read() for name in screens]
    expect(result.returncode == 0, f"{result}")
    expect("Which number" in shown[0], shown[0])
    expect("say what you expect first" in shown[1], shown[1])
    expect("ECONNREFUSED" in shown[2], shown[2])
    expect(all(len(text.splitlines()) == 24 for text in shown),
           "screens have 24 rows")


def rewound_lessons_meet_their_expectations():
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as log:
        result = with_script("goto 4\nrewind 2\ngoto 4\nrewind\nreset\n"
                             "goto 4\n", "run", "tcp-conversation", "--log",
                             log.name)
        events = [json.loads(line) for line in log]
    unmet = [event for event in events
             if event["event"] == "check" and not event["met"]]
    expect(not unmet, f"unmet: {unmet}")
    expect(result.returncode == 0, f"{result}")


if __name__ == "__main__":
    main([wrong_usage_is_told_in_one_line, what_is_right_is_taken,
          a_file_that_lacks_its_folder_is_told,
          a_lesson_without_a_number_is_told, every_command_has_help,
          every_option_wrong_is_told,
          doctor_looks_for_what_lessons_run, faulty_lessons_are_refused, unmet_expectations_are_told,
          list_is_json, progress_is_kept, log_has_every_event,
          full_log_is_told_once, full_capture_is_told_once,
          captures_are_written, full_log_is_told_on_the_screen,
          scripts_are_checked_first, scripts_play,
          rewound_lessons_meet_their_expectations])
