#!/usr/bin/env python3
# connected-client.py: what client did in a run of sockstep:
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

turn(2)
# Reach the server: connect without anybody accepting

# It gave: <socket.socket fd=3, ...>
try:
    cli = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
except OSError as error:
    print("socket:", error.strerror or error, file=sys.stderr)

# It gave: None
try:
    cli.connect(("127.0.0.1", 12345))
except OSError as error:
    print("connect:", error.strerror or error, file=sys.stderr)
over(2)

turn(4)
# Ask: a call to the wrong number

# It gave: <socket.socket fd=4, ...>
try:
    other = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
except OSError as error:
    print("socket:", error.strerror or error, file=sys.stderr)

# It raised: ConnectionRefusedError: [Errno 111] Connection refused  # ECONNREFUSED
try:
    other.connect(("127.0.0.1", 12346))
except OSError as error:
    print("connect:", error.strerror or error, file=sys.stderr)
over(4)

# The end of a process closes its sockets: not before the others are done.
turn(5)
