#!/usr/bin/env python3
"""hostile: what others wrote is shown as text, wherever it stands: no control
character of theirs leaves, to the terminal, to a pipe or into a file.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/hostile.py [PROGRAM]
"""

import json
import os
import subprocess
import sys
import tempfile
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (DEADLINE, PROGRAM, Terminal, environment,  # noqa: E402
                      expect, main)

# A title, another mode, a C1 control, a turn of direction, a thing of no
# width, a tag; neither curses nor anything of ours sends one of these.
PARTS = ("\x1b]0;owned\x07", "\x1b[?6h", "\x9b31m", "\u202e", "\u200b",
         "\u2066", "\U000e0041")
HOSTILE = "".join(PARTS)
SHOWN = "\\033]0;owned\\007\\033[?6h\\u009b31m\\u202e\\u200b\\u2066\\U000e0041"
# YAML has no controls; these can stand in a front matter.
SOFT = "".join(PARTS[3:])
SOFT_SHOWN = SHOWN[SHOWN.index("\\u202e"):]
SH = HOSTILE.encode().hex()  # for python3 -c

LESSON = f"""---
id: hostile
title: A title {SOFT}
module: 1 Tests
kind: core
objective: See {SOFT} as text.
requires: []
minutes: {{demo: 1, lab: 1}}
actors: {{server: {{}}, client: {{}}}}
---

The preface {HOSTILE}.

## Get ready: step {HOSTILE}

Some words, {HOSTILE} and `code {HOSTILE}`.

```sh
python3 -c 'import sys; sys.stdout.buffer.write(b"cut\\0here" + bytes.fromhex("{SH}"))'
```

```expect
output has "here"
```

```predict
Which one {HOSTILE}?
- [ ] this {HOSTILE}
  No, {HOSTILE}.
- [x] that

Because {HOSTILE}.
```

```c server
u = socket(AF_UNIX, SOCK_DGRAM, 0);
```

The last word {HOSTILE}.
"""

# What a traced program prints and sends, and a name that it gives itself.
TALKER = f"""#!/usr/bin/env python3
# {HOSTILE}
import ctypes, socket, sys
text = bytes.fromhex("{SH}")
ctypes.CDLL(None).prctl(15, b"\\x1b[?6h\\xc2\\x9b", 0, 0, 0)
def send(s):  # {HOSTILE}
    s.send(text)
a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
sys.stdout.buffer.write(b"cut\\0here" + text + b"\\n")
sys.stdout.flush()
send(a)
b.recv(100)
u = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
u.bind(b"\\0" + text)
"""


