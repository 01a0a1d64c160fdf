#!/usr/bin/env python3
"""howto: what the pages say of how to do something is so.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/howto.py [PROGRAM]

How to add a call, a command, an expectation or a panel is done as src/README.md
says: the one file that it names is copied, changed and linked in the place of
the program's own; a panel is a new file, and a word in a header besides.
"""

import fnmatch
import os
import re
import shlex
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (PROGRAM, TOP, Terminal, environment,  # noqa: E402
                      expect, main, run)

BUILD = os.path.dirname(PROGRAM)
PAGES = ["README.md", "src/README.md", "tests/README.md",
         ".github/CONTRIBUTING.md"]
ROOTS = ["src", "tests", "assets", "lessons", ".github", ".ci"]


def read(name):
    with open(os.path.join(TOP, name), encoding="utf-8") as file:
        return file.read()


def all_files():
    found = []
    for root in ROOTS:
        for folder, _, files in os.walk(os.path.join(TOP, root)):
            found += [os.path.relpath(os.path.join(folder, name), TOP)
                      for name in files]
    return found + [name for name in os.listdir(TOP)]


def files_that_pages_name_are_there():
    """By the end of its path; words in capitals stand for any name."""
    files, missing = ["/" + name for name in all_files()], []
    for page in PAGES:
        for path in set(re.findall(
                r"`([\w.*-]+(?:/[\w.*-]+)*\.(?:c|h|py|md|txt|awk|css|js))`",
                read(page))):
            pattern = re.sub(r"N+-\w+|(?<![A-Za-z])(?!README|CONTRIBUTING)"
                             r"[A-Z]{2,}(?![a-z])", "*", path)
            if path != "my-lesson.md" and not any(
                    fnmatch.fnmatch(name, "*/" + pattern) for name in files):
                missing.append(f"{page}: {path}")
    expect(not missing, f"{missing}")


def walks_lead_through_the_house():
    """Each function of the walks stands in the file that is named with it."""
    page = read("src/README.md")
    walks = page.split("## Five walks", 1)[1].split("\n## ", 1)[0]
    steps = re.findall(r"`(\w+)\(\)` \(`([\w/.]+)`\)", walks)
    expect(len(steps) > 30, f"{steps}")
    for name, path in steps:
        text = read(os.path.join("src", path))
        expect(re.search(r"(?m)^(?!\t)[\w* ]*\b%s\([^;]*$" % name, text),
               f"{path} has no {name}()")


def functions_that_the_tour_names_are_there():
    """Those of the kernel as well, which the source calls or explains."""
    source = "\n".join(read(name) for name in all_files()
                       if re.fullmatch(r"src/.*\.[ch]", name))
    names = set(re.findall(r"`([A-Za-z_]\w*)\((?:\)|&|\")",
                           read("src/README.md")))
    expect(len(names) > 40, f"{names}")
    missing = [name for name in sorted(names)
               if not re.search(r"\b%s\(" % name, source)]
    expect(not missing, f"{missing}")


def commands_of_the_front_page_are_known():
    """Each line that begins with the program is one that it would take."""
    lines = re.findall(r"(?m)^    (?:build/|\.\./build/)?sockstep\b(.*)$",
                       read("README.md"))
    expect(len(lines) > 15, f"{lines}")
    for line in lines:
        words = re.split(r"  +", line.rstrip())[0].split()
        if not words or words[0].startswith("-"):
            continue
        usage = run("help", words[0])
        expect(usage.returncode == 0, f"{line}: {usage.stderr}")
        behind = words.index("::") if "::" in words else len(words)
        for word in words[1:behind]:
            if words[0] == "trace" and not word.startswith("--"):
                continue
            name = word.partition("=")[0]
            if name.startswith("--"):
                expect(f"  {name}" in usage.stdout, f"{line}: {name}")


def changed(name, old, new, folder):
    """That file of src/ with one place of it changed, at its place in
    `folder`, which is looked at before src/."""
    text = read(f"src/{name}")
    expect(text.count(old) == 1, f"{name}: {old!r} is there "
           f"{text.count(old)} times")
    return written(name, text.replace(old, new), folder)


def written(name, text, folder):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def link(files, folder):
    """The program with those files in the place of the library's."""
    with open(os.path.join(BUILD, "flags"), encoding="utf-8") as file:
        compiler = shlex.split(file.read())
    flags = [word[0] for word in compiler].index("-")
    packages = re.search(r"(?ms)^PKGS +:= (.*?[^\\])\n", read("Makefile"))
    libraries = subprocess.run(
        ["pkg-config", "--libs", *packages.group(1).replace("\\", "").split()],
        text=True, capture_output=True, check=True).stdout.split()
    program = os.path.join(folder, "sockstep")
    linked = subprocess.run(
        [*compiler[:flags], f"-I{folder}", *compiler[flags:], *files,
         f"{BUILD}/obj/src/main.o", f"{BUILD}/libsockstep.a", *libraries,
         "-lcmark-gfm-extensions", "-lunistring", "-o", program], cwd=TOP,
        text=True, check=False, capture_output=True, timeout=300)
    expect(linked.returncode == 0, linked.stderr)
    return program


