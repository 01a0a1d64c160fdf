#!/usr/bin/env python3
"""room: a talk as its class follows it in a browser, with nothing installed.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/room.py [PROGRAM]
Needs mosquitto and Debian's chromium and chromium-driver, and is skipped
without them. With SHOTS=FOLDER it leaves pictures there, to be looked at.
"""

import os
import shutil
import signal
import subprocess
import sys
import urllib.parse

# In place of this folder, which has a socket.py that is not Python's.
sys.path[0] = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib")
from browser import Browser, missing  # noqa: E402
from room import Room, needs_mosquitto  # noqa: E402
from school import TEACHER, School  # noqa: E402
from slow import SlowWire  # noqa: E402
from terminal import TOP, expect, main, run  # noqa: E402

SKIP = 77
BROWSER = None
HERE = "document.querySelector('.move.here:not(.asked)')"
ASKED = "document.querySelector('.move.asked.here')"
PLACE = "document.querySelector('.bar [role=status]').textContent"


def is_valid(html):
    """As Debian's HTML checker sees it, where that is installed."""
    if not shutil.which("tidy"):
        return
    found = subprocess.run(["tidy", "-quiet", "-errors"], input=html,
                           capture_output=True, text=True, check=False)
    expect(not found.returncode and not found.stderr, found.stderr[:2000])


def is_valid_now():
    """With all that came into it. That checker is older than one attribute."""
    html = BROWSER.run(
        "return '<!DOCTYPE html>' + document.documentElement.outerHTML")
    is_valid(html.replace(' autocapitalize="characters"', ""))


def shoot(name):
    if os.environ.get("SHOTS"):
        BROWSER.shoot(os.path.join(os.environ["SHOTS"], f"room-{name}.png"))


def until_shown(words):
    """What is here says it; who reads along sees it, too."""
    BROWSER.run("window.words = arguments[0]", words)
    BROWSER.until(f"{HERE} && {HERE}.innerText.includes(window.words)")


def enter(room):
    """By the keyboard alone: the field has the focus."""
    BROWSER.go("about:blank")
    BROWSER.go(room.page)
    BROWSER.until("document.activeElement.id === 'code'")
    BROWSER.keys(*room.code.lower(), "enter")
    BROWSER.until(f"{HERE} && document.querySelector('form').hidden")


def text():
    return BROWSER.run(f"return {HERE}.innerText")


def late_and_call_by_call():
    with Room() as room:
        room.talk.send(" ")
        room.talk.until("1 waiting")
        shoot("door")
        enter(room)
        BROWSER.until(f"{PLACE} === 'Live: 2 of 2'")
        expect(BROWSER.run("return document.title") ==
               "accept() makes a new socket", "the lesson's name")
        until_shown("connect(one, 127.0.0.1:12345)")
        expect(BROWSER.run(f"return {HERE}.querySelectorAll('table').length")
               == 1, "the kernel's rows")
        shoot("late")
        room.talk.send(" ")
        BROWSER.until(f"{PLACE}.startsWith('Live: 3 of 3')")
        until_shown("connect(two, 127.0.0.1:12345)")
        # Back, and the talk does not take one along.
        BROWSER.keys("left", "left")
        BROWSER.until(f"{PLACE} === '1 of 3'")
        expect(BROWSER.run(f"return {HERE}.contains(document.activeElement)"),
               "a screen reader is where the move is")
        expect(not BROWSER.run(f"return {ASKED}"), "the question is live")
        room.talk.until("page 1 of 2")
        room.talk.send("  ")
        room.talk.until("The kernel said: a)")
        BROWSER.until(f"{PLACE} === '1 of 4'")
        BROWSER.keys("l")
        until_shown("The kernel said: a)")
        BROWSER.keys("left")
        BROWSER.until(f"{PLACE} === '3 of 4'")
        BROWSER.keys("right")
        BROWSER.until(f"{PLACE}.startsWith('Live: 4 of 4')")
        room.end()
        BROWSER.until("document.getElementById('trouble').textContent"
                      ".includes('over')")
        BROWSER.keys("left")
        until_shown("connect(two")


def question_is_seen():
    """All of its options are above the bar, without scrolling."""
    low, bar = BROWSER.run(
        f"return [{ASKED}.querySelector('fieldset').getBoundingClientRect()"
        ".bottom, document.querySelector('.bar').getBoundingClientRect().top]")
    expect(0 < low <= bar, f"the question ends at {low}, the bar is at {bar}")


