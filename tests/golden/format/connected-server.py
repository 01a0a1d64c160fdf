#!/usr/bin/env python3
# connected-server.py: what server did in a run of sockstep:
# Connected before accept.
#
# Started alone, it goes ahead by itself. Started like this, in one line, the
# programs take turns:
#
#     : >turns; export TURNS=turns; python3 connected-server.py & python3 connected-client.py & wait
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

# Get ready: a server that never accepts

# It gave: None
try:
    srv.listen(5)
except OSError as error:
    print("listen:", error.strerror or error, file=sys.stderr)
over(1)

turn(3)
# Take the call: collect what is there

# It gave: (<socket.socket fd=4, ...>, ('127.0.0.1', 40112))
try:
    conn, peer = srv.accept()
except OSError as error:
    print("accept:", error.strerror or error, file=sys.stderr)

# It slept in this call until the run ended.
over(3)
try:
    kept.append(srv.accept())
except OSError as error:
    print("accept:", error.strerror or error, file=sys.stderr)

# The end of a process closes its sockets: not before the others are done.
turn(5)
