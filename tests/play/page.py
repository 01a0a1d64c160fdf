#!/usr/bin/env python3
"""page: an exported page in a real browser: keys, questions, widths, names.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/page.py [PROGRAM]
Needs Debian's chromium and chromium-driver, and is skipped without them. With
SHOTS=FOLDER it leaves pictures there, to be looked at.
"""

import os
import subprocess
import sys
import tempfile

# In place of this folder, which has a socket.py that is not Python's.
sys.path[0] = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib")
from browser import Browser, missing  # noqa: E402
from terminal import (PROGRAM, TOP, environment, expect,  # noqa: E402
                      main, run)

LOG = os.path.join(TOP, "tests/golden/journal/connected.jsonl")
FOLDER = tempfile.TemporaryDirectory()
PAGE = os.path.join(FOLDER.name, "page.html")
SHEET = os.path.join(FOLDER.name, "sheet.html")
HERE = "document.querySelector('.move.here')"
SKIP = 77
BROWSER = None


def shoot(name):
    if os.environ.get("SHOTS"):
        BROWSER.shoot(os.path.join(os.environ["SHOTS"], name + ".png"))


def here():
    return BROWSER.run(f"return {HERE}.id")


def is_seen(selector):
    return BROWSER.run(f"const it = {HERE}.querySelector(arguments[0]);"
                       "return Boolean(it && it.getClientRects().length)",
                       selector)


def go_to(move):
    """By the address, as a link does."""
    BROWSER.run(f"location.hash = '#{move}'")
    BROWSER.until(f"{HERE}.id === '{move}'")


def question():
    """The id of the first move that asks."""
    return BROWSER.run("return document.querySelector('.question')"
                       ".closest('.move').id")


def keys_step():
    BROWSER.open(PAGE)
    expect(here() == "m0", here())
    BROWSER.keys("right")
    expect(here() == "m1", here())
    BROWSER.keys("right", "left", "left", "left")
    expect(here() == "m0", "the first one is the end")
    shown = BROWSER.run("return Array.from(document.querySelectorAll('.move'))"
                        ".filter(m => m.getClientRects().length).length")
    expect(shown == 1, f"{shown} moves are seen")
    expect(BROWSER.run("return document.activeElement.tagName") == "H3",
           "a screen reader is where the move is")


def it_asks_before_it_tells():
    BROWSER.open(PAGE)
    go_to(question())
    expect(is_seen(".question") and not is_seen(".told"), "only the question")
    shoot("asking")
    move = here()
    BROWSER.keys("right")
    expect(here() == move and not is_seen(".told"), "no answer, no telling")
    # With the focus in the list, up and down choose and tell nothing.
    BROWSER.keys("down")
    expect(not is_seen(".told"), "a choice may be changed")
    BROWSER.keys("a")
    expect(here() == move and is_seen(".told"), "a letter answers")
    expect(is_seen(".replies .chosen") and is_seen("table"), "and all is told")
    shoot("told")
    BROWSER.keys("b")
    expect(BROWSER.run(f"return {HERE}.querySelector('.chosen')"
                       ".dataset.option") == "a", "the answer stays")
    BROWSER.keys("right")
    expect(here() != move, "then it goes on")


def not_knowing_is_an_answer():
    BROWSER.open(PAGE)
    go_to(question())
    BROWSER.keys("?")
    expect(is_seen(".told") and not is_seen(".replies .chosen"), "told")


def every_width_fits():
    BROWSER.open(PAGE)
    go_to(question())
    BROWSER.keys("a")
    for width in (320, 768, 1600):
        BROWSER.size(width, 900)
        for move in ("m0", question(), "m3"):
            go_to(move)
            wide = BROWSER.run("return document.documentElement.scrollWidth")
            expect(wide <= width, f"{move} is {wide} wide in {width}")
            shoot(f"{move}-{width}")
    BROWSER.size(1100, 900)


def a_handout_fits():
    """Its blanks are as wide as they can be, and no wider."""
    BROWSER.open(SHEET)
    expect(BROWSER.run("return document.querySelectorAll('.blank.wide')"
                       ".length"), "there is a wide one")
    for width in (320, 768):
        BROWSER.size(width, 900)
        wide = BROWSER.run("return document.documentElement.scrollWidth")
        expect(wide <= width, f"the handout is {wide} wide in {width}")
        shoot(f"sheet-{width}")
    BROWSER.size(1100, 900)


