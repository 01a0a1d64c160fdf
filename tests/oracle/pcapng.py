#!/usr/bin/env python3
"""pcapng: our capture files, read by tshark and capinfos.

Plays every lesson, and captured.md with all that can become of a packet, with
--pcap and --log. tshark must read the file without a warning; the number of
packets, their lengths, times, interfaces and comments must be those of the
log.
SPDX-License-Identifier: GPL-3.0-or-later
Run as: pcapng.py SOCKSTEP
"""
import os
import subprocess
import sys
import tempfile

import common

FIELDS = ["frame.number", "frame.time_epoch", "frame.len",
          "frame.interface_name", "frame.packet_flags_direction",
          "frame.comment", "_ws.malformed"]
CAPTURED = os.path.join(os.path.dirname(__file__), "captured.md")
SLACK = 2.1e-6  # the log tells microseconds, of two numbers


def run(*command):
    """What a Wireshark tool prints; it must have nothing else to say."""
    done = subprocess.run(
        command, check=False, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, env=common.without_settings())
    said = [line for line in done.stderr.splitlines()
            if not line.startswith("Running as user")]
    if done.returncode or said:
        sys.exit(f"{command}: status {done.returncode}: {said}")
    return done.stdout


def read_by_tshark(path):
    command = ["tshark", "-n", "-r", path, "-T", "fields",
               "-E", "separator=\x1f"]
    for field in FIELDS:
        command += ["-e", field]
    return [dict(zip(FIELDS, line.split("\x1f")))
            for line in run(*command).splitlines()]


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


def check_file(path, events):
    """Compares a file with the log. Returns the number of packets and of
    faults."""
    packets, rows = packets_of(events), read_by_tshark(path)
    if len(rows) != len(packets):
        sys.exit(f"{path}: {len(packets)} packets, {len(rows)} read")
    faults = 0
    for packet, row in zip(packets, rows):
        for difference in differences(packet, row):
            faults += 1
            print(f"{path}: packet {packet['event']['number']}: {difference}")
    hosts = {event["host"] for event in events if event["event"] == "actor"}
    about = run("capinfos", path)
    for wanted in ["Capture application: sockstep",
                   *(f"Name = {host}" for host in hosts)]:
        if wanted not in about:
            faults += 1
            print(f"{path}: capinfos does not say '{wanted}'")
    return len(packets), faults


def check(lesson):
    name = os.path.join(folder, os.path.basename(lesson) + ".pcapng")
    log = common.play(lesson, more=["--pcap", name])
    if lesson == CAPTURED and len(fates_of(log)) != 3:
        sys.exit(f"{lesson}: a packet is to have each fate: {fates_of(log)}")
    return check_file(name, log)


common.need("tshark")
common.need("capinfos")
if not common.has_namespaces():
    common.skip("namespaces are forbidden here")
with tempfile.TemporaryDirectory() as folder:
    results = common.at_once(check, [*common.lessons(), CAPTURED])
compared = sum(count for count, _ in results)
failed = sum(wrong for _, wrong in results)
print(f"{compared} packets compared")
sys.exit(1 if failed or not compared else 0)
