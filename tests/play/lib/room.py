"""room: a talk that is shared on this machine's loopback.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

from terminal import PROGRAM, Terminal, descendants, expect

SIZE = {"width": 110, "height": 40}
PAGE = re.compile(r"follow at (http://\S+:\d+/) with the code ([A-Z2-9]{6})")
WAY = re.compile(r"sockstep follow (\S+:\d+) ([A-Z2-9]{6})")


def needs_mosquitto():
    """Ends a test that cannot be made here."""
    if not os.path.exists("/usr/sbin/mosquitto") or \
            not shutil.which("mosquitto_sub"):
        print("skipped: mosquitto is not installed")
        sys.exit(77)


def shown(terminal):
    return terminal.screen.text()


class Room:
    """A presentation that is shared. Use it with `with`."""

    def __init__(self, lesson="accept", title="accept() makes a new socket"):
        self.title = title  # by which a follower knows that it has the talk
        self.folder = tempfile.TemporaryDirectory()
        self.log = os.path.join(self.folder.name, "room.log")
        self.talk = Terminal(
            [PROGRAM, "present", lesson, "--share=127.0.0.1", "--log",
             self.log], XDG_RUNTIME_DIR=self.own("talk"), **SIZE)
        self.page, self.code = self.find(PAGE)
        self.talk.send("V")
        self.address = self.find(WAY)[0]
        self.port = self.address.split(":")[1]
        self.talk.send("q")
        self.talk.until("what this is about")

    def find(self, pattern):
        """What a line of the talk says, once it does."""
        def said():
            return pattern.search(" ".join(shown(self.talk).split()))
        self.talk.until(said)
        return said().groups()

    def own(self, name):
        path = os.path.join(self.folder.name, name)
        os.makedirs(path, mode=0o700, exist_ok=True)
        return path

    def follow(self, name, by=()):
        follower = Terminal([*by, PROGRAM, "follow", self.address, self.code],
                            XDG_RUNTIME_DIR=self.own(name), **SIZE)
        follower.until(self.title)
        return follower

    def client(self, program, *words):
        return subprocess.Popen(
            [program, "-h", "127.0.0.1", "-p", self.port, "-u", "room", "-P",
             self.code, *words], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True)

    def broker(self):
        for pid in descendants(self.talk.pid):
            with open(f"/proc/{pid}/comm", encoding="utf-8") as file:
                if file.read().strip() == "mosquitto":
                    return pid
        return None

    def votes(self):
        with open(self.log, encoding="utf-8") as file:
            events = [json.loads(line) for line in file]
        return {e["choice"]: e["count"] for e in events
                if e["event"] == "vote" and e["by"] == "followers"}

    def ask(self):
        """To the question of the second step."""
        self.talk.send("  ")
        self.talk.until("2 waiting")
        self.talk.until("page 1 of 2")
        self.talk.send(" ")
        self.talk.until("?) I don't know")

    def end(self):
        self.talk.send("q")
        self.talk.until("End the talk?")
        self.talk.send("y")
        expect(self.talk.ended() == 0, "the talk ends")
        self.talk.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.talk.close()
        self.folder.cleanup()