def link_with(name, old, new, folder):
    """The program with that file of src/ changed."""
    return link([changed(name, old, new, folder)], folder)


def do(program, *words, lines=None):
    return subprocess.run([program, *words], input=lines, text=True,
                          capture_output=True, timeout=400, check=False,
                          env=environment())


def row_of(name, pattern):
    found = re.search(pattern, read(f"src/{name}"), re.S | re.M)
    expect(found, f"{name}: no row like {pattern}")
    return found.group(0)


def a_command_is_a_row():
    name = "ui/command/command.c"
    row = row_of(name, r'^\t\{"history", [^\n]*\n')
    with tempfile.TemporaryDirectory() as folder:
        program = link_with(name, row, row + row.replace(
            '"history"', '"historyx"'), folder)
        told = do(program, "shell", "-", lines="help commands\n"
                  "server: s = socket(AF_INET, SOCK_STREAM, 0)\nhistoryx\n")
        expect("historyx" in told.stdout and not told.stderr, f"{told}")


def a_call_is_a_row():
    name = "call/table/syscalls.c"
    row = row_of(name, r'^\t\t\.name = "listen",.*?^\t\}, \{\n')
    with tempfile.TemporaryDirectory() as folder:
        program = link_with(name, row, row + row.replace(
            '.name = "listen"', '.name = "listenx"'), folder)
        told = do(program, "shell", "-", lines="help listenx\n"
                  "server: srv = socket(AF_INET, SOCK_STREAM, 0)\n"
                  "server: listenx(srv, 7)\n")
        expect("listenx(srv, 7)" in told.stdout and "LISTEN" in told.stdout
               and not told.stderr, f"{told}")


def an_expectation_is_a_row():
    name = "lesson/expect/expect.c"
    row = row_of(name, r'^\t\{"returns", .*?\},\n')
    with tempfile.TemporaryDirectory() as folder:
        program = link_with(name, row, row + row.replace(
            '"returns"', '"yields"', 1), folder)
        lesson = os.path.join(folder, "99-mine.md")
        for value, status in (("0", 0), ("1", 1)):
            with open(lesson, "w", encoding="utf-8") as file:
                file.write(LESSON.format(f"yields {value}"))
            told = do(program, "lint", lesson)
            expect(told.returncode == status, f"{value}: {told}")


def a_panel_is_a_file_and_a_word():
    """Whatever knows how many panels there are is compiled once more."""
    header = "show/panel/panel.h"
    with tempfile.TemporaryDirectory() as folder:
        changed(header, "X(CODE, code) ", "X(CODE, code) X(MINE, mine) ",
                folder)
        files = [written("show/panel/panel_mine.c", PANEL, folder)]
        for name in all_files():
            if name.startswith("src/") and name.endswith(".c") and re.search(
                    r"\bPANEL(S|_COUNT|_[A-Z]+)\b|\blayout_make\b",
                    read(name)):
                files.append(name)
        program = link(files, folder)
        with Terminal([program, "run", "tcp-conversation"], 140, 45) as term:
            term.until_row("a panel of mine at beat 0")
            term.send("n")
            term.until_row("a panel of mine at beat 1")


PANEL = """
#include "show/panel/panel.h"

static struct panel_rows mine_rows(struct view *view, int width)
{
	(void)view;
	(void)width;
	return (struct panel_rows){.least = 1, .wish = 1, .good = 1, .most = 1};
}

static void mine_draw(struct view *view, struct area area)
{
	area_printf(area, 1, 0, STYLE_PLAIN, "a panel of mine at beat %zu",
		    view->scene->viewed);
}

const struct panel panel_mine = {
	.name = "mine",
	.title = "mine",
	.rows = mine_rows,
	.draw = mine_draw,
};
"""


LESSON = """---
id: mine
title: One of mine
module: 1 Meeting the socket
kind: core
objective: Say what a descriptor is closed by.
requires: []
minutes: {{demo: 1, lab: 1}}
actors: {{server: {{}}}}
---

Words at the beginning.

## Get ready: a socket

```c server
srv = socket(AF_INET, SOCK_STREAM, 0);
```

```c server
close(srv);
```

```expect
{}
```
"""


def a_lesson_begins_with_a_template():
    with tempfile.TemporaryDirectory() as folder:
        made = subprocess.run([PROGRAM, "new", "lesson", "mine"], cwd=folder,
                              capture_output=True, check=False, text=True,
                              timeout=400, env=environment())
        expect(made.returncode == 0, f"{made}")
        checked = run("lint", os.path.join(folder, "99-mine.md"))
        expect(checked.returncode in (0, 3), f"{checked}")


if __name__ == "__main__":
    main([files_that_pages_name_are_there, walks_lead_through_the_house,
          functions_that_the_tour_names_are_there,
          commands_of_the_front_page_are_known, a_command_is_a_row,
          a_call_is_a_row, an_expectation_is_a_row,
          a_panel_is_a_file_and_a_word,
          a_lesson_begins_with_a_template])
