"""standstill: one end of a conversation that goes no further, or does.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 standstill.py WORD
"""

import os
import signal
import socket
import struct
import sys
import threading

ADDRESS = ("127.0.0.1", 12345)
MUCH = b"x" * (16 << 20)


def listener():
    return socket.create_server(ADDRESS)


def accepted():
    with listener() as server:
        return server.accept()[0]


def connected():
    return socket.create_connection(ADDRESS)


def reads_a_line():
    with accepted() as peer, peer.makefile("rb") as stream:
        stream.readline()


def sends_no_newline():
    with connected() as peer:
        peer.send(b"hello")
        peer.recv(10)


def sends_a_line():
    with connected() as peer:
        peer.send(b"hello\n")
        peer.recv(10)


def sends_much():
    with accepted() as peer:
        peer.sendall(MUCH)
        peer.recv(1)


def answers_with_much():
    with connected() as peer:
        peer.sendall(MUCH)


def forgets_its_client():
    with listener() as server:
        peer = server.accept()[0]
        peer.recv(10)
        server.accept()


def serves_for_ever():
    with listener() as server:
        while True:
            with server.accept()[0] as peer:
                peer.recv(10)


def answers_the_second():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own:
        own.bind(ADDRESS)
        own.recvfrom(10)
        own.sendto(b"a", own.recvfrom(10)[1])


def answers_each():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own:
        own.bind(ADDRESS)
        while True:
            own.sendto(b"a", own.recvfrom(10)[1])


def asks_once():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own:
        own.bind(("127.0.0.1", 23456))
        # Only when the other is bound: its port refuses nobody then.
        own.connect(ADDRESS)
        while True:
            try:
                own.send(b"q")
                own.recv(10)
                break
            except ConnectionRefusedError:
                continue


def waits_a_moment():
    with connected() as peer:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO,
                        struct.pack("ll", 1, 0))
        try:
            peer.recv(10)
        except BlockingIOError:
            print("no answer")


def is_woken():
    signal.alarm(1)
    ends = socket.socketpair()
    ends[0].recv(1)


def locks_itself():
    lock = threading.Lock()
    os.write(1, b"locked\n")
    lock.acquire()
    lock.acquire()


def serves_one_by_one():
    with listener() as server:
        while True:
            with server.accept()[0] as peer:
                while peer.recv(1):
                    peer.send(b"a")


def connects_before_it_reads(count):
    ends = [connected() for _ in range(count)]
    ends[0].send(b"q")
    ends[0].recv(1)
    sys.stdin.readline()


def is_alone():
    connects_before_it_reads(1)


def connects_twice():
    connects_before_it_reads(2)


def fills_a_queue():
    listening, ends = socket.socket(socket.AF_UNIX), []
    listening.bind("\0queue")
    listening.listen(0)
    for _ in range(2):
        ends.append(socket.socket(socket.AF_UNIX))
        ends[-1].connect("\0queue")


globals()[sys.argv[1]]()
