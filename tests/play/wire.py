#!/usr/bin/env python3
"""wire: packets held, delivered and dropped by keys and by typed orders.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/wire.py [PROGRAM]
"""

import json
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (LESSONS, PROGRAM, Terminal, expect, main,  # noqa: E402
                      run)

LESSON = os.path.join(LESSONS, "wire.md")


def open_lesson(t):
    t.until("the beginning")
    t.send(" ")
    t.until_row("client", "UNCONN")


def handshake_by_keys():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        open_lesson(t)
        t.send("H")
        t.until("every packet is held from now on")
        t.send(" ")
        t.until_row("client", "SYN-SENT")
        t.until("first goes on")  # in the footer, while something is held
        t.send(".")
        t.until_row("kernel", "SYN-RECV")
        t.until_row("client", "SYN-SENT")
        t.send(".")
        t.until_row("client", "ESTAB")
        t.until_row("kernel", "SYN-RECV")
        t.send("H")
        t.until("nothing is held any more")
        t.until_row("kernel", "ESTAB")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")


def a_click_chooses_a_packet():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        open_lesson(t)
        t.send("H")
        t.until("every packet is held from now on")
        t.send(" ")
        t.until_row("▶1", "SYN")
        # What is sent again while it is held is no line of its own.
        t.until_row("▶1", "[+")
        t.send(".")
        t.until_row("2", "SYN-ACK")
        t.until_row("3", "[retransmission]")
        rows = t.screen.text().split("\n")
        y = next(i for i, row in enumerate(rows) if "[retransmission]" in row)
        t.send(f"\x1b[<0;20;{y + 1}M\x1b[<0;20;{y + 1}m")
        t.until_row("▶3", "[retransmission]")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")
        t.check_modes()


def the_packet_under_the_cursor():
    """The first SYN is lost; its retransmission goes on."""
    with Terminal([PROGRAM, "run", LESSON]) as t:
        open_lesson(t)
        t.send(":hold SYN\r")
        t.send(" ")
        t.until_row("client", "SYN-SENT")
        t.send("X")
        t.until("dropped")
        t.until("retransmission")
        t.send("d")
        t.until_row("client", "ESTAB")
        t.send("r")
        t.until("rewound")
        # In the new lab nothing was sent again yet.
        t.until("could not be given again")
        t.until_row("client", "SYN-SENT")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")


def orders_are_typed():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        open_lesson(t)
        t.send(":hodl SYN\r")
        t.until("the nearest are hold and")
        t.send("hold from nobody\r")
        t.until("no actor or host is named nobody")
        t.send("drop 9\r")
        t.until("packet 9 is not held: the wire holds nothing")
        t.send("inject\x7f\x7f\x03\x1b")
        t.until(lambda: "Esc leaves" not in t.screen.text(), "it is left")
        t.send(":")
        t.until("Esc leaves")
        t.send("hold SYM\x7fN\r ")
        t.until_row("client", "SYN-SENT")
        t.send("\x1b[D")
        t.until("viewing step 1, live at step 2")
        t.send(".")
        t.until("look forward")
        t.send("\x1b[C")
        t.send(":deliver SYN\r")
        t.until_row("client", "ESTAB")
        t.until("Esc leaves")
        t.send("\x1b")
        t.until(lambda: "Esc leaves" not in t.screen.text(), "it is left")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")


def a_question_does_not_stop_the_wire():
    with Terminal([PROGRAM, "run", LESSON]) as t:
        open_lesson(t)
        t.send("  ")
        t.until("Does the server get the bytes?")
        t.send("b")
        t.until("This was the last call.")
        t.send(".")
        t.until_row("kernel", "ESTAB", "0→5")
        t.send("q")
        expect(t.ended() == 0, "it ends with status 0")


def what_went_on_by_itself():
    """Words that were true before an order say so; the lesson does not go on
    with packets that are no longer held."""
    with Terminal([PROGRAM, "run", "handshake"]) as t:
        t.until("the beginning")
        t.send(" ")
        t.until("No: nobody has sent anything")
        t.send(" ")
        t.until("so it sleeps in SYN-SENT")
        expect("Before your order" not in t.screen.text(), "nothing was told")
        t.send("H")
        t.until_row("client", "3", "ESTAB")
        t.until("Before your order to the wire:")
        t.send("?")
        t.until("since you told the wire")
        t.send("r")
        t.until("rewound")
        t.send(" ")
        t.until_row("client", "3", "SYN-SENT")
        t.until("Fill in the answer")
        expect("Before your order" not in t.screen.text(), "nothing was told")


def script_orders(folder):
    """What a rewind to the place of the second order does again."""
    script = os.path.join(folder, "script")
    log = os.path.join(folder, "log")
    shot = os.path.join(folder, "screen")
    with open(script, "w", encoding="utf-8") as file:
        file.write("next\nhold SYN\nnext\nkey tab\nkey d\nflow\n"
                   f"rewind\nscreen {shot}\n")
    result = run("run", "--script", script, "--log", log, LESSON)
    expect(result.returncode == 0, f"status {result.returncode}: "
           f"{result.stderr}")
    with open(shot, encoding="utf-8") as file:
        expect("ESTAB" in file.read(), "the rewound kernel is connected")
    with open(log, encoding="utf-8") as file:
        events = [json.loads(line) for line in file]
    orders = [event["order"] for event in events
              if event.get("event") == "order"]
    expect(orders == ["hold SYN", "deliver 1", "flow",
                      "hold SYN", "deliver 1", "flow"], f"orders: {orders}")


def orders_are_told_again():
    with tempfile.TemporaryDirectory() as folder:
        script_orders(folder)


def plain_mode_tells_orders():
    result = run("run", LESSON)
    expect(result.returncode == 0, f"status {result.returncode}")
    expect("\nwire: hold data\n" in result.stdout, result.stdout)
    expect("client -> server PSH-ACK seq 1 ack 1 len 5 (held, packet 4)\n"
           in result.stdout, result.stdout)


if __name__ == "__main__":
    main([handshake_by_keys, a_click_chooses_a_packet,
      the_packet_under_the_cursor, orders_are_typed,
      a_question_does_not_stop_the_wire, what_went_on_by_itself,
      orders_are_told_again, plain_mode_tells_orders])
