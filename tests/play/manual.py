#!/usr/bin/env python3
"""manual: what the program has is in its manual.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/manual.py [PROGRAM]

What there is comes from the program itself, its help and the config file that
it writes; of the log, from the source that writes it.
"""

import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import TOP, environment, expect, main, run  # noqa: E402

ASSETS = os.path.join(TOP, "assets")


def page(name):
    with open(os.path.join(ASSETS, name), encoding="utf-8") as file:
        return file.read().replace("\\&", "").replace("\\-", "-")


MANUAL = page("sockstep.1")
LOG = page("sockstep-log.5")


def section(text, title):
    found = re.search(rf"(?ms)^\.Sh {re.escape(title)}\n(.*?)(?=^\.Sh |\Z)",
                      text)
    expect(found, f"no section {title}")
    return found.group(1)


def macros(text, *names):
    """The words of the lines that begin with one of these macros, without
    signs of punctuation and further macros."""
    words = set()
    for line in text.splitlines():
        if line.startswith(tuple(f".{name} " for name in names)):
            words |= set(re.split(r"[\s]+", line)[1:])
    return words


def commands():
    usage = run("help").stdout
    return re.findall(r"(?m)^  ([a-z]+) ", usage)


def options(command):
    return re.findall(r"(?m)^  --([a-z-]+)", run("help", command).stdout)


def every_command_and_option_is_there():
    synopsis = section(MANUAL, "SYNOPSIS")
    uses = {}
    for use in re.split(r"(?m)^\.Nm\n", synopsis)[1:]:
        name = re.search(r"\.(?:Op )?Cm (\w+)", use).group(1)
        uses[name] = uses.get(name, "") + use
    missing = []
    for command in commands():
        if not re.search(rf"(?m)^\.It Cm {command}\b", MANUAL):
            missing.append(command)
        for option in options(command):
            if not re.search(rf"(?m)^\.It .*Fl Fl {option}\b", MANUAL):
                missing.append(f"--{option}")
            use = uses.get(command, "")
            if option not in ("help", "version") and \
                    not re.search(rf"Fl Fl {option}\b(?!-)", use) and \
                    ".Op Ar option ..." not in use:
                missing.append(f"{command} --{option}, in the synopsis")
    expect(not missing, f"missing: {missing}")


def every_command_of_the_screen_is_there():
    with tempfile.NamedTemporaryFile("w") as lines:
        lines.write("help commands\n")
        lines.flush()
        told = run("shell", lines.name).stdout
    names = re.findall(r"(?m)^  ([a-z]+!?)(?: .*)?\n      ", told)
    expect(len(names) > 60, f"{names}")
    text = section(MANUAL, "COMMANDS OF THE SCREEN") + \
        section(MANUAL, "ORDERS TO THE WIRE") + section(MANUAL, "PROGRAMS")
    there = macros(text, "It")
    missing = [name for name in names if name not in there]
    expect(not missing, f"missing: {missing}")


# What a key is called in the manual, where it is not by its sign.
CALLED = {"enter": "Enter", "f1": "F1", "page-up": "PgUp", "home": "Home",
          "page-down": "PgDn", "end": "End", "escape": "Escape",
          "ctrl-l": "^L"}


def every_key_is_there():
    keys = set()
    for line in run("config", "-").stdout.splitlines():
        found = re.match(r'#   "[^"]+": \[(.*)\]', line)
        if found:
            keys |= set(re.findall(r'"([^"]+)"', found.group(1)))
    expect(len(keys) > 40, f"{keys}")
    text = "".join(section(MANUAL, title)
                   for title in ("KEYS", "PROGRAMS"))
    there = macros(text, "It", "Ic", "Cm", "Pf") | set(text.split())
    digits = set("01345678") | {"9"} if "digits" in text else set()
    letters = set("bc") if re.search(r"Ic a No to Ic d", text) else set()
    missing = sorted(key for key in keys - digits - letters
                     if CALLED.get(key, key) not in there)
    expect(not missing, f"missing: {missing}")


def every_event_and_field_of_the_log_is_there():
    with open(os.path.join(TOP, "src/journal/event.h"),
              encoding="utf-8") as file:
        text = re.sub(r"/\*.*?\*/|\\\n", " ", file.read(), flags=re.S)
    events = re.findall(r'EVENT_X\(\s*\w+,\s*"(\w+)"', text)
    expect(len(events) > 15, f"{events}")
    fields = set()
    for name in glob.glob(os.path.join(TOP, "src/journal/save/*.c")):
        with open(name, encoding="utf-8") as file:
            fields |= set(re.findall(
                r'\b(?:store|write|save)_(?!fail|has)\w+\(store,\s*"(\w+)"',
                file.read()))
    expect(len(fields) > 60, f"{fields}")
    told = macros(LOG, "It")
    missing = [event for event in events if event not in told]
    named = macros(LOG, "Va", "It")
    missing += sorted(field for field in fields if field not in named)
    expect(not missing, f"missing: {missing}")


def format_of_lessons():
    """The page that is made from lessons/README.md."""
    return subprocess.run(
        ["awk", "-f", os.path.join(ASSETS, "mdoc.awk"),
         os.path.join(TOP, "lessons/README.md")], text=True, check=True,
        capture_output=True, env=environment(), timeout=400).stdout


def every_expectation_is_in_the_format():
    text = format_of_lessons()
    with open(os.path.join(TOP, "lessons/README.md"),
              encoding="utf-8") as file:
        source = file.read()
    for heading in re.findall(r"(?m)^## (.*)$", re.sub(
            r"(?s)~~~.*?~~~", "", source)):
        expect(f".Sh {heading.upper()}\n" in text, f"no section {heading}")
    rows = re.findall(r"(?m)^\| `([^`|]+)` \|", source)
    expect(len(rows) > 50, f"{rows}")
    for row in rows:
        row = row.replace("\\", "\\e").replace("-", "\\-")
        expect(f".It \\fB{row}\\fR" in text, f"no entry {row}")


