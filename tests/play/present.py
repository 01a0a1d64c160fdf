#!/usr/bin/env python3
"""present: a lesson before a room, in small terminals.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/present.py [PROGRAM]
"""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile

sys.path.remove(os.path.dirname(os.path.abspath(__file__)))
import socket  # noqa: E402  not the test of that name beside this one

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (PROGRAM, Terminal, descendants,  # noqa: E402
                      environment, expect, main, run)

SMALL = {"width": 60, "height": 18}


def present(what, *words, **size):
    return Terminal([PROGRAM, "present", what, *words], **(size or SMALL))


def shown(terminal):
    return terminal.screen.text()


def a_question_waits_for_the_presenter():
    with present("accept") as t:
        t.until("what this is about")
        t.send(" ")
        t.until("= 0 ")
        t.until("space next")
        t.send(" ")
        t.until("page 1 of 2")
        expect("I don't know" not in shown(t), "it asks before it tells")
        t.send("?")
        t.until("all keys")
        t.until(lambda: "page 1 of 2" not in shown(t), "the help is open")
        t.send("\x1b")
        t.until("page 1 of 2")
        t.send(" ")
        t.until("?) I don't know")
        t.until("space reveal")
        expect("The kernel said" not in shown(t), "no answer yet")
        # Letters are for votes, and answer nothing.
        t.send("a12b3d7\x7f?4")
        t.until("I don't know 4")
        for text in ("socket. 12", "client. 3", "The port of the client. 0",
                     "None. 0"):
            t.until(text)
        # What somebody does by mistake gives no answer away, and ends nothing.
        t.send("x")
        t.until("the call in a whole program")
        t.send("\x1b")
        t.until("?) I don't know")
        t.send("\x03")
        t.until("End the talk?")
        t.send("n")
        t.until("space reveal")
        expect("The kernel said" not in shown(t), "no answer yet")
        t.send(" ")
        t.until("The kernel said: a)")
        t.until("The room said: a) 12, b) 3, c) 0, d) 0, ?) 4.")
        t.send("q")
        t.until("End the talk?")
        t.send("y")
        expect(t.ended() == 0, "y ends it")
        t.check_modes()


def votes_are_in_the_log():
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "room.log")
        with present("accept", "--log", log) as t:
            t.until("what this is about")
            t.send("  ")
            t.until("page 1 of 2")
            t.send(" ")
            t.until("?) I don't know")
            t.send("a1")
            t.until("socket. 1")
            # A new lab asks again, and what was said still stands.
            t.send("r")
            t.until("new lab")
            t.send("2b3?4")
            t.until("I don't know 4")
            t.until("socket. 12")
            t.send(" ")
            t.until("The room said: a) 12, b) 3, c) 0, d) 0, ?) 4.")
            # Behind the next question's beat these words are gone.
            t.send(" ")
            t.until("page 2 of 2")
            end(t)
        said = "The room said: a) 12, b) 3, c) 0, d) 0, ?) 4."
        result = run("replay", log, "--plain", "--auto")
        expect(said in " ".join(result.stdout.split()), result.stdout)
        page = os.path.join(folder, "page.md")
        result = run("export", log, "--md", page)
        expect(result.returncode == 0, f"{result}")
        with open(page, encoding="utf-8") as file:
            expect(file.read().count("The room said") == 1, "in the page")
        # A class counts them, and those of another room.
        shutil.copy(log, os.path.join(folder, "other.log"))
        told = run("class", folder).stdout
        expect("Votes in 2 talks\n  accept, step " in told and
               "\n     24  " in told and "\n      8  don't know\n" in told,
               told)
        asked, = json.loads(run("class", folder, "--json").stdout)["votes"]
        expect([one["count"] for one in asked["options"]] == [24, 6, 8] and
               asked["lesson"] == "accept" and
               asked["options"][2]["choice"] is None, f"{asked}")
        with open(os.path.join(folder, "cut.log"), "w",
                  encoding="utf-8") as file:
            file.write('{"event": "vote", "st')
        cut = run("class", folder)
        expect(cut.returncode == 1 and "cut.log" in cut.stderr and
               "left out" in cut.stderr and "Votes in 2" in cut.stdout,
               f"{cut}")
        # Who presents that log asks another room.
        with present(log) as t:
            t.until("what this is about")
            t.send("  ")
            t.until("move 2 of 3")
            t.until("page 1 of 2")
            t.send(" ")
            t.until("?) I don't know")
            expect("socket. 12" not in shown(t), "it asks before it tells")
            t.send(" ")
            t.until(said)
            end(t)


