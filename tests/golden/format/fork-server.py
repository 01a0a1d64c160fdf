#!/usr/bin/env python3
# fork-server.py: what server did in a run of sockstep:
# A free lab.
#
# Started alone, it goes ahead by itself. Started like this, in one line, the
# programs take turns:
#
#     : >turns; export TURNS=turns; python3 fork-server.py & python3 fork-client.py & wait
import os
import signal
import socket
import sys
import time

# The length of the file that TURNS names says how many turns are over. Without
# it nobody waits.
TURNS = os.environ.get("TURNS")


def turn(number):
    while TURNS and os.path.getsize(TURNS) < number - 1:
        time.sleep(0.001)
    if TURNS:
        # A call that sleeps too long keeps the others waiting.
        signal.alarm(3)


def over(number):
    signal.alarm(0)
    if TURNS:
        os.truncate(TURNS, number)


def wake(*_):
    raise InterruptedError("it slept until a signal came")


signal.signal(signal.SIGALRM, wake)
def handler(*_):
    # Python makes a call again that a signal interrupted, unless the handler
    # raises something.
    if sleeping:
        raise InterruptedError("it slept until a signal came")


sleeping = False
# Python closes a socket that no name holds: these stay open.
kept = []

turn(1)
# It gave: <socket.socket fd=3, ...>
try:
    srv = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
except OSError as error:
    print("socket:", error.strerror or error, file=sys.stderr)

# It gave: None
try:
    srv.bind(("127.0.0.1", 12345))
except OSError as error:
    print("bind:", error.strerror or error, file=sys.stderr)

# It gave: None
try:
    srv.listen(5)
except OSError as error:
    print("listen:", error.strerror or error, file=sys.stderr)

# It gave: <Handlers.SIG_DFL: 0>
try:
    signal.signal(signal.SIGCHLD, handler)
except OSError as error:
    print("sigaction:", error.strerror or error, file=sys.stderr)
over(1)

turn(3)
# It gave: (<socket.socket fd=4, ...>, ('127.0.0.1', 34768))
try:
    conn, peer = srv.accept()
except OSError as error:
    print("accept:", error.strerror or error, file=sys.stderr)

# It gave: 4
try:
    child = os.fork()
except OSError as error:
    print("fork:", error.strerror or error, file=sys.stderr)
if child == 0:
    turn(4)
    # It gave: None
    try:
        srv.close()
    except OSError as error:
        print("close:", error.strerror or error, file=sys.stderr)

    # It gave: 2
    try:
        conn.send(b"hi")
    except OSError as error:
        print("send:", error.strerror or error, file=sys.stderr)
    over(4)

    turn(7)
    # It never comes back from this call.
    over(7)
    try:
        os._exit(3)
    except OSError as error:
        print("_exit:", error.strerror or error, file=sys.stderr)

# It gave: None
try:
    conn.close()
except OSError as error:
    print("close:", error.strerror or error, file=sys.stderr)
over(3)

turn(6)
# It slept until another move; then: InterruptedError: [Errno 4] Interrupted system call  # EINTR
over(6)
sleeping = True
try:
    kept.append(srv.accept())
except OSError as error:
    print("accept:", error.strerror or error, file=sys.stderr)
sleeping = False
turn(8)

# It gave: (4, 768)
try:
    os.waitpid(child, 0)
except OSError as error:
    print("waitpid:", error.strerror or error, file=sys.stderr)

# It raised: ProcessLookupError: [Errno 3] No such process  # ESRCH
try:
    os.kill(child, signal.SIGTERM)
except OSError as error:
    print("kill:", error.strerror or error, file=sys.stderr)
over(8)

# The end of a process closes its sockets: not before the others are done.
turn(9)
