#!/usr/bin/env python3
"""python: what sockstep says that a call gives in Python is what Python's own
interpreter shows of the same call: its value, or the last line of the traceback.

The same statements are made in a free lab, where the words are read of --plain
and of `history`, and by a Python that has only its standard streams open, so
that descriptors have the same numbers, in a network of its own. What sockstep leaves out of a value is
"..." in its words, and whatever it is in Python's.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import re
import subprocess
import sys

import common

# One program: ports are given, so that both have the same; what stands behind
# "#" is for the reader.
STATEMENTS = r"""
srv = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
srv.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
srv.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE)
srv.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)
srv.getsockname()
srv.getpeername()
srv.recv(10)
srv.send(b"x", socket.MSG_NOSIGNAL)
srv.bind(("192.0.2.1", 7009))
srv.bind(("127.0.0.1", 7001))
srv.bind(("127.0.0.1", 7001))
conn, peer = srv.accept()
srv.listen(5)
cli = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
cli.bind(("127.0.0.1", 7002))
cli.connect(("127.0.0.1", 7003))
cli.connect(("127.0.0.1", 7001))
cli.connect(("127.0.0.1", 7001))
conn, peer = srv.accept()
conn.getpeername()
cli.send(b"it's \"quoted\"\n\x00\xff")
conn.recv(100)
cli.send(b"0123456789012345678901234567890123456789")
conn.recv(4, socket.MSG_PEEK)
data, peer = conn.recvfrom(100)
conn.recv(100, socket.MSG_DONTWAIT)
p = select.poll(); p.register(srv, select.POLLIN); p.register(conn, select.POLLIN | select.POLLOUT); p.poll(0)
select.select([srv, conn], [conn, cli], [], 0.0)
select.select([srv, conn], [], [], 0.0)
ep = select.epoll()
ep.register(conn, select.EPOLLIN | select.EPOLLOUT)
ep.register(conn, select.EPOLLIN)
ep.poll(0.0, 10)
ep.close()
cli.shutdown(socket.SHUT_WR)
conn.recv(10)
data, peer = conn.recvfrom(10)
cli.send(b"x", socket.MSG_NOSIGNAL)
other = cli.dup()
other.getsockname()
other.close()
other.close()
other.getsockname()
fcntl.fcntl(conn.fileno(), fcntl.F_GETFL)
fcntl.fcntl(conn.fileno(), fcntl.F_SETFL, os.O_NONBLOCK)
conn.recv(10)
fcntl.ioctl(conn.fileno(), termios.FIONREAD, bytes(4))
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(("127.0.0.1", 7004))
udp.sendto(b"hello", ("127.0.0.1", 7004))
data, peer = udp.recvfrom(100)
udp.connect(("127.0.0.1", 7005))
udp.send(b"nobody")
udp.recv(10)
udp.sendto(b"", ("127.0.0.1", 7004))
six = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
six.bind(("::1", 7006))
six.getsockname()
r, w = os.pipe2(os.O_NONBLOCK)
os.read(r, 10)
os.read(w, 10)
os.write(w, b"into a pipe")
fcntl.ioctl(r, termios.FIONREAD, bytes(4))
copy = os.dup(r)
os.close(r)
os.close(r)
os.read(copy, 4)
select.select([copy], [w], [], 0.0)
os.close(w)
os.read(copy, 10)
os.read(copy, 10)
os.close(copy)
a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
a.getsockname()
a.sendmsg([b"one", b"two"])
data, ancdata, flags, peer = b.recvmsg(100)
os.write(a.fileno(), b"raw")
os.read(b.fileno(), 10)
un = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
un.bind("\0sockstep-python")
un.getsockname()
un.connect("/nowhere/at/all")
un.bind("/nowhere/at/all")
un.listen(1)
socket.getaddrinfo("127.0.0.1", "80")
socket.getaddrinfo("localhost", "nosuchservice")
os.kill(0, 0)
os.waitpid(-1, 0)
b.close()
a.send(b"x", socket.MSG_NOSIGNAL)
a.close()
a.recv(10)
srv.close()
"""

# What an actor does otherwise than Python, and where it does the same (None).
DIFFERENT = [
    ('x = socket.socket(socket.AF_INET, socket.SOCK_STREAM)', None),
    ('x.close()', None),
    ('y = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)', None),
    ('x.getsockname()', "`x` is closed"),
    ('y.getsockname()', None),
    ('x = socket.socket(socket.AF_INET, socket.SOCK_STREAM)', None),
    ('x.getsockname()', None),
    ('x = socket.socket(socket.AF_INET, socket.SOCK_STREAM)', "what `x` held"),
    ('a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)', None),
    ('a.send(b"hello")', None),
    ('b.recv(0)', None),
    ('b.recv(10)', None),
    ('b.close()', None),
    ('a.recv(10)', "b'' is what C sees as 0"),
    ('a.send(b"x", socket.MSG_NOSIGNAL)', None),
    ('a.send(b"x")', "ignores SIGPIPE"),
]

# What a statement gives, one line each; a statement in two is its last.
INTERPRETER = r"""
import ast, fcntl, os, select, signal, socket, sys, termios, traceback
names = dict(globals())
import ctypes, struct
NEW_USER, NEW_NET, UP, SET_FLAGS = 0x10000000, 0x40000000, 1, 0x8914
if ctypes.CDLL(None).unshare(NEW_NET | (NEW_USER if os.getuid() else 0)):
    sys.exit(77)