def light_blank_and_outline():
    with present("accept") as t:
        t.until("what this is about")
        t.send("l")
        t.until(">kernel")
        t.send("j")
        t.until(lambda: ">kernel" not in shown(t) and "> " in shown(t))
        t.send("\x1b")
        t.until(lambda: ">" not in shown(t))
        t.send("B")
        t.until(lambda: not shown(t).strip())
        t.send(" ")
        t.until("what this is about")
        expect("the beginning" in shown(t), "the key did no more than that")
        t.send("g")
        t.until("the steps: Enter goes to one")
        t.send("jj\r")
        t.until("next, step 3 of 6")
        t.send("R")
        t.until("the lesson begins anew")
        t.until("the beginning")
        t.send("q")
        t.until("End the talk?")
        t.send("y")
        expect(t.ended() == 0, "it ends")


def a_lesson_directs_attention_itself():
    with present("accept") as t:
        t.until("what this is about")
        t.send("g")
        t.until("the steps: Enter goes to one")
        t.send("j\r")
        t.until("2 waiting")
        t.until("page 1 of 2")
        t.send(" ")
        t.until("?) I don't know")
        t.send(" ")
        t.until("The kernel said: a)")
        # The row of the new connection, and not that of the listener.
        t.until(lambda: [line for line in shown(t).splitlines()
                         if line.strip().startswith(">")
                         and "server" in line and "ESTAB" in line])
        expect(shown(t).count(">") == 1, shown(t))
        t.send("\x1b")
        t.until(lambda: ">" not in shown(t))
        # What comes next has all of its page bright.
        t.send(" ")
        t.until("page 2 of 2")
        expect(">" not in shown(t), shown(t))
        end(t)


WAITS = """---
id: waits
title: A lesson that waits
module: 9 Tests
kind: extension
objective: Wait.
requires: []
minutes: {demo: 1, lab: 1}
actors: {server: {}}
---

## Get ready: a socket

```c server
s = socket(AF_INET, SOCK_STREAM, 0);
```

## Look around: a command that waits

```sh
sleep 0.7
```

## Hang up: closed

```c server
close(s);
```
"""


def a_rewind_says_what_it_waits_for():
    with tempfile.TemporaryDirectory() as folder:
        lesson = os.path.join(folder, "waits.md")
        with open(lesson, "w", encoding="utf-8") as file:
            file.write(WAITS)
        with present(lesson) as t:
            t.until("May they run?")
            t.send("y\r")
            t.until("what this is about")
            t.send(" ")
            t.until("sleep 0.7")
            t.send("r")
            t.until("rewound:")
            expect(b"back in about" not in t.raw, "a call has no clock")
            t.send(" ")
            t.until("step 2 of 3")
            t.send("r")
            t.until("sleep 0.7 (step 2) takes its")
            expect(b"back in about" in t.raw, "how long it takes")
            t.until("rewound:")
            # Where it goes to is on the screen before the lab is there.
            t.send(" ")
            t.until("step 3 of 3")
            t.send(":rewind 3\r")
            t.until(lambda: "back in about" in shown(t) and
                    "viewing step 2, live at step 3" in shown(t))
            t.until("rewound:")
            expect("viewing" not in shown(t), "live again")
            end(t)


def a_terminal_that_shrinks():
    with present("accept", width=120, height=40) as t:
        t.until("what this is about")
        t.send("l")
        t.until(lambda: "\n>" in shown(t))
        t.send("jj ")
        # "step 1 of 6" also announces the next one at the beginning.
        t.until("· reach the server")
        for width, height in ((60, 18), (40, 12), (30, 8), (60, 18)):
            t.resize(width, height)
            t.until("needs 40" if width < 40 else "step 1 of 6 · reach")
        t.send(" ")
        t.until("2 waiting")
        t.send("q")
        t.until("End the talk?")
        t.send("y")
        expect(t.ended() == 0, "it ends")


