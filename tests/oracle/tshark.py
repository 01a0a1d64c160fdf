#!/usr/bin/env python3
"""tshark: the fields and marks we print of each packet are those tshark reads
from the same bytes.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import struct
import subprocess
import sys
import tempfile

import common

LINKTYPE_RAW = 101
FIELDS = ["ip.src", "ip.dst", "tcp.srcport", "tcp.dstport", "tcp.seq",
          "tcp.ack", "tcp.len", "tcp.flags.syn", "tcp.flags.ack",
          "tcp.flags.fin", "tcp.flags.reset", "tcp.flags.push",
          "ip.frag_offset", "ip.flags.mf", "udp.srcport", "udp.dstport", "udp.length",
          "tcp.analysis.retransmission", "tcp.analysis.zero_window"]
NAMES = (("SYN", "tcp.flags.syn"), ("FIN", "tcp.flags.fin"),
         ("RST", "tcp.flags.reset"), ("PSH", "tcp.flags.push"),
         ("ACK", "tcp.flags.ack"))


def capture(packets):
    """The bytes as a pcap file, see pcap-savefile(5)."""
    out = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, LINKTYPE_RAW)
    for packet in packets:
        data = bytes.fromhex(packet["bytes"])
        second, rest = divmod(packet["t"], 1)
        out += struct.pack("<IIII", int(second), int(rest * 1e6), len(data),
                           len(data)) + data
    return out


def read_by_tshark(packets):
    with tempfile.NamedTemporaryFile(suffix=".pcap") as file:
        file.write(capture(packets))
        file.flush()
        command = ["tshark", "-n", "-r", file.name, "-T", "fields",
                   "-o", "tcp.check_checksum:TRUE", "-o", "ip.defragment:FALSE", "-Y", "frame",
                   # An ICMP error has a packet within it: only the outer counts.
                   "-E", "occurrence=f", "-e", "_ws.malformed"]
        for field in FIELDS:
            command += ["-e", field]
        out = subprocess.run(command, check=True, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, text=True,
                             env=common.without_settings()).stdout
    rows = []
    for line in out.splitlines():
        values = line.split("\t")
        rows.append(dict(zip(["malformed", *FIELDS], values)))
    return rows


def is_set(value):
    return value in ("1", "True")


def flags_of(row):
    return {name for name, field in NAMES if is_set(row[field])}


def differences(ours, row):
    if row["malformed"]:
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
    packets, failed = {}, 0
    for event in common.play(lesson):
        if event["event"] == "packet":
            packets.setdefault(event["number"], event)
    packets = [packet for packet in packets.values() if ":" in packet["from"]
               and not packet["from"].startswith("[")]
    if not packets:
        return 0, 0
    rows = read_by_tshark(packets)
    if len(rows) != len(packets):
        sys.exit(f"{lesson}: {len(packets)} packets, {len(rows)} read")
    for ours, row in zip(packets, rows):
        for difference in differences(ours, row):
            failed += 1
            print(f"{lesson}: packet {ours['number']}: {difference}")
    return len(packets), failed


common.need("tshark")
if not common.has_namespaces():
    common.skip("namespaces are forbidden here")
results = common.at_once(check, common.lessons())
compared = sum(count for count, _ in results)
failed = sum(wrong for _, wrong in results)
print(f"{compared} packets compared")
sys.exit(1 if failed or not compared else 0)