def every_width_fits():
    for width in (320, 768, 1600):
        BROWSER.size(width, 900)
        question_is_seen()
        wide = BROWSER.run("return document.documentElement.scrollWidth")
        expect(wide <= width, f"{wide} wide in {width}")
        shoot(f"{width}")
    BROWSER.size(1100, 900)


def all_is_named():
    names = BROWSER.names()
    for role in ("button", "radio", "combobox", "heading", "image", "table",
                 "navigation", "region"):
        for found, name in names:
            expect(found != role or name.strip(), f"{role} has no name")
    expect(any(found == "group" and "Which local port" in name
               for found, name in names), "the question is a group")
    roles = {role for role, name in names}
    expect({"radio", "button", "group", "heading", "status", "table", "main",
            "navigation"} <= roles, f"{roles}")
    # By tabs alone one comes to the options and the bar.
    BROWSER.run("document.activeElement.blur()")
    seen = set()
    for _ in range(24):
        BROWSER.keys("tab")
        seen.add(BROWSER.run(
            "const it = document.activeElement;"
            "return it.type || it.getAttribute('role') || it.tagName"))
    expect({"radio", "button", "select-one", "region"} <= seen, f"{seen}")


def a_vote_can_be_changed():
    with Room() as room:
        enter(room)
        room.ask()
        BROWSER.until(ASKED)
        is_valid_now()
        every_width_fits()
        all_is_named()
        BROWSER.keys("a")
        BROWSER.until(f"{ASKED}.innerText.includes('You said a')")
        room.talk.send("v")
        room.talk.until("listening socket. 1")
        BROWSER.keys("b")
        BROWSER.until(f"{ASKED}.innerText.includes('You said b')")
        room.talk.until("this client. 1")
        # Who loads the page anew is the same voter, and in again.
        BROWSER.run("location.reload()")
        BROWSER.until(f"{ASKED} && {ASKED}.querySelector('input:checked')")
        expect(BROWSER.run(f"return {ASKED}.querySelector('input:checked')"
                           ".value") == "b", "it is remembered")
        shoot("asked")
        # With the focus on an option, up and down choose.
        BROWSER.run(f"{ASKED}.querySelector('input:checked').focus()")
        BROWSER.keys("down")
        BROWSER.until(f"{ASKED}.innerText.includes('You said c')")
        BROWSER.keys("?")
        BROWSER.until(f"{ASKED}.innerText.includes('You said ?')")
        room.talk.until("I don't know 1")
        BROWSER.keys("b")
        room.talk.until("this client. 1")
        room.talk.send(" ")
        until_shown("The room said: a) 0, b) 1, c) 0, d) 0, ?) 0.")
        expect(not BROWSER.run(f"return {ASKED}"), "nothing is asked now")
        expect(BROWSER.run(f"return {HERE}.querySelector('.replies .chosen')"
                           ".dataset.option") == "b", "what one said")
        shoot("told")
        is_valid_now()
        BROWSER.keys("a")
        room.end()
        expect({k: v for k, v in room.votes().items() if v} == {1: 1},
               f"{room.votes()}")


def it_comes_back():
    with Room() as room:
        enter(room)
        BROWSER.run("window.stays = true")
        os.kill(room.broker(), signal.SIGKILL)
        room.talk.send(" ")
        room.talk.until("1 waiting")
        until_shown("connect(one, 127.0.0.1:12345)")
        BROWSER.until("!document.getElementById('trouble').textContent")
        # The talk begins again: what was is not mixed with what is.
        room.talk.send(" ")
        BROWSER.until(f"{PLACE}.startsWith('Live: 3 of 3')")
        room.talk.send(":reset\r")
        BROWSER.until(f"{PLACE}.startsWith('Live: 1 of 1')")
        expect(BROWSER.run("return window.stays"), "nobody loaded it anew")
        room.end()


