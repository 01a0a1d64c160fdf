#!/usr/bin/env python3
"""broker: a talk over a broker that somebody else runs, with TLS and passwords.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/broker.py [PROGRAM]
Needs mosquitto and openssl, and is skipped without them.
"""

import os
import shutil
import subprocess
import sys
import tempfile

# In place of this folder, which has a socket.py that is not Python's.
sys.path[0] = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib")
import socket  # noqa: E402
from room import SIZE, WAY, needs_mosquitto, shown  # noqa: E402
from terminal import PROGRAM, Terminal, expect, main, run  # noqa: E402

needs_mosquitto()
if not shutil.which("openssl"):
    print("skipped: openssl is not installed")
    sys.exit(77)

# "a@b/c%" stands in the address of a broker as %XX.
USERS = {"teacher": "a@b/c%", "student": "s3cret"}
TEACHER = "teacher:a%40b%2fc%25"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class School:
    """A broker with a certificate for localhost that only those trust who know
    it. Use it with `with`."""

    def __init__(self):
        # Not below a folder that only root may enter: it becomes mosquitto.
        self.folder = tempfile.TemporaryDirectory()
        self.plain, self.secret = free_port(), free_port()
        self.broker = None

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def certify(self):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
             "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
             "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
             "-keyout", self.path("key"), "-out", self.path("certificate")],
            check=True, capture_output=True)

    def __enter__(self):
        self.certify()
        passwords = self.write("passwords", "".join(
            f"{name}:{word}\n" for name, word in USERS.items()))
        subprocess.run(["mosquitto_passwd", "-U", passwords], check=True)
        access = self.write("access", "user teacher\n"
                            "topic readwrite sockstep/#\n"
                            "user student\ntopic read sockstep/+/run/#\n"
                            "topic read sockstep/+/state\n"
                            "pattern write sockstep/+/vote/%c\n")
        conf = self.write("conf", (
            f"listener {self.plain} 127.0.0.1\n"
            f"listener {self.secret} 127.0.0.1\n"
            f"certfile {self.path('certificate')}\n"
            f"keyfile {self.path('key')}\n"
            "allow_anonymous false\n"
            f"password_file {passwords}\nacl_file {access}\n"
            f"user {'root' if os.geteuid() == 0 else 'nobody'}\n"))
        self.broker = subprocess.Popen(
            ["/usr/sbin/mosquitto", "-c", conf], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)
        for line in self.broker.stdout:
            if " running" in line:
                return self
        raise AssertionError("the broker does not run")

    def __exit__(self, *_):
        self.broker.kill()
        self.broker.wait()
        self.broker.stdout.close()
        self.folder.cleanup()

    def url(self, who, secret=True, host="localhost"):
        return (f"mqtt{'s' if secret else ''}://{who}@{host}:"
                f"{self.secret if secret else self.plain}")

    def start(self, *words, trusts=True, name="talk"):
        os.makedirs(self.path(name), mode=0o700, exist_ok=True)
        return Terminal(
            [PROGRAM, *words], XDG_RUNTIME_DIR=self.path(name),
            SSL_CERT_FILE=self.path("certificate") if trusts else None,
            **SIZE)

    def client(self, program, *words):
        done = subprocess.run(
            [program, "-h", "127.0.0.1", "-p", str(self.plain), "-u",
             "teacher", "-P", USERS["teacher"], *words], check=True,
            stdout=subprocess.PIPE, text=True, timeout=400)
        return done.stdout.strip()

    def keeps(self, topic):
        """Whether anything is kept there. Topics are told in the order in
        which they are asked for, so the first word says it."""
        self.client("mosquitto_pub", "-r", "-t", "sockstep/last", "-m", "x")
        return self.client("mosquitto_sub", "-C", "1", "-F", "%t", "-t",
                           topic, "-t", "sockstep/last") != "sockstep/last"


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


def what_is_no_broker():
    for where, why in (("mqtt://", "expected mqtt://"),
                       ("mqtts://a:b@host:99999", "expected mqtt://"),
                       ("mqtt://a%zz@host", "expected mqtt://"),
                       ("mqtt://host/topic", "expected mqtt://"),
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
    what_is_no_broker,
])
