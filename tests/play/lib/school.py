"""school: a broker that somebody else runs, with TLS, passwords and websockets.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile

from room import SIZE
from terminal import PROGRAM, Terminal


def needs_openssl():
    """Ends a test that cannot be made here."""
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
        self.web = free_port()
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
                            "topic read sockstep/+/page/#\n"
                            "topic read sockstep/+/state\n"
                            "pattern write sockstep/+/vote/%c\n")
        conf = self.write("conf", (
            f"listener {self.plain} 127.0.0.1\n"
            f"listener {self.secret} 127.0.0.1\n"
            f"certfile {self.path('certificate')}\n"
            f"keyfile {self.path('key')}\n"
            f"listener {self.web} 127.0.0.1\nprotocol websockets\n"
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