def no_more_than_reading_and_voting():
    """Over websockets, too: with the page's own line, as any student can."""
    with Room() as room:
        enter(room)
        room.talk.send(" ")
        room.talk.until("1 waiting")
        until_shown("connect(one, 127.0.0.1:12345)")
        BROWSER.run("""
            window.told = [];
            window.open_line = (code, onUp, onDown) => new MqttLine(
                "ws://" + location.host + "/", {
                    user: "room", password: code, topics: ["#"], onUp, onDown,
                    onMessage: (topic) => window.told.push(topic) });
            window.line = open_line(arguments[0], () => {}, () => {});
            """, room.code)
        # Who says what is forbidden is put out, and nothing comes of it.
        for name, words in (
                ("page/0", "<section class=move><h3>x</h3>"),
                ("page/asked", "x"), ("run/1", "x"), ("state", "over"),
                ("vote/another", "1.0 2 " + "0" * 32)):
            BROWSER.run("""
                window.isOut = false;
                const line = open_line(arguments[0],
                    () => line.publish(arguments[1], arguments[2]),
                    (refused) => { window.isOut = refused === false; });
                """, room.code, f"sockstep/{room.code}/{name}", words)
            BROWSER.until("window.isOut")
        room.talk.send(" ")
        room.talk.until("page 1 of 2")
        BROWSER.until(f"{PLACE}.startsWith('Live: 3 of 3')")
        room.talk.send(" ")
        room.talk.until("?) I don't know")
        BROWSER.until("told.some((topic) => topic.endsWith('/page/2'))")
        told = BROWSER.run("return window.told")
        expect(not [t for t in told if "/vote/" in t or t.startswith("$")],
               f"{told}")
        BROWSER.keys("left", "left")
        until_shown("the beginning")
        expect("over" not in BROWSER.run(
            "return document.getElementById('trouble').textContent"), "over")
        room.talk.send("v")
        room.talk.until("no follower has voted")
        BROWSER.run("open_line('WRONG2', () => {},"
                    "(refused) => { window.refused = refused; })")
        BROWSER.until("window.refused === true")
        BROWSER.go("about:blank")
        BROWSER.go(room.page + "#WRONG2")
        BROWSER.until("document.getElementById('trouble').textContent === "
                      "'No room here has that code.'")
        expect(not BROWSER.run("return document.querySelector('form').hidden"),
               "one can try again")
        room.end()


def port_of(page):
    return urllib.parse.urlsplit(page).port


def over_a_slow_wire():
    """Who waits is told no more than that; all comes, and every vote goes."""
    with Room() as room, SlowWire(port_of(room.page), 0.4) as wire:
        room.talk.send(" ")
        room.talk.until("1 waiting")
        BROWSER.go("about:blank")
        BROWSER.go(f"http://127.0.0.1:{wire.port}/")
        BROWSER.until("document.activeElement.id === 'code'")
        wire.shut()
        BROWSER.keys(*room.code, "enter")
        BROWSER.until("document.getElementById('trouble').textContent === "
                      "'There is no answer yet.'")
        wire.open()
        until_shown("connect(one, 127.0.0.1:12345)")
        BROWSER.until("!document.getElementById('trouble').textContent")
        room.talk.send(" ")
        room.talk.until("page 1 of 2")
        room.talk.send(" ")
        room.talk.until("?) I don't know")
        room.talk.send("v")
        BROWSER.until(ASKED)
        BROWSER.keys("a")
        BROWSER.keys("b")
        room.talk.until("this client. 1")
        room.talk.send(" ")
        until_shown("The room said: a) 0, b) 1, c) 0, d) 0, ?) 0.")
        room.end()


def page_of(school):
    """The file that students open, for the broker of a school."""
    page = school.path("room.html")
    web = school.write(
        "web", f"wss://student:s3cret@localhost:{school.web}/mqtt\n")
    made = run("follow", web, "--html", page)
    expect(made.returncode == 0 and not made.stderr, f"{made}")
    return page


def two_talks_with_one_broker():
    """Each follower gets one of them, and its votes count there only."""
    if not shutil.which("openssl"):
        print("# openssl is not installed", file=sys.stderr)
        return
    with School() as school:
        page = page_of(school)
        options = ("--broker", school.url(TEACHER), "--page",
                   "https://www.example/room")
        with school.start("present", "accept", *options) as one, \
                school.start("present", "bind", *options) as two:
            codes = [code_of(talk) for talk in (one, two)]
            expect(codes[0] != codes[1], f"{codes}")
            one.send(" ")
            one.until("1 waiting")
            BROWSER.open(page)
            BROWSER.until("document.activeElement.id === 'code'")
            try_code(codes[0])
            until_shown("connect(one, 127.0.0.1:12345)")
            BROWSER.run("location.hash = arguments[0]", codes[1])
            BROWSER.until(f"{PLACE} === 'Live: 1 of 1'")
            until_shown("the beginning")
            expect("connect(one" not in BROWSER.run(
                "return document.body.textContent"), "of the other one")
            two.send(" ")
            BROWSER.until(f"{PLACE}.startsWith('Live: 2 of 2')")
            expect("connect(one" not in text(), "of the other one")
            for talk in (one, two):
                talk.send("q")
                talk.until("End the talk?")
                talk.send("y")
                expect(talk.ended() == 0, "the talk ends")
        BROWSER.go("about:blank")