def all_is_named():
    BROWSER.open(PAGE)
    go_to(question())
    names = BROWSER.names()
    for role in ("button", "radio", "checkbox", "combobox", "heading", "image",
                 "table", "group", "navigation", "region"):
        for found, name in names:
            expect(found != role or name.strip(), f"{role} without a name")
    roles = {role for role, name in names}
    expect({"radio", "checkbox", "button", "group", "heading"} <= roles,
           f"{roles}")
    BROWSER.keys("a")
    told = BROWSER.names()
    expect(("image", "Calls and packets, time downwards") in told and
           any(role == "table" for role, name in told), f"{told}")


def without_a_script_all_can_be_read():
    BROWSER.devtools("Emulation.setScriptExecutionDisabled", value=True)
    try:
        BROWSER.open(PAGE)
        tree = BROWSER.names()
    finally:
        BROWSER.devtools("Emulation.setScriptExecutionDisabled", value=False)
    headings = [name for role, name in tree if role == "heading"]
    expect(any("accept" in name for name in headings), f"{headings}")
    expect(not any(role == "button" for role, name in tree),
           "nothing that would do nothing")
    doors = [name for role, name in tree if role == "checkbox"]
    expect("Show what the kernel did" in doors, f"{doors}")


def paper_has_all():
    BROWSER.open(PAGE)
    BROWSER.devtools("Emulation.setEmulatedMedia", media="print")
    hidden = BROWSER.run(
        "return Array.from(document.querySelectorAll('.move, .told'))"
        ".filter(m => !m.getClientRects().length).length")
    bar = BROWSER.run("return document.querySelector('.bar')"
                      ".getClientRects().length")
    BROWSER.devtools("Emulation.setEmulatedMedia", media="")
    expect(not hidden and not bar, f"{hidden} parts are hidden, bar {bar}")


def the_dark_is_dark():
    BROWSER.open(PAGE)
    colours = []
    for scheme in ("light", "dark"):
        BROWSER.devtools("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": scheme}])
        colours.append(BROWSER.run(
            "return getComputedStyle(document.body).backgroundColor"))
    shoot("dark")
    BROWSER.devtools("Emulation.setEmulatedMedia", features=[])
    expect(colours[0] != colours[1], f"{colours}")


def nothing_of_others_runs():
    page = os.path.join(FOLDER.name, "evil.html")
    log = os.path.join(FOLDER.name, "evil.log")
    evil = ("<script>window.hacked = 1</script>"
            "<img src=x onerror=window.hacked=1></pre><svg onload=hacked=1>")
    result = subprocess.run(
        [PROGRAM, "shell", "--plain", "--log", log], text=True,
        input=f"sh echo '{evil}'\nsrv = socket(AF_INET, SOCK_STREAM, 0)\n",
        capture_output=True, env=environment(), timeout=400, check=False)
    expect(os.path.exists(log), f"{result}")
    result = run("export", log, "--html", page)
    expect(not result.returncode, f"{result}")
    BROWSER.open(page)
    expect(BROWSER.run("return typeof window.hacked") == "undefined", "it ran")
    expect(BROWSER.run("return document.querySelectorAll('img').length") == 0,
           "an image")
    BROWSER.keys("right")
    expect("<img src=x" in BROWSER.run(
        f"return {HERE}.querySelector('pre').textContent"), "shown as it is")


def nobody_complained():
    complaints = BROWSER.console()
    expect(not complaints, f"{complaints}")


def skip(reason):
    print(f"no browser to try pages in: {reason}")
    sys.exit(SKIP)


if __name__ == "__main__":
    os.chdir(TOP)
    if missing():
        skip(f"{missing()} is not installed")
    made = run("export", LOG, "--html", PAGE, "--worksheet", SHEET)
    expect(not made.returncode and not made.stderr, f"{made}")
    browser = Browser()
    try:
        BROWSER = browser.__enter__()
    except (AssertionError, OSError) as failure:
        skip(f"it does not start here: {failure}")
    try:
        BROWSER.size(1100, 900)
        main([keys_step, it_asks_before_it_tells, not_knowing_is_an_answer,
              every_width_fits, a_handout_fits, all_is_named,
              without_a_script_all_can_be_read, paper_has_all,
              the_dark_is_dark, nothing_of_others_runs, nobody_complained])
    finally:
        browser.__exit__()
