#!/usr/bin/env python3
"""tshark: the fields and marks we print of each packet are those tshark reads
in the capture file, whose bytes pcapng.py compares with those of the log.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import sys

import common

NAMES = (("SYN", "tcp.flags.syn"), ("FIN", "tcp.flags.fin"),
         ("RST", "tcp.flags.reset"), ("PSH", "tcp.flags.push"),
         ("ACK", "tcp.flags.ack"))


def is_set(value):
    return value in ("1", "True")


def flags_of(row):
    return {name for name, field in NAMES if is_set(row[field])}


def differences(ours, row):
    if row["_ws.malformed"]:
        yield "tshark calls it malformed"
    is_fragment = bool(int(row["ip.frag_offset"])) or is_set(row["ip.flags.mf"])
    if is_fragment != ("fragment" in ours["summary"]):
        yield f"{ours['summary']} against fragment {is_fragment}"
    if ours["proto"] == "udp" and not is_fragment:
        if int(row["udp.length"]) - 8 != ours["len"]:
            yield f"len {ours['len']} against {row['udp.length']} - 8"
        return
    if ours["proto"] != "tcp":
        return
    local = f"{row['ip.src']}:{row['tcp.srcport']}"
    peer = f"{row['ip.dst']}:{row['tcp.dstport']}"
    for name, mine, theirs in (
            ("from", ours["from"], local), ("to", ours["to"], peer),
            ("len", ours["len"], int(row["tcp.len"])),
            ("seq", ours["seq"], int(row["tcp.seq"])),
            ("flags", set(ours["flags"].split("-")), flags_of(row)),
            ("retransmission", "retransmission" in ours.get("marks", []),
             bool(row["tcp.analysis.retransmission"])),
            ("zero window", "zero window" in ours.get("marks", []),
             bool(row["tcp.analysis.zero_window"]))):
        if mine != theirs:
            yield f"{name} {mine} against {theirs}"
    if "ACK" in flags_of(row) and ours["ack"] != int(row["tcp.ack"]):
        yield f"ack {ours['ack']} against {row['tcp.ack']}"


def check(lesson):
    """How many packets were compared, and in how many points they differ."""
    play, packets, failed = common.Play(lesson), {}, 0
    for event in play.events():
        if event["event"] == "packet":
            packets.setdefault(event["number"], event)
    rows = play.rows()
    if len(rows) != len(packets):
        sys.exit(f"{lesson}: {len(packets)} packets, {len(rows)} read")
    pairs = [(ours, row) for ours, row in zip(packets.values(), rows)
             if ":" in ours["from"] and not ours["from"].startswith("[")]
    for ours, row in pairs:
        for difference in differences(ours, row):
            failed += 1
            print(f"{lesson}: packet {ours['number']}: {difference}")
    return len(pairs), failed


common.need("tshark")
if not common.has_namespaces():
    common.skip("namespaces are forbidden here")
results = common.at_once(check, common.lessons())
compared = sum(count for count, _ in results)
failed = sum(wrong for _, wrong in results)
print(f"{compared} packets compared")
sys.exit(1 if failed or not compared else 0)
