#!/usr/bin/env python3
"""ss: after every call of a conversation, our sockets are those ss lists.

The lesson is written here: the conversation with `ss -tanepH` after each call,
run inside the lab at the same moment as our snapshot.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import re
import sys
import tempfile

import common

HEAD = """---
id: ss-oracle
title: The sockets that ss lists
module: 9 Tests
kind: extension
objective: Compare.
requires: []
minutes: {demo: 1, lab: 1}
actors: {server: {}, client: {}}
---

"""
CALLS = [
    ("server", "srv = socket(AF_INET, SOCK_STREAM, 0);"),
    ("server", "bind(srv, 127.0.0.1:12345);"),
    ("server", "listen(srv, 5);"),
    ("client", "cli = socket(AF_INET, SOCK_STREAM, 0);"),
    ("client", "connect(cli, 127.0.0.1:12345);"),
    ("client", 'send(cli, "hello");'),
    ("server", "conn = accept(srv);"),
    ("server", "recv(conn, 2);"),
    ("server", 'send(conn, "x" * 1000);'),
    # The acknowledgement of a FIN may take 42 ms: wait for it.
    ("client", "shutdown(cli, SHUT_WR);", "cli: FIN-WAIT-2"),
    ("server", "close(srv);"),
    ("client", "close(cli);"),
]


def lesson_text():
    text = HEAD
    for actor, call, *expected in CALLS:
        text += (f"## Look around: {call.split('(')[0]}\n\n```c {actor}\n"
                 f"{call}\n```\n\n")
        for line in expected:
            text += f"```expect\n{line}\n```\n\n"
        text += "Then.\n\n---\n\n```sh\nss -tanepH\n```\n\n"
    return text


def address(text):
    return text.replace("[::ffff:127.0.0.1]", "127.0.0.1")


def listed_by_ss(output):
    rows = set()
    for line in output.splitlines():
        state, recv_q, send_q, local, peer, *rest = line.split()
        inode = re.search(r"\bino:(\d+)", " ".join(rest))
        fds = sorted(map(int, re.findall(r"fd=(\d+)", " ".join(rest))))
        rows.add((state, int(recv_q), int(send_q), address(local),
                  address(peer), int(inode.group(1)) if inode else 0,
                  tuple(fds)))
    return rows


def listed_by_us(sockets):
    rows = set()
    for row in sockets.values():
        # ss reads the same tables, which have no unbound or bound-only socket.
        if row["type"] != "SOCK_STREAM" or row["state"] == "UNCONN":
            continue
        fds = tuple(sorted(owner["fd"] for owner in row["owners"]))
        rows.add((row["state"], row["recv_q"], row["send_q"], row["local"],
                  row["peer"], row["inode"], fds))
    return rows


common.need("ss")
if not common.has_namespaces():
    common.skip("namespaces are forbidden here")
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "01-ss-oracle.md")
    with open(path, "w", encoding="utf-8") as file:
        file.write(lesson_text())
    events = common.play(path)

sockets, compared, failed = {}, 0, 0
for event in events:
    if event["event"] == "socket":
        key = (event["host"], event["cookie"])
        if event["change"] == "gone":
            sockets.pop(key, None)
        else:
            sockets[key] = event
    if event["event"] == "output":
        ours, theirs = listed_by_us(sockets), listed_by_ss(event["text"])
        compared += len(theirs)
        if ours != theirs:
            failed += 1
            print(f"after {event['t']} s")
            for row in sorted(ours - theirs):
                print("  only ours: ", row)
            for row in sorted(theirs - ours):
                print("  only of ss:", row)
print(f"{compared} rows compared")
sys.exit(1 if failed or compared < 15 else 0)
