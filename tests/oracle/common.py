"""common: what the oracles share: one play of each lesson, its log, its packets
and what tshark reads of them.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import concurrent.futures
import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

SKIP = 77
HOME = tempfile.TemporaryDirectory()
SOCKSTEP = os.path.abspath(sys.argv[1])
# Where plays are kept for all oracles of one run of the tests.
PLAYS = os.environ.get("PLAYS") or os.path.join(HOME.name, "plays")


# A port that the kernel chose, from 32768 on (ip_local_port_range).
GIVEN_PORT = r"(32[7-9]\d\d|3[3-9]\d{3}|[4-6]\d{4})"


def skip(reason):
    print(reason)
    sys.exit(SKIP)


def need(tool):
    if not shutil.which(tool):
        skip(f"{tool} is not installed")


def lessons():
    folder = os.path.join(os.path.dirname(__file__), "..", "..", "lessons")
    return sorted(os.path.join(folder, name) for name in os.listdir(folder)
                  if name[0].isdigit())


TABLE = os.path.join(os.path.dirname(__file__), "..", "..", "src", "call",
                     "table", "syscalls.c")


def text_of(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def calls_of_table():
    return set(re.findall(r'\.name = "(\w+)"', text_of(TABLE)))


def forms(story, names):
    """What is different in the calls of a story: each name, each constant that
    stands in a call of that name, each error."""
    text, found = text_of(story), set()
    for name, arguments in re.findall(r"\b(\w+)\(([^()]*)", text):
        if name in names:
            found |= {(name, word) for word in
                      ["", *re.findall(r"\b[A-Z][A-Z_0-9]{2,}\b", arguments)]}
    return found | {("", error) for error in re.findall(r"\bE[A-Z]{3,}\b",
                                                        text)}


def telling(stories, known):
    """As few of the stories as have every form of a call that one of them has,
    and none of those that are known; all of them with EVERY=1."""
    names = calls_of_table()
    if os.environ.get("EVERY"):
        return stories
    has = {story: forms(story, names) for story in stories}
    missing = set().union(*has.values()).difference(
        *(forms(story, names) for story in known))
    chosen = []
    while missing:
        chosen.append(max(stories, key=lambda story: len(has[story] & missing)))
        missing -= has[chosen[-1]]
    return sorted(chosen)


def events_of(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def words_for(story):
    """Plays a lesson by itself, or the lines of a script (.txt) in a free
    lab."""
    how = (["shell", story] if story.endswith(".txt")
           else ["run", story, "--auto", "--allow-commands"])
    return [SOCKSTEP, *how, "--plain"]


def run_quietly(command):
    return subprocess.run(command, check=False, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)


def is_elsewhere(story):
    """Whether its programs belong on machines of their own, where here is one,
    talk with tools that are not here, or have threads, which cannot be
    written."""
    with open(story, encoding="utf-8") as lines:
        return any(line.startswith("hosts:") or
                   re.match(r"needs:.*\b(nc|curl)\b", line) or
                   "pthread_create(" in line
                   for line in lines)


def record(story, folder):
    """All that one play of a story can leave."""
    os.makedirs(folder)
    log, packets, *saves = (os.path.join(folder, name) for name in (
        "log.jsonl", "packets.pcapng", "draft.md", "run.c", "run.py"))
    if is_elsewhere(story):
        saves = saves[:1]  # no programs
    done = run_quietly([*words_for(story), "--log", log, "--pcap", packets,
                        *(word for path in saves
                          for word in ("--save", path))])
    if done.returncode:
        with open(os.path.join(folder, "failed"), "w",
                  encoding="utf-8") as file:
            file.write(f"status {done.returncode}: {done.stdout}")


class Play:
    """One play of a story. The oracles share it: who asks first makes it, and
    what else several of them want to know of it; the others wait."""

    def __init__(self, story):
        self.story = story
        where, name = os.path.split(os.path.abspath(story))
        self.folder = os.path.join(PLAYS,
                                   f"{os.path.basename(where)}-{name}")
        self.once("", lambda folder: record(story, folder))
        if os.path.exists(self.path("failed")):
            with open(self.path("failed"), encoding="utf-8") as file:
                sys.exit(f"{story}: {file.read()}")
        self.log = self.path("log.jsonl")
        self.packets = self.path("packets.pcapng")

    def path(self, name):
        return os.path.join(self.folder, name)

    def once(self, name, make):
        """The file or folder, which `make` has made under another name."""
        path = self.path(name).rstrip("/")
        os.makedirs(PLAYS, exist_ok=True)
        with open(self.folder + ".lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not os.path.exists(path):
                shutil.rmtree(path + ".new", ignore_errors=True)
                make(path + ".new")
                os.rename(path + ".new", path)
        return path

    def events(self):
        return events_of(self.log)

    def rows(self):
        """What tshark reads of each packet."""
        def make(path):
            with open(path, "w", encoding="utf-8") as file:
                json.dump(read_by_tshark(self.packets), file)
        with open(self.once("rows", make), encoding="utf-8") as file:
            return json.load(file)


def play(story, before=(), statuses=(0,), more=()):
    """The events of a play of its own."""
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log.jsonl")
        done = run_quietly([*before, *words_for(story), "--log", log, *more])
        if done.returncode not in statuses:
            sys.exit(f"{story}: status {done.returncode}: {done.stdout}")
        return events_of(log)


# What is compared of packets, by whichever oracle.
FIELDS = [
    "_ws.malformed", "frame.number", "frame.time_epoch", "frame.len",
    "frame.interface_name", "frame.packet_flags_direction", "frame.comment",
    "ip.src", "ip.dst", "tcp.srcport", "tcp.dstport", "tcp.seq",
    "tcp.ack", "tcp.len", "tcp.flags.syn", "tcp.flags.ack",
    "tcp.flags.fin", "tcp.flags.reset", "tcp.flags.push",
    "ip.frag_offset", "ip.flags.mf", "udp.srcport", "udp.dstport",
    "udp.length", "tcp.analysis.retransmission", "tcp.analysis.zero_window"]


def run_wireshark(*command):
    """What a Wireshark tool prints; it must have nothing else to say."""
    done = subprocess.run(command, check=False, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env=without_settings())
    said = [line for line in done.stderr.splitlines()
            if not line.startswith("Running as user")]
    if done.returncode or said:
        sys.exit(f"{command}: status {done.returncode}: {said}")
    return done.stdout


def read_by_tshark(path):
    command = ["tshark", "-n", "-r", path, "-T", "fields",
               "-o", "tcp.check_checksum:TRUE", "-o", "ip.defragment:FALSE",
               # An ICMP error has a packet within it: only the outer counts.
               "-E", "occurrence=f", "-E", "separator=\x1f"]
    for field in FIELDS:
        command += ["-e", field]
    return [dict(zip(FIELDS, line.split("\x1f")))
            for line in run_wireshark(*command).splitlines()]


def without_settings():
    """The variables for tshark, which would read those of whoever runs it."""
    return {**os.environ, "HOME": HOME.name,
            "WIRESHARK_CONFIG_DIR": os.path.join(HOME.name, "wireshark")}


def at_once(check, stories):
    """What `check` returns for each, a few at a time: most of a run the kernel
    waits."""
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        return list(pool.map(check, stories))


def has_namespaces():
    return subprocess.run(["unshare", "-Urn", "true"], check=False,
                          stderr=subprocess.DEVNULL).returncode == 0
