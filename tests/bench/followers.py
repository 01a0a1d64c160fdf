"""followers: a talk with many followers, who only take what the broker sends.

SPDX-License-Identifier: GPL-3.0-or-later
Each is a socket that speaks the few packets of MQTT 3.1.1 that following
needs; all are in one process, so that the machine is the talk's. Time runs
from the presenter's key to the last piece of what it did, at each follower.
What the presenter's own keys take is compared, in pairs of runs, with a talk
that is not shared; then the followers are a process beside the one that looks
at the clock.
"""
import os
import selectors
import socket
import statistics
import struct
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../play/lib"))
from room import SIZE, Room  # noqa: E402
from screen import LOOKS, drain, frames, p99  # noqa: E402
from terminal import PROGRAM, Terminal  # noqa: E402

CONNECT, SUBSCRIBE, PUBLISH = 0x10, 0x82, 3
LESSON, KEYS, PAIRS = "accept", 24, 4
OVER = b'"event": "move"', b'"phase": "over"'


def text_of(text):
    return struct.pack("!H", len(text)) + text.encode()


def packet(kind, body):
    """With the remaining length in its seven bits a byte."""
    length, left = b"", len(body)
    while True:
        left, digit = left >> 7, left & 127
        length += bytes([digit | (128 if left else 0)])
        if not left:
            return bytes([kind]) + length + body


class Follower:
    def __init__(self, address, code, number):
        host, port = address.split(":")
        self.sock = socket.create_connection((host, int(port)))
        self.data = bytearray()
        self.over = 0  # moves of the talk that came to their end
        self.sock.sendall(
            packet(CONNECT, text_of("MQTT") + b"\x04\xc2\x00\x00" +
                   text_of(f"follower{number}") + text_of("room") +
                   text_of(code)) +
            packet(SUBSCRIBE, b"\x00\x01" +
                   text_of(f"sockstep/{code}/run/#") + b"\x00" +
                   text_of(f"sockstep/{code}/state") + b"\x00"))
        self.sock.setblocking(False)

    def packets(self):
        while len(self.data) >= 2:
            length, at, shift = 0, 1, 0
            while at < len(self.data):
                length |= (self.data[at] & 127) << shift
                shift += 7
                at += 1
                if not self.data[at - 1] & 128:
                    break
            if len(self.data) < at + length or self.data[at - 1] & 128:
                return
            yield self.data[0] >> 4, bytes(self.data[at:at + length])
            del self.data[:at + length]

    def take(self):
        part = self.sock.recv(1 << 20)
        if not part:
            raise EOFError("the broker closed a follower's connection")
        self.data += part
        for kind, body in self.packets():
            if kind == PUBLISH:
                self.over += sum(all(word in line for word in OVER)
                                 for line in body.split(b"\n"))


