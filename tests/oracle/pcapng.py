#!/usr/bin/env python3
"""pcapng: our capture files, read by tshark and capinfos.

Plays every lesson, and captured.md with all that can become of a packet, with
--pcap and --log. tshark must read the file without a warning; the number of
packets, their bytes, lengths, times, interfaces and comments must be those of
the log.
SPDX-License-Identifier: GPL-3.0-or-later
Run as: pcapng.py SOCKSTEP
"""
import os
import struct
import sys

import common

CAPTURED = os.path.join(os.path.dirname(__file__), "captured.md")
ENHANCED_PACKET = 6
SLACK = 2.1e-6  # the log tells microseconds, of two numbers


def bytes_of(path):
    """The bytes of each packet, from the enhanced packet blocks."""
    with open(path, "rb") as file:
        data = file.read()
    at = 0
    while at < len(data):
        kind, length = struct.unpack_from("<II", data, at)
        if kind == ENHANCED_PACKET:
            captured, = struct.unpack_from("<I", data, at + 20)
            yield data[at + 28:at + 28 + captured]
        at += length


def packets_of(events):
    """Each packet of the log: its event and what its comment must say."""
    wall = next(event["wall"] for event in events if event["event"] == "begin")
    packets, step, call = {}, None, None
    for event in events:
        if event["event"] == "step" and not event["over"]:
            step = event
        elif event["event"] == "call" and event["phase"] == "enter":
            call = event
        elif event["event"] == "packet":
            packet = packets.setdefault(event["number"], {
                "event": event, "time": wall + event["t"], "step": step,
                "call": call, "fates": []})
            packet["fates"].append(event["fate"])
            packet["bytes"] = event["bytes"]  # a later event's: corrupted
    return list(packets.values())


def parts_of(packet):
    event, step, call = packet["event"], packet["step"], packet["call"]
    yield f"packet {event['number']}"
    yield f"; step {step['step'] + 1}: {step['title']};" if step else "; setup"
    if call and len(call["source"]) < 400:
        yield f"; after {call['actor']}: {call['source']};"
    yield f" {packet['fates'][-1]}"
    if "held" in packet["fates"]:
        yield "; held"
    yield ", ".join(event["marks"])
    if event["sender"] and event["receiver"]:
        yield f", {event['sender']} to {event['receiver']};"


def differences(packet, row):
    event = packet["event"]
    if row["_ws.malformed"]:
        yield "tshark calls it malformed"
    if abs(float(row["frame.time_epoch"]) - packet["time"]) > SLACK:
        yield f"time {packet['time']} against {row['frame.time_epoch']}"
    for name, mine, theirs in (
            ("len", str(len(event["bytes"]) // 2), row["frame.len"]),
            ("host", event["from_host"], row["frame.interface_name"])):
        if mine != theirs:
            yield f"{name} {mine} against {theirs}"
    for part in parts_of(packet):
        if part not in row["frame.comment"]:
            yield f"'{part}' is not in the comment '{row['frame.comment']}'"


def fates_of(events):
    return {event["fate"] for event in events if event["event"] == "packet"}


def check_file(play, events):
    """Compares a file with the log. Returns the number of packets and of
    faults."""
    path, packets, rows = play.packets, packets_of(events), play.rows()
    if len(rows) != len(packets):
        sys.exit(f"{path}: {len(packets)} packets, {len(rows)} read")
    faults = [f"packet {packet['event']['number']}: {difference}"
              for packet, row in zip(packets, rows)
              for difference in differences(packet, row)]
    if list(bytes_of(path)) != [bytes.fromhex(packet["bytes"])
                                for packet in packets]:
        faults.append("the bytes are not those of the log")
    hosts = {event["host"] for event in events if event["event"] == "actor"}
    about = common.run_wireshark("capinfos", path)
    faults += [f"capinfos does not say '{wanted}'"
               for wanted in ("Capture application: sockstep",
                              *(f"Name = {host}" for host in hosts))
               if wanted not in about]
    for fault in faults:
        print(f"{path}: {fault}")
    return len(packets), len(faults)


def check(lesson):
    play = common.Play(lesson)
    events = play.events()
    if lesson == CAPTURED and len(fates_of(events)) != 3:
        sys.exit(f"{lesson}: a packet is to have each fate: "
                 f"{fates_of(events)}")
    return check_file(play, events)


common.need("tshark")
common.need("capinfos")
if not common.has_namespaces():
    common.skip("namespaces are forbidden here")
results = common.at_once(check, [*common.lessons(), CAPTURED])
compared = sum(count for count, _ in results)
failed = sum(wrong for _, wrong in results)
print(f"{compared} packets compared")
sys.exit(1 if failed or not compared else 0)
