#!/usr/bin/env python3
"""fields: our fields of packets against those of tshark.

The packets are tests/golden/packet/*.hex, our fields the *.fields beside them,
which the unit tests keep true. All occurrences are compared, those inside the
quotations of ICMP errors too.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import glob
import itertools
import os
import re
import struct
import subprocess
import sys
import tempfile

import common

LINKTYPE_RAW = 101
FOLDER = os.path.join(os.path.dirname(__file__), "..", "golden", "packet")


def number(text):
    return int(re.match(r"0x[0-9a-f]+|\d+", text)[0], 0)


def eights(text):
    return number(text) // 8


# our header and field; tshark's name; how ours becomes a number (None: text)
NAMES = [
    ("IPv4", "header length", "ip.hdr_len", number),
    ("IPv4", "class of service (DSCP)", "ip.dsfield.dscp", number),
    ("IPv4", "congestion (ECN)", "ip.dsfield.ecn", number),
    ("IPv4", "total length", "ip.len", number),
    ("IPv4", "identification", "ip.id", number),
    ("IPv4", "fragment offset", "ip.frag_offset", eights),
    ("IPv4", "time to live", "ip.ttl", number),
    ("IPv4", "protocol", "ip.proto", number),
    ("IPv4", "checksum", "ip.checksum", number),
    ("IPv4", "source", "ip.src", None),
    ("IPv4", "destination", "ip.dst", None),
    ("IPv6", "class of service (DSCP)", "ipv6.tclass.dscp", number),
    ("IPv6", "congestion (ECN)", "ipv6.tclass.ecn", number),
    ("IPv6", "flow label", "ipv6.flow", number),
    ("IPv6", "payload length", "ipv6.plen", number),
    ("IPv6", "next header", "ipv6.nxt", number),
    ("IPv6", "hop limit", "ipv6.hlim", number),
    ("IPv6", "source", "ipv6.src", None),
    ("IPv6", "destination", "ipv6.dst", None),
    ("fragment header", "fragment offset", "ipv6.fraghdr.offset", eights),
    ("fragment header", "identification", "ipv6.fraghdr.ident", number),
    ("TCP", "source port", "tcp.srcport", number),
    ("TCP", "destination port", "tcp.dstport", number),
    ("TCP", "sequence number", "tcp.seq_raw", number),
    ("TCP", "acknowledgement", "tcp.ack_raw", number),
    ("TCP", "header length", "tcp.hdr_len", number),
    ("TCP", "flags", "tcp.flags", number),
    ("TCP", "window", "tcp.window_size_value", number),
    ("TCP", "checksum", "tcp.checksum", number),
    ("TCP", "urgent pointer", "tcp.urgent_pointer", number),
    ("TCP options", "maximum segment size", "tcp.options.mss_val", number),
    ("TCP options", "window scale", "tcp.options.wscale.shift", number),
    ("TCP options", "timestamps", "tcp.options.timestamp.tsval",
     lambda text: int(re.search(r"value (\d+)", text)[1])),
    ("TCP options", "timestamps", "tcp.options.timestamp.tsecr",
     lambda text: int(re.search(r"echo (\d+)", text)[1])),
    ("UDP", "source port", "udp.srcport", number),
    ("UDP", "destination port", "udp.dstport", number),
    ("UDP", "length", "udp.length", number),
    ("UDP", "checksum", "udp.checksum", number),
    ("ICMP", "type", "icmp.type", number),
    ("ICMP", "code", "icmp.code", number),
    ("ICMP", "checksum", "icmp.checksum", number),
    ("ICMP", "identifier", "icmp.ident", number),
    ("ICMP", "next MTU", "icmp.mtu", number),
    ("ICMPv6", "type", "icmpv6.type", number),
    ("ICMPv6", "code", "icmpv6.code", number),
    ("ICMPv6", "checksum", "icmpv6.checksum", number),
    ("ICMPv6", "next MTU", "icmpv6.mtu", number),
    ("ICMPv6", "target", "icmpv6.nd.na.target_address", None),
]
VERDICTS = {"IPv4": "ip.checksum.status", "TCP": "tcp.checksum.status",
            "UDP": "udp.checksum.status", "ICMP": "icmp.checksum.status",
            "ICMPv6": "icmpv6.checksum.status"}
FIELDS = [row[2] for row in NAMES] + list(VERDICTS.values())
CHECKED = [name for layer in ("ip", "tcp", "udp")
           for name in ("-o", f"{layer}.check_checksum:TRUE")]


def packets_of(path):
    packets = [""]
    with open(path, encoding="utf-8") as lines:
        for line in map(str.strip, lines):
            if not line and packets[-1]:
                packets.append("")
            elif not line.startswith("#"):
                packets[-1] += line
    return [bytes.fromhex(packet) for packet in packets if packet]


def fields_of(path):
    """Of each packet, a list of header, name, value and verdict."""
    packets, header = [], ""
    with open(path, encoding="utf-8") as lines:
        for line in map(str.rstrip, lines):
            found = re.match(r" +\d+\+\d+ +([^:]+): (.*?)( \[\w+\])? -- ",
                             line)
            if line.startswith("#"):
                packets.append([])
            elif found:
                packets[-1].append((header, *found.groups()))
            elif line:
                header = line.removeprefix("quoted ")
    return packets


def read_by_tshark(packets):
    out = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, LINKTYPE_RAW)
    for time, data in enumerate(packets):
        out += struct.pack("<IIII", time, 0, len(data), len(data)) + data
    with tempfile.NamedTemporaryFile(suffix=".pcap") as file:
        file.write(out)
        file.flush()
        command = ["tshark", "-n", "-r", file.name, "-T", "fields",
                   "-E", "separator=\x1f", "-E", "aggregator=;",
                   "-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE",
                   *CHECKED]
        for field in FIELDS:
            command += ["-e", field]
        lines = subprocess.run(
            command, check=True, stdout=subprocess.PIPE, text=True,
            stderr=subprocess.DEVNULL,
            env=common.without_settings()).stdout.splitlines()
    return [dict(zip(FIELDS, (value.split(";") if value else []
                              for value in line.split("\x1f"))))
            for line in lines]


def differences(ours, theirs):
    """Yields what differs; counts what was compared in the global."""
    global compared
    for header, name, field, convert in NAMES:
        mine = [value for at, called, value, _ in ours
                if (at, called) == (header, name)]
        found = theirs[field]
        if convert:
            mine = [convert(value) for value in mine]
            found = [int(value, 0) for value in found]
        # For tshark the destination is the last one of a route.
        if field == "ip.dst" and any("source route" in row[1] for row in ours):
            continue
        compared += len(found)
        # It reads on where a header is cut short or its length is wrong.
        if found and mine[:len(found)] != found[:len(mine)]:
            yield f"{header}: {name} {mine} against {found}"
    for header, field in VERDICTS.items():
        mine = [verdict for at, called, _, verdict in ours
                if (at, called) == (header, "checksum")]
        for verdict, status in zip(mine, theirs[field]):
            compared += 1
            # 0 is bad, 1 is good; others it does not verify.
            wanted = {"0": " [BAD]", "1": " [good]"}.get(status, verdict)
            if verdict and verdict != wanted:
                yield f"{header}: checksum{verdict} against status {status}"


common.need("tshark")
compared = failed = 0
files = {hexes: packets_of(hexes)
         for hexes in sorted(glob.glob(os.path.join(FOLDER, "*.hex")))}
# Together, for tshark takes long to start; none of the fields is one that it
# finds by looking at other packets.
all_rows = iter(read_by_tshark(sum(files.values(), [])))
for hexes, packets in files.items():
    known = fields_of(hexes.replace(".hex", ".fields"))
    rows = list(itertools.islice(all_rows, len(packets)))
    if len(rows) != len(known):
        sys.exit(f"{hexes}: {len(known)} packets, {len(rows)} read")
    for place, (ours, row) in enumerate(zip(known, rows)):
        for difference in differences(ours, row):
            failed += 1
            print(f"{os.path.basename(hexes)}: packet {place + 1}: "
                  f"{difference}")
print(f"{compared} fields compared")
if list(all_rows):
    sys.exit("tshark reads more packets than there are")
sys.exit(1 if failed or not compared else 0)