def try_code(code):
    BROWSER.run("const field = document.querySelector('input');"
                "field.value = ''; field.focus()")
    BROWSER.keys(*code, "enter")


def code_of(talk):
    """Of a talk at the school's broker, which then stands at its begin."""
    talk.until("follow at https://www.example/room with the code ")
    talk.send("V")
    talk.until("sockstep follow mqtts://localhost:")
    code = talk.screen.text().split("The room's code:")[1].split()
    talk.send("q")
    talk.until("what this is about")
    return next(word for word in code if len(word) == 6)


def over_a_broker_of_somebody_else():
    """With TLS, a user and a password, by a page from a folder."""
    if not shutil.which("openssl"):
        print("# openssl is not installed", file=sys.stderr)
        return
    with School() as school:
        page = page_of(school)
        with open(page, encoding="utf-8") as file:
            is_valid(file.read())
        with school.start("present", "accept", "--broker",
                          school.url(TEACHER), "--page",
                          "https://www.example/room") as talk:
            code = code_of(talk)
            talk.send(" ")
            talk.until("1 waiting")
            BROWSER.open(page)
            BROWSER.until("document.activeElement.id === 'code'")
            # Whoever knows the broker is let in; a room it has not.
            try_code("WRONG2")
            BROWSER.until("document.getElementById('trouble').textContent === "
                          "'Nothing from a talk with that code so far; "
                          "this page keeps listening.'")
            try_code(code)
            until_shown("connect(one, 127.0.0.1:12345)")
            expect(BROWSER.run("return document.querySelector('form').hidden"),
                   "the door is shut behind one")
            talk.send(" ")
            talk.until("page 1 of 2")
            talk.send(" ")
            talk.until("?) I don't know")
            BROWSER.until(ASKED)
            BROWSER.keys("b")
            BROWSER.until(f"{ASKED}.innerText.includes('You said b')")
            talk.send("v")
            talk.until("this client. 1")
            shoot("school")
            BROWSER.run("location.reload()")
            BROWSER.until(f"{ASKED} && {ASKED}.querySelector('input:checked')")
            talk.send(" ")
            until_shown("The room said: a) 0, b) 1, c) 0, d) 0, ?) 0.")
            talk.send("q")
            talk.until("End the talk?")
            talk.send("y")
            expect(talk.ended() == 0, "the talk ends")
            # The broker forgets it, the page does not.
            BROWSER.until("document.getElementById('trouble').textContent"
                          ".includes('over')")
            expect(not school.keeps(f"sockstep/{code}/#"), "all is forgotten")
            BROWSER.keys("left")
            until_shown("connect(two")
            # Of another room nothing is known, and nothing of this stays.
            BROWSER.run("location.hash = 'WRONG3'")
            BROWSER.until("!document.querySelector('section.move')")
        wrong = school.path("wrong.html")
        made = run("follow", f"wss://student:no@localhost:{school.web}",
                   "--html", wrong)
        expect(made.returncode == 0, f"{made}")
        BROWSER.open(wrong)
        try_code(code)
        BROWSER.until("document.getElementById('trouble').textContent === "
                      "'The broker does not let this page in.'")
        BROWSER.go("about:blank")


def nobody_complained():
    """But for a broker that was killed, and for codes that open nothing."""
    complaints = [line for line in BROWSER.console()
                  if "WebSocket connection to" not in line]
    expect(not complaints, f"{complaints}")


def skip(reason):
    print(f"no browser to follow a talk in: {reason}")
    sys.exit(SKIP)


if __name__ == "__main__":
    os.chdir(TOP)
    needs_mosquitto()
    if missing():
        skip(f"{missing()} is not installed")
    # The school's certificate is one that it made itself.
    browser = Browser("--ignore-certificate-errors")
    try:
        BROWSER = browser.__enter__()
    except (AssertionError, OSError) as failure:
        skip(f"it does not start here: {failure}")
    try:
        BROWSER.size(1100, 900)
        main([late_and_call_by_call, a_vote_can_be_changed, it_comes_back,
              no_more_than_reading_and_voting,
              over_a_broker_of_somebody_else, over_a_slow_wire,
              two_talks_with_one_broker, nobody_complained])
    finally:
        browser.__exit__()