def installed_pages_name_their_paths():
    """The command by which `make install` writes the page is done alone."""
    env = {name: value for name, value in os.environ.items()
           if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
    for places, names in (
            (["prefix=/usr", "sysconfdir=/etc"],
             ["/usr/share/sockstep/lessons", "/etc/xdg"]),
            (["prefix=/opt/x"],
             ["/opt/x/share/sockstep/lessons", "/opt/x/etc/xdg"])):
        recipe = subprocess.run(
            ["make", "-n", "-o", "all", "-C", TOP, "install", *places],
            capture_output=True, text=True, check=True, env=env).stdout
        command = re.search(r"(?ms)^sed ((?:.(?!^sed))*?) > \S*sockstep\.1$",
                            recipe)
        expect(command, f"no command writes the page: {recipe}")
        written = subprocess.run(["sh", "-c", "sed " + command.group(1)],
                                 cwd=TOP, capture_output=True, text=True,
                                 check=False)
        expect(written.returncode == 0, f"{places}: {written.stderr}")
        for name in names:
            expect(f"Pa {name}" in written.stdout, f"{places}: no {name}")
        expect("/usr/local" not in written.stdout, f"{places}: /usr/local")
        expect(written.stdout.count(".Pa /etc/xdg") == 1,
               f"{places}: the machine's folder once")


def pages_are_well_formed():
    if not shutil.which("mandoc"):
        return
    pages = [open(name, encoding="utf-8").read()
             for name in glob.glob(os.path.join(ASSETS, "*.[15]"))]
    for text in pages + [format_of_lessons()]:
        result = subprocess.run(
            ["mandoc", "-Tlint", "-Wwarning"], text=True, input=text,
            capture_output=True, check=False, env=environment(), timeout=400)
        expect(not result.stdout, result.stdout)


def the_news_are_of_this_version():
    """The one that src/main.c has, which packages and files are named by."""
    with open(os.path.join(ASSETS, "NEWS.md"), encoding="utf-8") as file:
        newest = re.search(r"(?m)^## ([0-9.]+)", file.read()).group(1)
    expect(run("--version").stdout == f"sockstep {newest}\n", newest)


def what_a_build_needs_is_named():
    """In one line: what is missing, and how Debian calls all of it."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("sh", "grep", "gcc", "nproc", "mkdir"):
            os.symlink(shutil.which(name), os.path.join(folder, name))
        build = os.path.join(folder, "build")
        for changes, told in (({"PKG_CONFIG_LIBDIR": folder}, "ncursesw "),
                              ({"PATH": folder}, "pkg-config;")):
            result = subprocess.run(
                [shutil.which("make"), "-C", TOP, f"BUILD={build}"],
                text=True, capture_output=True, check=False, timeout=400,
                env=environment(**changes))
            lines = [line for line in result.stderr.splitlines()
                     if not line.startswith("make: ")]
            expect(result.returncode == 2 and len(lines) == 1 and
                   lines[0].startswith(f"missing here: {told}") and
                   "libyaml-dev" in lines[0], f"{result}")


def git(folder, *words):
    subprocess.run(["git", "-C", folder, "-c", "user.name=a", "-c",
                    "user.email=a@example.org", *words], check=True,
                   capture_output=True, env=environment(), timeout=400)


def a_release_is_of_one_version():
    """`make release` on trees that are one, or lack something of it."""
    if not shutil.which("git"):
        return
    for version, news, tag, told in (
            ("0.1", "0.1, 2026-11-30", None, "git tag -a v0.1 "),
            ("0.1", "0.1, 2026-11-30", "v0.1", "v0.1, of 2026-11-30"),
            ("0.1", "0.1, 2026-11-30", "v0.2", "HEAD is tagged v0.2"),
            ("0.1", "0.1, not yet released", None, "have no date"),
            ("0.1", "0.1, 2026-11-31", None, "have no date"),
            ("0.2", "0.1, 2026-11-30", None, "the program is 0.2"),
            ("0.1-rc", "0.1, 2026-11-30", None, "has no version")):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in (("src/main.c", f'#define VERSION "{version}"'),
                               ("assets/NEWS.md", f"# News\n\n## {news}")):
                path = os.path.join(folder, name)
                os.mkdir(os.path.dirname(path))
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text + "\n")
            os.mkdir(os.path.join(folder, "tests"))
            script = shutil.copy(os.path.join(TOP, "tests/release"),
                                 os.path.join(folder, "tests"))
            git(folder, "init", "-q")
            git(folder, "add", ".")
            git(folder, "commit", "-q", "-m", "all")
            if tag:
                git(folder, "tag", tag)
            result = subprocess.run([script], text=True, check=False,
                                    capture_output=True, env=environment(),
                                    timeout=400)
            found = result.stdout + result.stderr
            fine = told.startswith(("git", "v0"))
            expect((result.returncode == 0) == fine and told in found,
                   f"{version}, {news}, {tag}: {found}")


if __name__ == "__main__":
    main([every_command_and_option_is_there,
          every_command_of_the_screen_is_there, every_key_is_there,
          every_event_and_field_of_the_log_is_there,
          every_expectation_is_in_the_format,
          installed_pages_name_their_paths, pages_are_well_formed,
          the_news_are_of_this_version, what_a_build_needs_is_named,
          a_release_is_of_one_version])