def a_log_is_presented_as_the_lesson():
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "run.log")
        result = run("run", "accept", "--plain", "--auto", "--log", log)
        expect(result.returncode == 0, f"{result}")
        with present(log) as t:
            t.until("what this is about")
            t.until("space: client: connect(one")
            t.send("  ")
            t.until("move 2 of")
            t.until("page 1 of 2")
            expect("I don't know" not in shown(t), "it asks before it tells")
            t.send(" ")
            t.until("?) I don't know")
            t.send(" ")
            t.until("The kernel said: a)")
            t.send("q")
            t.until("End the talk?")
            t.send("y")
            expect(t.ended() == 0, "it ends")


def it_needs_a_terminal():
    result = run("present", "accept")
    expect(result.returncode == 2 and "terminal" in result.stderr,
           f"{result}")


def sockets(folder):
    return [os.path.join(folder, "sockstep", name)
            for name in os.listdir(os.path.join(folder, "sockstep"))]


def talk(folder, lesson="accept", **size):
    return Terminal([PROGRAM, "present", lesson], XDG_RUNTIME_DIR=folder,
                    **(size or SMALL))


def notes(folder, *words, **size):
    return Terminal([PROGRAM, "notes", *words], XDG_RUNTIME_DIR=folder,
                    **size)


def end(terminal):
    terminal.send("q")
    terminal.until("End the talk?")
    terminal.send("y")
    expect(terminal.ended() == 0, "y ends it")


def notes_follow_and_lead():
    with tempfile.TemporaryDirectory() as folder, talk(folder) as t:
        t.until("what this is about")
        path, = sockets(folder)
        expect(stat.S_IMODE(os.stat(path).st_mode) == 0o600, "only ours")
        with notes(folder) as first, notes(folder) as second:
            for n in (first, second):
                n.until("goes on: client calls connect(one")
                n.until("Seven minutes. Draw a table")
                n.until("of 7 min")
            first.send("  ")
            t.until("page 1 of 2")
            second.until("turns to page 2 of 2: the question")
            second.send(" ")
            t.until("?) I don't know")
            first.until("reveals the answer: server calls a = accept(srv)")
            expect("RIGHT a) 12345" in shown(first), "the right one")
            expect("M11: Look at the local" in shown(first), "why not")
            t.send("c21")
            first.until("votes for c: 21")
            first.send(" ")
            t.until("The kernel said: a)")
            second.until("the question that was asked")
            first.send("B")
            t.until(lambda: not shown(t).strip())
            second.until("it is blank now")
            second.send(" ")
            t.until("The kernel said: a)")
            # One that is killed takes nothing with it.
            first.process.kill()
            first.process.wait()
            t.send(" ")
            t.until("page 2 of 2")
            second.send("q")
            expect(second.ended() == 0, "the notes end, the talk does not")
        t.send("\x1b[D")
        t.until("page 1 of 2")
        end(t)
        expect(not sockets(folder), "the socket is gone")


def notes_say_whose_answer_is_not_written():
    with tempfile.TemporaryDirectory() as folder, \
            talk(folder, "half-close") as t:
        t.until("what this is about")
        with notes(folder) as n:
            n.until("tells the wire hold all")
            for text in ("page 1 of 2", "?) I don't know",
                         "The kernel said: c)"):
                expect("No lesson knows" not in shown(n), shown(n))
                t.send(" ")
                t.until(text)
            n.until("1. State of the client")
            n.until("No lesson knows this answer")
            t.send(" ")
            t.until("page 2 of 2")
            t.send(" ")
            t.until("The kernel said: FIN-WAIT-1, CLOSE-WAIT, 4.")
            n.until("the question that was asked")
            expect("No lesson knows" not in shown(n), shown(n))
        end(t)


def who_ended_an_actor_is_told():
    missed = "client has ended, and the lesson still needs it: r goes"
    with tempfile.TemporaryDirectory() as folder, talk(folder) as t:
        t.until("what this is about")
        t.send("  ")
        t.until("page 1 of 2")
        with notes(folder) as n:
            n.until("the next key")
            t.send(":")
            t.until("Enter does it")
            t.send("kill server WINCH\r")
            t.until("server was sent SIGWINCH")
            t.send("\x1b")
            t.until(lambda: "Enter does it" not in shown(t))
            t.send(" ")
            t.until("?) I don't know")
            n.until("reveals the answer")
            for terminal in (t, n):
                expect("still needs it" not in shown(terminal), "none ended")
            t.send(":")
            t.until("Enter does it")
            t.send("kill client KILL\r")
            t.until("client ended, killed by SIGKILL")
            n.until(missed)
            t.send("\x1b")
            t.until(lambda: "Enter does it" not in shown(t))
            t.send(" ")
            t.until("client has ended, and the lesson")
            t.send("r")
            t.until("rewound:")
            n.until(lambda: missed not in shown(n))
        end(t)


