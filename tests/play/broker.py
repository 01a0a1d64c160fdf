#!/usr/bin/env python3
"""broker: a talk over a broker that somebody else runs, with TLS and passwords.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/broker.py [PROGRAM]
Needs mosquitto and openssl, and is skipped without them.
"""

import os
import re
import sys
import tempfile

# In place of this folder, which has a socket.py that is not Python's.
sys.path[0] = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib")
import socket  # noqa: E402
from room import SIZE, WAY, needs_mosquitto, shown  # noqa: E402
from school import TEACHER, School, free_port, needs_openssl  # noqa: E402
from terminal import PROGRAM, Terminal, expect, main, run  # noqa: E402

needs_mosquitto()
needs_openssl()


def said(terminal, pattern):
    def find():
        return pattern.search(" ".join(shown(terminal).split()))
    terminal.until(find)
    return find().groups()


def end(talk):
    talk.send("q")
    talk.until("End the talk?")
    talk.send("y")
    expect(talk.ended() == 0, "the talk ends")


def a_talk_over_tls():
    with School() as school:
        file = school.write("where", school.url(TEACHER) + "\n")
        with school.start("present", "accept", "--broker", file) as talk:
            address, code = said(talk, WAY)
            expect(address == f"mqtts://localhost:{school.secret}",
                   f"{address}: no password before the room")
            with school.start("follow", school.url("student:s3cret"), code,
                              name="one") as one:
                one.until("accept() makes a new socket")
                talk.send(" ")
                talk.until("1 waiting")
                one.until("1 waiting")
                talk.send(" ")
                talk.until("2 waiting")
                talk.until("page 1 of 2")
                talk.send(" ")
                talk.until("?) I don't know")
                one.until("?) I don't know")
                one.send("b")
                one.until("you said b")
                talk.send("v")
                talk.until("this client. 1")
                expect(school.keeps(f"sockstep/{code}/#"), "the run")
                end(talk)
                one.until("the talk is over")
        expect(not school.keeps(f"sockstep/{code}/#"), "all is forgotten")


def what_keeps_a_talk_from_its_room():
    """One sentence each, and the talk goes on."""
    with School() as school:
        for where, trusts, why in (
                (school.url(TEACHER), False, "no certificate for its name"),
                (school.url(TEACHER, host="127.0.0.1"), True,
                 "no certificate for its name"),
                (school.url("teacher:wrong"), True,
                 "it does not take this user and password"),
                (f"mqtt://localhost:{free_port()}", True,
                 "Connection refused"),
                ("mqtt://nowhere.invalid", True,
                 "no machine is known by its name")):
            with school.start("present", "accept", "--broker", where,
                              trusts=trusts) as talk:
                talk.until("followers see nothing new: ")
                talk.until(lambda talk=talk, why=why: why in shown(talk))
                talk.send(" ")
                talk.until("1 waiting")
                end(talk)
        with school.start("follow", school.url("student:s3cret"), "ABCDEF",
                          trusts=False) as one:
            one.until("no certificate for its name")
            expect(one.ended() == 3, shown(one))


def a_machine_that_says_nothing():
    """It takes no connection and refuses none, as behind a firewall."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as full, \
            socket.socket() as one, socket.socket() as two:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for other in (one, two):
            other.setblocking(False)
            other.connect_ex(full.getsockname())
        with Terminal(
                [PROGRAM, "present", "accept", "--broker",
                 f"mqtt://127.0.0.1:{full.getsockname()[1]}"],
                XDG_RUNTIME_DIR=folder, **SIZE) as talk:
            talk.send(" ")
            talk.until("1 waiting")
            talk.until("followers see nothing new: it does not answer")
            end(talk)


def the_page_is_asked_for_as_it_can_be():
    with tempfile.TemporaryDirectory() as folder:
        page = os.path.join(folder, "room.html")
        for words, why in (
                (("mqtts://host", "--html", page), "expected ws://"),
                (("ws://host:0/x", "--html", page), "expected ws://"),
                (("/dev/null", "--html", page), "in its first line"),
                (("ws://host", "K7QD2M", "--html", page), "expected no code"),
                (("ws://host", "K7QD2M"), "expected mqtt://"),
                (("host:1884",), "the code of the room")):
            result = run("follow", *words)
            expect(result.returncode == 2 and why in result.stderr and
                   result.stderr.count("\n") == 1, f"{words}: {result}")
        expect(not os.path.exists(page), "nothing is written")
        result = run("follow", "ws://a%22b:c%3cd@host/x", "--html", page)
        expect(result.returncode == 0, f"{result}")
        with open(page, encoding="utf-8") as file:
            body = re.search("<body [^>]*>", file.read()).group()
        expect(body == '<body class="live" data-line="ws://host:80/x" '
               'data-user="a&quot;b" data-password="c&lt;d">', body)
        result = run("present", "accept", "--page", "https://www.example/")
        expect(result.returncode == 2 and "--broker" in result.stderr,
               f"{result}")


def what_is_no_broker():
    for where, why in (("mqtt://", "expected mqtt://"),
                       ("mqtts://a:b@host:99999", "expected mqtt://"),
                       ("mqtt://a%zz@host", "expected mqtt://"),
                       ("mqtt://host/topic", "expected mqtt://"),
                       ("ws://host", "expected mqtt://"),
                       ("http://host", "expected mqtt://"),
                       ("/tmp", "Is a directory"),
                       ("/nowhere/at/all", "No such file"),
                       ("/dev/null", "in its first line")):
        with Terminal([PROGRAM, "present", "accept", "--broker", where],
                      **SIZE) as talk:
            expect(talk.ended() in (2, 3), shown(talk))
            text = " ".join(shown(talk).split())
            expect(why in text and "--broker" in text, text)
            expect("a:b" not in text, "no password is shown")
    result = run("run", "accept", "--broker", "mqtt://host")
    expect(result.returncode == 2, f"{result}")


main([
    a_talk_over_tls,
    what_keeps_a_talk_from_its_room,
    a_machine_that_says_nothing,
    the_page_is_asked_for_as_it_can_be,
    what_is_no_broker,
])