def resident(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmRSS"):
                return int(line.split()[1])
    return 0


def take_all(selector, moves, begin, wait):
    """What each of them took until nothing came for so long, or all have so
    many moves: when those had them that have."""
    times = []
    missing = sum(key.data.over < moves
                  for key in selector.get_map().values())
    while missing:
        ready = selector.select(wait)
        if not ready:
            break
        for key, _ in ready:
            before = key.data.over
            key.data.take()
            if before < moves <= key.data.over:
                times.append(time.monotonic() - begin)
                missing -= 1
    return times, missing


def step(talk, selector, move):
    """Presses the key until there is a move, for some turn a page or show an
    answer; how long after the last one each follower had it."""
    for _ in range(20):
        begin = time.monotonic()
        talk.send(" ")
        times, missing = take_all(selector, move, begin, 2)
        if not missing:
            return times
        talk.take_now()
    raise TimeoutError(f"{missing} followers have nothing of move {move}")


def times_of(pid):
    """Seconds for which a process had a processor, and for which it could run
    and had none."""
    with open(f"/proc/{pid}/schedstat", encoding="ascii") as stat:
        return [int(field) / 1e9 for field in stat.read().split()[:2]]


def presenter_frames(talk):
    """Medians of the presenter's own keys to their finished frames: of those
    that go on, calls and pages and answers, and of those that only look back;
    and for how long, in the middle, the talk worked and waited for a processor
    in each. What it tells its followers behind the frame is work, too.
    All begin at the same place; what the last ones show comes with them."""
    found = []
    drain(talk.master, 0.5)
    for keys, wait in (([" "] * KEYS, 0.1), (LOOKS, 0.006)):
        before = times_of(talk.pid)
        took = frames(talk.master, keys, wait)
        after = times_of(talk.pid)
        found += [statistics.median(took),
                  *((b - a) / len(keys) for a, b in zip(before, after))]
    talk.take_now()
    return found, talk.screen.text()


def alone():
    """The same in a talk that nobody follows."""
    with Terminal([PROGRAM, "present", LESSON], **SIZE) as talk:
        talk.until("what this is about")
        return presenter_frames(talk)


def shared(count):
    """The same in one that is shared, with as many followers, who begin with
    its first key."""
    with Room(LESSON) as room:
        process = subprocess.Popen(
            [sys.executable, __file__, PROGRAM, room.address, room.code,
             str(count)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        process.stdout.readline()  # all are connected
        found = presenter_frames(room.talk)
        process.stdin.close()
        process.wait()
        return found


def measure(count, moves=8):
    """Seconds, sorted, for each follower and key; what the presenter's memory
    grew by, in kB, and what it was with one."""
    times = []
    with Room(LESSON) as room, selectors.DefaultSelector() as selector:
        followers = []

        def join(number):
            one = Follower(room.address, room.code, number)
            followers.append(one)
            selector.register(one.sock, selectors.EVENT_READ, one)
        join(0)
        step(room.talk, selector, 1)
        first = resident(room.talk.pid)
        for number in range(1, count):
            join(number)
        if take_all(selector, 1, 0, 60)[1]:
            raise TimeoutError("a follower who came late was told nothing")
        grown = resident(room.talk.pid) - first
        for move in range(2, moves + 1):
            times += step(room.talk, selector, move)
        for one in followers:
            one.sock.close()
    return sorted(times), grown, first


def compare(row, count):
    """Pairs, one after the other, for a machine is not as fast at any time."""
    pairs = [(shared(count), alone()) for _ in range(PAIRS)]

    def middle(which, at):
        return statistics.median(pair[which][0][at] for pair in pairs) * 1e3
    for at, what in ((0, "goes on"), (3, "looks back")):
        ratio = statistics.median(a[0][at] / b[0][at] for a, b in pairs)
        row(f"key that {what} to the presenter's frame",
            f"{middle(0, at):.2f} ms, {count} followers",
            f"{middle(1, at):.2f} ms, as without any",
            f"{ratio:.2f} of it; works "
            f"{middle(0, at + 1):.2f}, {middle(1, at + 1):.2f} ms, "
            f"waits for a processor "
            f"{middle(0, at + 2):.2f}, {middle(1, at + 2):.2f} ms")
    if any(a[1] != b[1] for a, b in pairs):
        print("  (those talks did not end at the same place)")


def bench_room(row, count):
    times, grown, first = measure(count)
    row(f"key to {count} followers, 99th of 100", f"{p99(times) * 1e3:.1f} ms",
        "100 ms", f"{p99(times) / 0.1:.2f} of it")
    compare(row, count)
    row(f"a presenter's memory with {count} followers", f"{grown} kB more",
        "none", f"{1 + grown / first:.2f} of that with one")


def follow_all(address, code, count):
    """Takes what comes until nobody wants it any more."""
    with selectors.DefaultSelector() as selector:
        for number in range(count):
            one = Follower(address, code, number)
            selector.register(one.sock, selectors.EVENT_READ, one)
        print("all", flush=True)
        selector.register(sys.stdin, selectors.EVENT_READ, None)
        while True:
            for key, _ in selector.select():
                if not key.data:
                    return
                key.data.take()


if __name__ == "__main__":
    follow_all(sys.argv[2], sys.argv[3], int(sys.argv[4]))
