"""terminal: a program in a pseudo-terminal, and what it shows.

SPDX-License-Identifier: GPL-3.0-or-later

Nothing here sleeps: every wait is for a text, an end or a mode, and fails at
its deadline with the screen as it is then.
"""

import fcntl
import glob
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

from emulator import Emulator

DEADLINE = 300.0
# What a busy machine does now and then: half a frame comes, and is looked at.
PIECE = int(os.environ.get("PIECE", 65536))
TOP = os.path.normpath(os.path.join(os.path.dirname(__file__), "../../.."))
PROGRAM = os.path.abspath(sys.argv[1] if len(sys.argv) > 1
                          else os.path.join(TOP, "build/sockstep"))
LESSONS = os.path.join(TOP, "tests/play/lessons")


class Failure(Exception):
    pass


def environment(**changes):
    """The variables of a program under test; None takes one away."""
    env = {
        "PATH": os.environ["PATH"],
        "SHELL": "/bin/sh",
        "TERM": "xterm-256color",
        "LC_ALL": "C.UTF-8",
        "HOME": STATE.name,
        "XDG_STATE_HOME": STATE.name,
        "INPUTRC": "/dev/null",
        "SOCKSTEP_SHUFFLE": "0",  # options stand as in the file
        "SOCKSTEP_LESSONS": os.path.join(TOP, "lessons"),
        # A sanitized program, too, must die of the signals that it is sent.
        "ASAN_OPTIONS": "handle_segv=0:handle_abort=0",
    }
    env.update(changes)
    return {k: v for k, v in env.items() if v is not None}


def set_size(fd, width, height):
    fcntl.ioctl(fd, termios.TIOCSWINSZ,
                struct.pack("HHHH", height, width, 0, 0))


def descendants(pid):
    """The pids of all processes below `pid`, as /proc tells them."""
    parents = {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat", encoding="latin-1") as file:
                fields = file.read().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(name))
    found, queue = [], [pid]
    while queue:
        children = parents.get(queue.pop(), [])
        found += children
        queue += children
    return found


class Terminal:
    """`argv` runs as the leader of a session of its own on a terminal."""

    def __init__(self, argv, width=80, height=24, controlling=True, **env):
        self.master, slave = pty.openpty()
        set_size(slave, width, height)
        self.before = termios.tcgetattr(slave)
        self.screen = Emulator(width, height)
        self.raw = b""
        self.unanswered = False  # something was sent, and nothing seen of it

        def prepare():
            if controlling:
                fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            argv, stdin=slave, stdout=slave, stderr=slave, close_fds=True,
            start_new_session=True, preexec_fn=prepare,
            env=environment(**env))
        os.close(slave)
        self.pid = self.process.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.close()

    def close(self):
        if self.master >= 0:
            os.close(self.master)
            self.master = -1

    def resize(self, width, height):
        self.screen.resize(width, height)
        set_size(self.master, width, height)

    def send(self, text):
        data = text.encode()
        self.take_now()  # half a frame is no state to compare with
        self.unanswered = True
        while data:
            data = data[os.write(self.master, data):]

    def modes(self):
        return termios.tcgetattr(self.master)

    def read(self, deadline):
        """Takes what came; False at the end of the program's output."""
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([self.master], [], [], left)[0]:
            raise TimeoutError
        try:
            data = os.read(self.master, PIECE)
        except OSError:  # EIO: nobody has the terminal open any more
            return False
        self.raw += data
        self.screen.feed(data)
        return bool(data)

    def fail(self, what):
        raise Failure(f"{what}\n--- screen\n{self.screen.text()}\n---")

    def until(self, test, what=None):
        """Reads until `test`, a text or a function, is there. What was there
        already when something was sent is no answer to it; with STRICT=1 it
        fails the test, which half a frame could do on a busy machine."""
        what = what or f"never seen: {test!r}"
        deadline = time.monotonic() + DEADLINE

        def is_there():
            return test() if callable(test) else test in self.screen.text()

        if self.unanswered and "STRICT" in os.environ and is_there():
            self.fail(f"nothing is waited for, it was there before: {what}")
        self.unanswered = False
        while not is_there():
            try:
                if not self.read(deadline):
                    self.fail(f"the program ended; {what}")
            except TimeoutError:
                self.fail(what)

    def row_with(self, *texts):
        """The first row that has all of them, or nothing."""
        for row in self.screen.text().split("\n"):
            if all(text in row for text in texts):
                return row
        return ""

    def until_row(self, *texts):
        self.until(lambda: self.row_with(*texts), f"a row with {texts}")

    def until_modes(self, test, what):
        """Reads until the terminal's modes, which are asked anew each time,
        pass the test."""
        self.unanswered = False
        self.until(lambda: test(self.modes()), what)

    def ended(self):
        """Waits for the end and returns the status, as a shell says it."""
        deadline = time.monotonic() + DEADLINE
        pidfd = os.pidfd_open(self.pid)
        try:
            while self.process.poll() is None:
                watched = [pidfd] + ([self.master] if self.master >= 0 else [])
                left = max(0, deadline - time.monotonic())
                ready = select.select(watched, [], [], left)[0]
                if not ready:
                    self.fail("it did not end")
                if self.master in ready:
                    self.take()
        finally:
            os.close(pidfd)
        if self.master >= 0:
            while select.select([self.master], [], [], 0)[0] and self.take():
                pass
        code = self.process.returncode
        return 128 - code if code < 0 else code

    def take(self):
        try:
            return self.read(time.monotonic() + 1)
        except TimeoutError:
            return False

    def take_now(self):
        """Takes what is there, without waiting."""
        while select.select([self.master], [], [], 0)[0]:
            if not self.take():
                break

    def check_modes(self):
        if self.modes() != self.before:
            self.fail("the terminal's modes are not as before")