with socket.socket() as lo:
    fcntl.ioctl(lo, SET_FLAGS, struct.pack("16sH14x", b"lo", UP))
for line in sys.stdin.read().splitlines():
    try:
        *before, last = ast.parse(line).body
        exec(compile(ast.Module(before, []), "it", "exec"), names)
        value = eval(compile(ast.Expression(last.value), "it", "eval"), names)
        names["value"] = value
        if isinstance(last, ast.Assign):
            targets = ast.Module([last], [])
            last.value = ast.copy_location(ast.Name("value", ast.Load()), last.value)
            exec(compile(ast.fix_missing_locations(targets), "it", "exec"), names)
        print(repr(value))
    except Exception as error:
        print("raises", traceback.format_exception_only(error)[-1].strip())
"""


def statements():
    return [line for line in STATEMENTS.splitlines() if line]


def of_python():
    done = subprocess.run(["/usr/bin/python3", "-I", "-c", INTERPRETER],
                          input="\n".join(statements()), check=False,
                          text=True, stdout=subprocess.PIPE, close_fds=True)
    if done.returncode == common.SKIP:
        common.skip("Python gets no network of its own here")
    if done.returncode:
        sys.exit(f"Python ended with {done.returncode}: {done.stdout}")
    return done.stdout.splitlines()


def of_history(text):
    """Its entries, each in one line."""
    lines = []
    for line in text.splitlines():
        if re.match(r" +\d+  server: ", line):
            lines.append(line)
        elif lines and line:
            lines[-1] += f" {line}"
    return lines


def of_results(text):
    return [line for line in text.splitlines() if line.startswith("server: ")]


def play(lines):
    """The text of a free lab in which the lines are done."""
    script = "".join(f"{line}\n" for line in lines)
    done = subprocess.run([common.SOCKSTEP, "shell", "-", "--plain", "--lang",
                           "python"], input=script, check=False,
                          text=True, stdout=subprocess.PIPE,
                          env={**os.environ, "LC_ALL": "C.UTF-8"})
    return done.stdout


def of_sockstep(tail, entries):
    """What stands behind each statement in the entries of what is printed."""
    text = play([f"server: {line}" for line in statements()] + tail)
    at, told, lines = 0, [], entries(text)
    for statement in statements():
        while at < len(lines) and not lines[at].split("server: ", 1)[1] \
                .startswith((statement + " = ", statement + " raises ")):
            at += 1
        if at == len(lines):
            print(text)
            sys.exit(f"nothing is told of: {statement}")
        told.append(lines[at].split("server: ", 1)[1][len(statement) + 1:])
        at += 1
    return told


def words(told):
    """Without the sign before a value and the comment behind it."""
    return re.sub(r"  # .*", "", re.sub(r"^= ", "", told))


def is_same(ours, theirs):
    """"..." is any text, but none that ends a value and begins another."""
    pattern = ".*".join(re.escape(part) for part in ours.split("..."))
    return re.fullmatch(pattern, theirs, re.DOTALL) is not None


def is_brief(brief, whole, theirs):
    """A word of what Python says: the class and the number of an exception,
    the descriptor of an object."""
    if brief.startswith("raises "):
        return theirs.startswith(brief)
    numbers = re.findall(r"fd (\d+)", brief)
    if numbers:
        return numbers == re.findall(r"fd=(\d+)", theirs) or "epoll" in theirs
    return brief == whole


def differs_wrongly():
    """How many statements have other words of Python than they need."""
    rest = play([f"server: {line}" for line, _ in DIFFERENT])
    told = []
    for statement, _ in DIFFERENT:
        before, _, rest = rest.partition(f"server: {statement}\n")
        told.append(" ".join(before.split()))
    told = told[1:] + [" ".join(rest.split())]
    wrong = 0
    for (statement, words_for_it), part in zip(DIFFERENT, told, strict=True):
        found = part.partition("In Python: ")[2]
        if (words_for_it or "") not in found or bool(words_for_it) != bool(found):
            print(f"{statement}\n  wanted: {words_for_it}\n  found: {found}")
            wrong += 1
    return wrong


def main():
    theirs = of_python()
    whole = of_sockstep([], of_results)
    brief = of_sockstep(["history"], of_history)
    failed = 0
    for statement, python, long, short in zip(statements(), theirs, whole,
                                              brief, strict=True):
        if not is_same(words(long), python) or \
           not is_brief(words(short), words(long), python):
            print(f"{statement}\n  Python:   {python}\n  sockstep: {long}\n"
                  f"  history:  {short}")
            failed += 1
    print(f"{len(theirs)} statements, {failed} told in other words")
    return failed + differs_wrongly() != 0


if __name__ == "__main__":
    sys.exit(main())