def raw_controls(text):
    """The characters of `text` that a terminal would do something with."""
    return [c for c in text if c not in "\n\t" and
            (unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs"))]


def check_lines(data, what):
    text = data.decode()  # what is no UTF-8 is a ValueError: a failure
    expect(not raw_controls(text), f"{what}: {raw_controls(text)} in {text!r}")
    return text


def check_screen(raw):
    for part in PARTS:
        expect(part.encode() not in raw, f"{part!r} is in {raw!r}")


def write(folder, name, text, mode=0o644):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, mode)
    return path


def plain(*words, lines="", status=0, folder=None):
    """All that a run without a terminal writes."""
    result = subprocess.run([PROGRAM, *words], input=lines.encode(),
                            capture_output=True, timeout=DEADLINE, cwd=folder,
                            env=environment(), check=False)
    out = (check_lines(result.stdout, "standard output") +
           check_lines(result.stderr, "standard error"))
    expect(result.returncode == status, f"status {result.returncode}: {out}")
    return out


def lessons_in_lines():
    with tempfile.TemporaryDirectory() as folder:
        path = write(folder, "hostile.md", LESSON)
        out = plain("run", "--plain", "--auto", "--allow-commands",
                    "--log", "run.jsonl",
                    "--save", "run.md", path, folder=folder)
        expect(f"cut\\000here{SHOWN}" in out, out)
        for text in (f"A title {SOFT_SHOWN}", f"step {SHOWN}",
                     f"words, {SHOWN}", f"this {SHOWN}"):
            expect(text in out, f"{text} in {out}")
        for name in ("run.jsonl", "run.md"):
            with open(os.path.join(folder, name), "rb") as file:
                check_lines(file.read(), name)
        with open(os.path.join(folder, "run.jsonl"), "rb") as file:
            events = [json.loads(line) for line in file]
        outputs = [e["text"] for e in events if e["event"] == "output"]
        expect(outputs == ["cut\0here" + HOSTILE], f"{outputs}")


def lessons_on_the_screen():
    with tempfile.TemporaryDirectory() as folder:
        path = write(folder, "hostile.md", LESSON)
        with Terminal([PROGRAM, "run", "--allow-commands", path], width=140,
                      height=45) as t:
            t.until("The preface")
            for beat, text in enumerate(("cut\\000here\\033]0;owned",
                                         "Because \\033]0;owned")):
                t.send("b" if beat == 1 else " ")
                t.until(text)
            t.send("o")
            t.until("cut\\000here\\033]0;owned")
            t.send("qq")
            t.ended()
            check_screen(t.raw)


def programs_in_lines():
    with tempfile.TemporaryDirectory() as folder:
        path = write(folder, f"talk{HOSTILE}.py", TALKER, 0o755)
        out = plain("trace", "--plain", "--auto", "--log", "run.jsonl",
                    "--pcap", "run.pcapng", "--save", "run.c", path,
                    f"word {HOSTILE}", folder=folder)
        expect("cut\\0here\\33]0;owned" in out, out)
        for name in os.listdir(folder):
            if name.endswith((".jsonl", ".c")):
                with open(os.path.join(folder, name), "rb") as file:
                    check_lines(file.read(), name)


def programs_on_the_screen():
    with tempfile.TemporaryDirectory() as folder:
        path = write(folder, f"talk{HOSTILE}.py", TALKER, 0o755)
        with Terminal([PROGRAM, "trace", path, f"word {HOSTILE}"], width=140,
                      height=45) as t:
            t.until("space: ")
            while not t.row_with("space: ", "bind("):
                before = t.row_with("space: ")
                t.send(" ")
                t.until(lambda: t.row_with("space: ") not in ("", before),
                        "another call is next")
            expect("cut\\0here" in t.screen.text(), t.screen.text())
            t.send("o")
            t.until(lambda: "output" in t.screen.text().split("\n")[1],
                    "the output is open")
            t.send("qq")
            t.ended()
            check_screen(t.raw)


def sentences():
    """Wrong words, names of files and hosts, faults with their lines."""
    with tempfile.TemporaryDirectory() as folder:
        faulty = write(folder, f"no{HOSTILE}.md",
                       LESSON.replace("kind: core", f"kind: {HOSTILE}"))
        for words in ((HOSTILE,), ("run", HOSTILE), ("run", f"{HOSTILE}.md"),
                      ("lint", faulty), ("run", faulty),
                      ("trace", "--plain", f"--host={HOSTILE}", "true"),
                      ("shell", f"--{HOSTILE}"),
                      ("shell", "--log", f"{HOSTILE}/x"),
                      ("run", "--to", HOSTILE, "tcp-conversation"),
                      ("shell", "--script", HOSTILE),
                      ("trace", "--plain", HOSTILE)):
            result = subprocess.run(
                [PROGRAM, *words], stdin=subprocess.DEVNULL,
                capture_output=True, timeout=DEADLINE, cwd="/",
                env=environment(TERM=None), check=False)
            check_lines(result.stdout, words)
            check_lines(result.stderr, words)
            told = (result.stdout + result.stderr).decode()
            expect("\\033]0;owned" in told, f"{words}: {result}")


def lines_of_the_shell():
    lines = "".join(f"{line}\n" for line in (
        f"{HOSTILE}", f"sh printf %s '{HOSTILE}'", f"explain {HOSTILE}",
        f'sock = socket({HOSTILE})', f"actor {HOSTILE}", f"save {HOSTILE}/x.c",
        "u = socket(AF_UNIX, SOCK_DGRAM, 0)",
        f'bind(u, unix:"/tmp/{HOSTILE}")', "sockets", "log", "history"))
    out = plain("shell", "--plain", lines=lines, status=1)
    expect("\\033]0;owned" in out, out)


def outputs_that_are_no_text():
    """Every byte, alone and in pairs with what could make it a character."""
    code = ("import sys; [sys.stdout.buffer.write(bytes([b, 10, 0xc2, b, 10]))"
            " for b in range(256)]")
    out = plain("shell", "--plain", lines=f"sh python3 -c '{code}'\n")
    expect("\\377" in out and "\\000" in out and "\\u009b" in out, out)


# Units of debugging information that all have the same long list of ranges:
# none of them is about the program's code, and who looks for one that is reads
# the list once for each.
UNITS = """
#include <sys/socket.h>
int main(void) {{ return socket(AF_INET, SOCK_STREAM, 0) < 0; }}
__asm__(".pushsection .debug_abbrev,\\"\\",@progbits\\n"
        ".byte 1, 0x11, 0, 0x11, 0x01, 0x55, 0x17, 0, 0, 0\\n.popsection\\n"
        ".pushsection .debug_ranges,\\"\\",@progbits\\n"
        ".rept {ranges}\\n.quad 16, 17\\n.endr\\n.quad 0, 0\\n.popsection\\n"
        ".pushsection .debug_info,\\"\\",@progbits\\n.rept {units}\\n"
        ".long 20\\n.short 4\\n.long 0\\n.byte 8, 1\\n.quad 0\\n.long 0\\n"
        ".endr\\n.popsection\\n");
"""


def debugging_information_without_end():
    """Reading it is given up and that is said; a file of the same kind that is
    read in no time has no such note, and both programs run to their ends."""
    note = "reading its debugging information took too long"
    with tempfile.TemporaryDirectory() as folder:
        for units, ranges in ((20000, 1000000), (20, 10)):
            source = write(folder, "slow.c",
                           UNITS.format(units=units, ranges=ranges))
            subprocess.run(["cc", "-o", "slow", source], cwd=folder,
                           check=True, timeout=DEADLINE)
            out = plain("trace", "--plain", "--auto", "./slow", folder=folder)
            expect((note in out) == (units > 20), f"{units} units: {out}")
            expect("slow: socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3" in out,
                   out)
            expect("slow ended with exit status 0" in out, out)


if __name__ == "__main__":
    main([lessons_in_lines, lessons_on_the_screen, programs_in_lines,
          programs_on_the_screen, sentences, lines_of_the_shell,
          outputs_that_are_no_text, debugging_information_without_end])