class Watch:
    """The processes below a pid, to be seen gone later on."""

    def __init__(self, pid):
        self.pids = descendants(pid)
        self.fds = []
        for pid in self.pids:
            try:
                self.fds.append(os.pidfd_open(pid))
            except ProcessLookupError:
                pass

    def check_gone(self):
        deadline = time.monotonic() + DEADLINE
        try:
            for fd in self.fds:
                left = max(0, deadline - time.monotonic())
                if not select.select([fd], [], [], left)[0]:
                    raise Failure("a process of the lab is left behind")
        finally:
            for fd in self.fds:
                os.close(fd)


def run(*words, stdin=subprocess.DEVNULL, cwd=None, **env):
    """Runs the program without a terminal."""
    return subprocess.run([PROGRAM, *words], stdin=stdin, text=True, cwd=cwd,
                          capture_output=True, timeout=DEADLINE,
                          env=environment(**env), check=False)


def screens_of_script(words, script, width, height, timeout=DEADLINE, **env):
    """Each different screen that the program, run with `words`, is told to
    write into a folder by the lines that script(folder) is."""
    with tempfile.TemporaryDirectory() as folder:
        keys = os.path.join(folder, "keys")
        with open(keys, "w", encoding="utf-8") as file:
            file.write(script(folder))
        subprocess.run([*words, "--script", keys], stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       timeout=timeout, check=False,
                       env=environment(COLUMNS=str(width), LINES=str(height),
                                       **env))
        found = []
        for name in sorted(glob.glob(f"{folder}/[0-9]*")):
            with open(name, encoding="utf-8") as file:
                text = file.read()
            if text not in found:
                found.append(text)
    return found


def expect(condition, what):
    if not condition:
        raise Failure(what)


def main(tests):
    """Runs every test; the exit status says whether all went well."""
    failed = 0
    for test in tests:
        try:
            test()
            print(f"ok      {test.__name__}")
        except (Failure, ValueError, OSError,
                subprocess.TimeoutExpired) as failure:
            failed += 1
            print(f"FAILED  {test.__name__}: {failure}")
    sys.exit(1 if failed else 0)


signal.signal(signal.SIGINT, signal.SIG_DFL)
STATE = tempfile.TemporaryDirectory(prefix="sockstep-play-")