def is_courier(pid):
    try:
        return (os.getpgid(pid) == pid and os.readlink(f"/proc/{pid}/ns/net")
                == os.readlink("/proc/self/ns/net"))
    except OSError:
        return False


def a_talk_ends_though_its_broker_is_still_looked_for():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        with present("accept", "--share", "--broker",
                     f"mqtt://127.0.0.1:{port}") as t:
            t.until("followers see nothing new")
            couriers = [pid for pid in descendants(t.pid) if is_courier(pid)]
            expect(couriers, "who looks for the broker")
            for pid in couriers:
                os.kill(pid, signal.SIGSTOP)
            end(t)


def what_comes_over_the_socket_is_not_trusted():
    with tempfile.TemporaryDirectory() as folder, talk(folder) as t:
        t.until("what this is about")
        path, = sockets(folder)
        slow = socket.socket(socket.AF_UNIX)
        slow.connect(path)  # and reads nothing
        for rubbish in (b"reveal\n", b"x" * 1000, b"\0\n", b"quit\n"):
            with socket.socket(socket.AF_UNIX) as sock:
                sock.settimeout(300)
                sock.connect(path)
                expect(sock.recv(14) == b"sockstep-talk ", "it is told")
                sock.sendall(rubbish)
                try:
                    while sock.recv(4096):
                        pass
                except ConnectionResetError:
                    pass
        t.send(" ")
        t.until("1 waiting")
        slow.close()
        end(t)


def notes_trust_nothing():
    answers = (b"GET / HTTP/1.1\r\n", b"\0" * 100,
               b"sockstep-talk 1 2 999999999\n",
               b"sockstep-talk -1 2 3\n", b"sockstep-talk 1 2 3 4\nabc")
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "sockstep"), 0o700)
        for number, answer in enumerate(answers):
            name = os.path.join(folder, "sockstep", f"talk-{number}")
            with socket.socket(socket.AF_UNIX) as server:
                server.bind(name)
                server.listen()
                child = subprocess.Popen(
                    [PROGRAM, "notes", str(number)], text=True,
                    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    env=environment(XDG_RUNTIME_DIR=folder))
                peer = server.accept()[0]
                peer.sendall(b"sockstep-talk 1 2 4\n\x1b[2J" + answer)
                out, err = child.communicate(timeout=400)
                peer.close()
            expect(child.returncode == 1 and "no talk of sockstep" in err,
                   f"{answer}: {child.returncode}, {err}")
            expect("\x1b" not in out, f"{answer}: {out!r}")


def two_talks_and_none():
    with tempfile.TemporaryDirectory() as folder:
        result = run("notes", XDG_RUNTIME_DIR=folder)
        expect(result.returncode == 2 and "no talk" in result.stderr,
               f"{result}")
        with talk(folder) as one, talk(folder, "udp") as two:
            for t in (one, two):
                t.until("what this is about")
            result = run("notes", XDG_RUNTIME_DIR=folder)
            expect(result.returncode == 2 and str(one.pid) in result.stderr
                   and str(two.pid) in result.stderr, f"{result}")
            with notes(folder, str(two.pid)) as n:
                n.until("the next key")
                n.send(" ")
                two.until("step 1 of")
                # A talk that is killed ends its notes.
                two.process.kill()
                expect(n.ended() == 0, "the notes end")
            result = run("notes", "12/../34", XDG_RUNTIME_DIR=folder)
            expect(result.returncode == 2, f"{result}")
            with notes(folder) as n:
                n.until("goes on: client calls connect(one")
            end(one)


main([
    a_question_waits_for_the_presenter,
    votes_are_in_the_log,
    light_blank_and_outline,
    a_lesson_directs_attention_itself,
    a_rewind_says_what_it_waits_for,
    a_terminal_that_shrinks,
    a_log_is_presented_as_the_lesson,
    it_needs_a_terminal,
    notes_follow_and_lead,
    notes_say_whose_answer_is_not_written,
    who_ended_an_actor_is_told,
    a_talk_ends_though_its_broker_is_still_looked_for,
    what_comes_over_the_socket_is_not_trusted,
    notes_trust_nothing,
    two_talks_and_none,
])
