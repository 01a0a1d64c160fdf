#!/usr/bin/env python3
"""trace: the calls of traced programs, as strace -f prints them, are what we
print, process by process and thread by thread. Of network calls there is not one
more or less; of calls that can be about any descriptor, strace prints more.

Both run the same program in a network of its own. strace writes a file for
each thread (-ff), so that nothing is cut in two; only ports that the kernel
chose differ. Processes are told apart by the order in which they made their
first network call.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import os
import re
import subprocess
import sys
import tempfile

import common

PROGRAMS = ("static", "threads", "forks", "spawns", "thread_exec",
            "echo 20", "lengths", "sigpipe", "messages", "events", "alarms",
           "alarms deep", "groups", "batches", "interfaces")
NETWORK = {"socket", "bind", "listen", "accept", "accept4", "connect",
           "sendto", "recvfrom", "shutdown", "getsockname", "getpeername",
           "setsockopt", "getsockopt", "socketpair", "sendmsg", "recvmsg",
           "sendmmsg", "recvmmsg"}
ANY = {"read", "write", "readv", "writev", "close", "dup", "dup2", "fcntl",
       "ioctl", "poll", "pselect6", "epoll_ctl", "epoll_wait", "sendfile",
       "splice", "dup3", "epoll_create", "epoll_create1", "pipe", "pipe2"}
CALL = re.compile(r"^(\w+)\(")


def masked(text):
    """Without what differs by chance: ports, addresses, padding."""
    text = re.sub(rf"sin_port=htons\({common.GIVEN_PORT}\)", "PORT", text)
    text = re.sub(r'(AF_INET, sa_data=)"(\\.|[^"\\])*"', r"\1PORT", text)
    text = re.sub(r"0x[0-9a-f]{6,}", "0x...", text)
    text = re.sub(r"nl_pid=[1-9][0-9]*", "nl_pid=PID", text)
    text = re.sub(r"\(left \{.*?\}\)", "(left)", text)
    # Memory that nobody can read is a number either way.
    text = re.sub(r"\b0x10\b", "16", text)
    return re.sub(r" +", " ", text)


def is_compared(text):
    name = CALL.match(text)
    # A call has no result that the end of its process cut off, or that is made
    # again behind a signal's handler.
    return name and name.group(1) in NETWORK | ANY and not re.search(
        r"= \?( ERESTART|$)", text)


def network(calls):
    return [text for text in calls if CALL.match(text).group(1) in NETWORK]


def is_subsequence(some, all_calls):
    rest = iter(all_calls)
    return all(text in rest for text in some)


def agree(theirs, ours_of_it):
    return (network(theirs) == network(ours_of_it) and
            is_subsequence(ours_of_it, theirs))


def strace(words):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "calls")
        subprocess.run(
            ["unshare", "-Urn", "sh", "-c",
             'ip link set lo up; exec strace -ff -ttt -s 32 -o "$0" "$@"',
             path, *words], stdout=subprocess.DEVNULL, check=False)
        found = []
        for name in os.listdir(folder):
            with open(os.path.join(folder, name), encoding="utf-8") as lines:
                calls = [line.rstrip("\n").split(" ", 1) for line in lines]
            calls = [(time, masked(text)) for time, text in calls
                     if is_compared(text)]
            if calls:
                found.append(calls)
        found.sort(key=lambda calls: calls[0][0])
        return [[text for _, text in calls] for calls in found]


def ours(words):
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log.jsonl")
        subprocess.run([sys.argv[1], "trace", "--plain", "--auto", "--log",
                        log, *words], stdout=subprocess.DEVNULL,
                       stdin=subprocess.DEVNULL, check=True, timeout=400)
        found = {}
        with open(log, encoding="utf-8") as lines:
            for line in lines:
                event = json.loads(line)
                if event["event"] != "call" or event["phase"] != "return":
                    continue
                if is_compared(event["text"]):
                    found.setdefault(event["actor"], []).append(
                        masked(event["text"]))
        return list(found.values())


def main():
    common.need("strace")
    common.need("unshare")
    if not common.has_namespaces():
        common.skip("no user namespaces here: sockstep doctor")
    build = os.environ.get("BUILD", "build")
    wrong = 0
    for program in PROGRAMS:
        name, *words = program.split()
        words = [os.path.join(build, "programs", name), *words]
        theirs, told = strace(words), ours(words)
        theirs = [calls for calls in theirs if network(calls)]
        theirs.sort(key=network)
        told.sort(key=network)
        if theirs and len(theirs) == len(told) and all(map(agree, theirs,
                                                           told)):
            print(f"{program}: {sum(map(len, told))} calls of {len(told)}")
            continue
        wrong += 1
        print(f"{program}: strace says")
        for calls in theirs:
            print("  " + "\n  ".join(calls), end="\n\n")
        print("we say")
        for calls in told:
            print("  " + "\n  ".join(calls), end="\n\n")
    sys.exit(wrong > 0)


main()
