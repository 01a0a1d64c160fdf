#!/usr/bin/env python3
"""strace: every call of calls.md and of scripts, as strace prints it, is what
we print; and so is every call of the lessons that have a form of one which
those do not have (all lessons with EVERY=1).

strace watches the whole program; the agents are the processes that make the
calls of an actor. What they say to their control socket is left out: it
stands at a descriptor far above those of a lesson.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import re
import sys
import tempfile

import common

# What of the kernel stands for the call of a lesson, where they differ in name.
STANDS_FOR = {
    "accept4": "accept4?", "sendto": "send(to)?", "recvfrom": "recv(from)?",
    "clone": "fork", "wait4": "wait(pid|4)?", "exit_group": "_?exit",
    "clock_nanosleep": "sleep", "rt_sigaction": "signal|sigaction",
    "pipe2": "pipe2?", "pselect6": "p?select", "epoll_create1": "epoll_create1?"}
CALLS = ["socket", "bind", "listen", "accept", "connect", "read", "write",
         "shutdown", "close", "getsockname", "getpeername", "setsockopt",
         "getsockopt", "kill", "alarm", "socketpair", "dup", "dup2", "fcntl",
         "ioctl", "poll", "epoll_ctl", "epoll_wait", "sendmsg", "recvmsg",
         "readv", "writev", *STANDS_FOR]
LINE = re.compile(r"^(\d+) +(\w+)\((.*)$")
SCRIPTS = [os.path.join(os.path.dirname(__file__), name)
           for name in ("../golden/journal/fork.txt", "processes.txt")]
LIBRARY = ("getaddrinfo(", "getnameinfo(", "pthread_create(")  # no calls of the kernel
CONTROL = 200  # descriptors from here on are not a lesson's


def descriptor(arguments):
    number = re.match(r"(\d+)", arguments)
    return int(number.group(1)) if number else -1


def traced(path):
    """The calls of each process, in order, unfinished ones joined."""
    calls, open_calls = {}, {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            pid, _, text = line.partition(" ")
            text = text.strip()
            if text.endswith("<unfinished ...>"):
                open_calls[pid] = text[:-len("<unfinished ...>")]
                continue
            resumed = re.match(r"<\.\.\. \w+ resumed>(.*)", text)
            if resumed:
                begun, rest = open_calls.pop(pid, ""), resumed.group(1)
                text = (begun.rstrip() if rest[:1] in "})" else begun) + rest
            if LINE.match(f"{pid} {text}"):
                calls.setdefault(pid, []).append(text)
    return calls


def squeezed(text):
    """Without what only strace can know or care about: the padding before the
    result, the address of a buffer that was not filled, the name of an
    interface, and how the kernel names to itself what the process sees as
    EINTR."""
    text = re.sub(r"0x[0-9a-f]{9,}", "0x...", text)
    text = re.sub(r"ipi_ifindex=[^,]+", "ipi_ifindex=...", text)
    text = re.sub(r"= \? ERESTART(SYS|_RESTARTBLOCK) \(.*\)",
                  "= -1 EINTR (Interrupted system call)", text)
    text = re.sub(r" +", " ", text).replace("( ", "(")
    return text.replace(" )", ")").replace(" ,", ",")


def is_a_lessons(text):
    name, _, arguments = text.partition("(")
    if name in ("socket", "socketpair", "pipe2", "wait4", "kill", "alarm",
                "rt_sigaction"):
        return True
    return descriptor(arguments) < CONTROL


def is_same(ours, theirs):
    """strace stands between a call and the signal that it raises; who made the
    call dies with it by SIGPIPE, and nobody can tell us the result."""
    head, cut, _ = ours.partition(" <unfinished ...>) = ?")
    return ours == theirs or \
        cut and theirs == f"{head}) = -1 EPIPE (Broken pipe)"


def is_subsequence(ours, theirs):
    rest = iter(theirs)
    for call in ours:
        if not any(is_same(call, other) for other in rest):
            return call
    return None


def calls_of(story):
    """The calls of the kernel that one of the story's can be: whatever else is
    traced costs a stop each time that the lab itself makes it, and getsockopt
    alone is half of what it makes."""
    with open(story, encoding="utf-8") as file:
        text = file.read()
    return ",".join(call for call in CALLS
                    if re.search(rf"\b({STANDS_FOR.get(call, call)})\(", text))


def recorded(lesson):
    """Its events, and the calls of each process as strace saw them."""
    with tempfile.TemporaryDirectory() as folder:
        trace = os.path.join(folder, "trace")
        events = common.play(lesson, ["strace", "-f", "--seccomp-bpf", "-qq", "-o", trace,
                                      "-e", f"trace={calls_of(lesson)}",
                                      "-e", "signal=none"],
                             # Under strace, lsof can be too slow for its
                             # step: that is no matter here.
                             statuses=(0, 1))
        return events, [[squeezed(call) for call in calls if is_a_lessons(call)]
                        for calls in traced(trace).values()]


def difference(lesson, actor, ours, processes):
    nearest = max(processes, key=lambda calls: len(set(calls) & set(ours)),
                  default=[])
    return "\n".join(
        [f"{lesson}: no process made the calls of {actor}:"] +
        [f"  ours:   {call} {'' if call in nearest else '<--'}"
         for call in ours] +
        [f"  theirs: {call}" for call in nearest])


def check(lesson):
    """How many calls were compared, and what is different."""
    events, processes = recorded(lesson)
    actors, faults = {}, []
    for event in events:
        if (event["event"] == "call" and event["phase"] == "return" and
                not event["text"].startswith(LIBRARY)):
            actors.setdefault(event["actor"], []).append(
                squeezed(event["text"]))
    for actor, ours in actors.items():
        if None not in [is_subsequence(ours, calls) for calls in processes]:
            faults.append(difference(lesson, actor, ours, processes))
    return sum(len(ours) for ours in actors.values()), faults


common.need("strace")
if not common.has_namespaces():
    common.skip("namespaces are forbidden here")
CALLS_MD = os.path.join(os.path.dirname(__file__), "calls.md")
known = [CALLS_MD, *SCRIPTS]
results = common.at_once(check, [*known,
                                 *common.telling(common.lessons(), known)])
failed = [fault for _, faults in results for fault in faults]
compared = sum(count for count, _ in results)
print("\n".join([*failed, f"{compared} calls compared"]))
sys.exit(1 if failed or not compared else 0)
