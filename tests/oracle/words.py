#!/usr/bin/env python3
"""words: whatever stands on the screens of the lessons can be explained.

Each lesson's run is printed as lines, as it is on a screen; its states, columns,
notes, flags, constants, errors and calls are asked for by `explain`. The other
way round, a word that is nothing of the kind is refused.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import re
import subprocess
import sys

import common

ROW = re.compile(r"^  [*+-] .*? (tcp|udp|unix|icmp|raw)\S* (.*)$")
PACKET = re.compile(r"^  \S+ -> \S+ ([A-Z][A-Z-]+)\b(.*)$")
CONSTANT = re.compile(r"(?<![\w'/.-])[A-Z][A-Z0-9]*_[A-Z0-9_]+\b")
SHORT = re.compile(r"\b(?:E[A-Z]{3,}[A-Z0-9]*|POLL[A-Z]+|EPOLL[A-Z]+|SIG[A-Z]+"
                   r"|WNOHANG|FIONREAD)\b")
CALL = re.compile(r"^(?:\w+ runs: )(?:\w+ = )?(\w+)\(")
STATE = re.compile(r"[A-Z][A-Z0-9-]+")
COLUMNS = ("Recv-Q", "Send-Q", "local", "peer", "fd")


def notes_of(row):
    """What is said of a row, without what differs from run to run."""
    found = re.search(r"\(([^()]*)\)$", row)
    for note in re.split(r"[,;]", found.group(1)) if found else ():
        note = re.sub(r"^(\d+ |incl\. \d+ )", "", note.strip())
        # Whose descriptor it is besides is no word.
        if re.match(r"(also )?\w+ fd \d+$", note):
            continue
        # "timer persist: why", "SO_LINGER 0 s", "next datagram 4 bytes"
        note = re.sub(r"(:.*| \d[\d.]*( ?[a-z]+)?)$", "", note)
        if note:
            yield "retransmits" if note == "retransmit" else note


def words_of(text):
    words = set(COLUMNS)
    for line in text.splitlines():
        row, packet, call = (kind.match(line) for kind in (ROW, PACKET, CALL))
        if row:
            words.update(STATE.findall(row.group(2).split(" Recv-Q ")[0]))
            words.update(notes_of(line))
        elif packet:
            words.update(packet.group(1).split("-"))
        if call:
            words.add(call.group(1))
        if call or re.match(r"\w+: \w+\(", line):
            # What was sent are words of somebody else.
            line = re.sub(r'"[^"]*"', '""', line)
            words.update(CONSTANT.findall(line))
            words.update(SHORT.findall(line))
    return words


def printed(story):
    play = common.Play(story)
    done = common.run_quietly([common.SOCKSTEP, "replay", "--plain", play.log])
    return words_of(done.stdout)


def explained(words):
    """Each word's answer, or what is said against it."""
    lines = "".join(f"explain {word}\n" for word in words)
    done = subprocess.run([common.SOCKSTEP, "shell", "--plain", "-"],
                          input=lines, text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.stdout


used = sorted(set().union(*common.at_once(printed, common.lessons())))
said = explained([*used, "Quux"])
unknown = re.findall(r"explain: (.*?) is no errno, no call and no", said)
faults = [f"{word} has no entry in assets/words.txt"
          for word in unknown if word != "Quux"]
if unknown[-1:] != ["Quux"]:
    faults.append(f"Quux is explained: {said[-300:]}")
if len(used) < 100:
    faults.append(f"only {len(used)} words: {used}")
print("\n".join([*faults, f"{len(used)} words explained"]))
sys.exit(1 if faults else 0)
