#!/usr/bin/env python3
"""share: a talk, its followers, their votes, and what a broker lets them do.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/share.py [PROGRAM]
"""

import os
import re
import select
import signal
import subprocess
import sys
import tempfile

sys.path.remove(os.path.dirname(os.path.abspath(__file__)))
import socket  # noqa: E402  not the test of that name beside this one

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from room import SIZE, Room, needs_mosquitto, shown  # noqa: E402
from terminal import (DEADLINE, PROGRAM, Terminal, expect,  # noqa: E402
                      main, run)

needs_mosquitto()


def body(terminal):
    """What is shown of the run: without the lines about place and keys."""
    return shown(terminal).split("\n")[1:-1]


def sockets(terminal):
    """The rows of the kernel's panel, without the frame around them and the
    sign of the one that the lesson wants to be looked at."""
    rows = [re.sub(r"[│\s]+", " ", row).strip().removeprefix(">")
            for row in body(terminal)]
    return [row for row in rows
            if re.search(r" \S*(LISTEN|ESTAB|UNCONN) [\d→]+ [\d→]+ ", row)]


def same(of, one, other):
    """Reads from both until `of` is the same of the two."""
    while of(one) != of(other) or not of(one):
        ready = select.select([one.master, other.master], [], [], DEADLINE)[0]
        if not ready:
            one.fail(f"not the same as\n{shown(other)}\n--- but")
        for terminal in (one, other):
            if terminal.master in ready:
                terminal.take()


def to_the_end(room, *followers):
    """All see the same rows at each move that is left, and the presenter's."""
    while "This was the end of the lesson." not in shown(room.talk):
        before = body(room.talk)
        room.talk.send(" ")
        room.talk.until(lambda: body(room.talk) != before)
        for follower in followers:
            same(sockets, follower, room.talk)
    same(body, *followers)


def late_followers_see_the_same():
    with Room() as room, room.follow("early") as early:
        frames = []
        for step in ("1 waiting", "2 waiting"):
            room.talk.send(" ")
            early.until(step)
            room.talk.until(step)
            room.talk.until("space next")  # the call has settled
            same(sockets, early, room.talk)
            frames.append(sockets(early))
        with room.follow("late") as late:
            same(body, late, early)
            late.send("p")
            late.until("1 back from live")
            early.send("p")
            early.until("1 back from live")
            same(body, late, early)
            late.until(lambda: sockets(late) == frames[0], f"{frames[0]}")
            # The talk goes on, and does not take them along.
            room.talk.until("page 1 of 2")
            room.talk.send("  ")
            room.talk.until("The kernel said: a)")
            expect("The kernel said" not in shown(late), "at their own pace")
            for follower in (late, early):
                follower.send("$")
                follower.until("The kernel said: a)")
            same(body, late, early)
            same(sockets, late, room.talk)
            to_the_end(room, late, early)
            room.end()
            late.until("the talk is over")
            late.send("q")
            expect(late.ended() == 0, "it ends")


def rows(terminal):
    return sockets(terminal) or ["none"]


def lessons_of_every_kind_are_the_same():
    """Datagrams, many sockets in one call, and processes that share one."""
    for lesson, title in (("udp", "Postcards:"), ("poll", "poll: one loop"),
                          ("fork", "fork: ")):
        with Room(lesson, title) as room, room.follow("early") as early:
            seen = set()
            same(rows, early, room.talk)
            while "This was the end of the lesson." not in shown(room.talk):
                before = body(room.talk)
                room.talk.send(" ")
                room.talk.until(lambda: body(room.talk) != before)
                same(rows, early, room.talk)
                seen.add(tuple(rows(early)))
            expect(len(seen) > 2, f"hardly anything changed: {seen}")
            early.until("This was the end of the lesson.")
            with room.follow("late") as late:
                same(body, late, early)
            room.end()


def a_talk_begun_anew_leaves_no_rows():
    """Neither at the follower nor in the log."""
    with Room("half-close", "Half-close") as room, \
            room.follow("one") as one:
        same(sockets, one, room.talk)
        before = sockets(one)
        room.talk.send("R")
        room.talk.until("the lesson begins anew")
        one.until(lambda: sockets(one) != before)
        same(sockets, one, room.talk)
        expect(len(sockets(one)) == len(before) and "gone" not in shown(one),
               shown(one))
        room.end()
        result = run("replay", room.log, "--plain", "--auto")
        expect("Half-close" in result.stdout, f"{result}")


def followers_take_the_run_over():
    """Each in a lab of their own, at the step that they look at."""
    with Room() as room, room.follow("1") as one:
        # What is held in the talk is held in their lab, too.
        room.talk.send("H")
        room.talk.until("every packet is held")
        room.talk.send(" ")
        one.until("SYN-SENT")
        one.send("O")
        one.until("a lab of your own")
        one.until("SYN-SENT")
        one.send("H")
        one.until("1 waiting")
        expect("1 waiting" not in shown(room.talk), "the talk is another")
        one.send("L")
        one.until("SYN-SENT")
        room.talk.send("H")
        room.talk.until("1 waiting")
        room.talk.send(" ")
        room.talk.until("2 waiting")
        one.until("?) I don't know")
        one.send("O")
        one.until("a lab of your own")
        ports = [row.split(":")[-1] for row in sockets(one)]
        expect(len(ports) == 5, f"{ports}")
        one.send("b")
        one.until("You said: b)")
        expect("The kernel said" not in shown(room.talk), "it is not told")
        one.send("L")
        one.until("?) I don't know")
        same(sockets, one, room.talk)
        # What was typed would run here, too: it is shown before.
        room.talk.send(":")
        room.talk.until("Enter does it")
        room.talk.send("sh echo one-$((6 * 7))\r")
        one.until("one-42")
        close_prompt(room.talk)
        one.send("O")
        one.until("The talk runs these commands")
        one.until("  echo one-$((6 * 7))")
        one.send("O")
        one.until("a lab of your own")
        one.until("one-42")
        # From a step before it nothing is asked: nothing of it is run.
        one.send("L")
        one.until("O own lab")
        one.send("p")
        one.until("1 back from live")
        one.send("O")
        one.until("a lab of your own")
        expect("one-42" not in shown(one), "as it was before")
        one.send("q")
        one.until("O own lab")
        one.send("q")
        expect(one.ended() == 0, "it ends")
        room.end()


def close_prompt(talk):
    talk.send("\x1b")
    talk.until(lambda: "Enter does it" not in shown(talk), "no prompt")


def a_host_that_was_added_is_taken_over():
    """It is no part of the lesson; what lives there is made there again, and
    where none was added a name is nobody's."""
    with Room() as room, room.follow("1") as one:
        room.talk.send(":")
        room.talk.until("Enter does it")
        for line, answer in (("host add far 10.0.0.3/24", "host far is there"),
                             ("actor add eve far", "eve is here now")):
            room.talk.send(line + "\r")
            room.talk.until(answer)
        room.talk.send("sh @far echo far-$((6 * 7))\r")
        one.until("far-42")
        close_prompt(room.talk)
        one.send("O")
        one.until("The talk runs these commands")
        one.send("O")
        one.until("a lab of your own")
        one.until("far-42")
        one.send("q")
        one.until("O own lab")
        room.end()


def followers_are_told_what_can_still_come():
    """A talk that goes on is no replay, and no log that ends."""
    with Room() as room, room.follow("1") as one:
        for key in (" ", "\x1b[C"):
            one.send(key)
            one.until("nothing has come of the talk behind this yet")
            one.send("p")
            one.until(lambda: "nothing has come" not in shown(one))
        one.send(":")
        one.until("Enter does it")
        one.send("server: getsockname(srv)\r")
        one.until("take it over into a lab of your own")
        one.send("\x1b")
        one.until(lambda: "Enter does it" not in shown(one))
        room.end()
        one.until("the talk is over")
        one.send(" ")
        one.until("this is where the talk ended")
        expect("replay" not in shown(one), "no replay")
        one.send("q")
        expect(one.ended() == 0, "it ends")


def followers_need_no_lesson():
    """Its words come with the talk, also where another has its name."""
    top = os.path.join(os.path.dirname(__file__), "..", "..", "lessons")
    name = next(name for name in os.listdir(top)
                if name.endswith("-accept.md"))
    with open(os.path.join(top, name), encoding="utf-8") as file:
        text = file.read()
    expect("thousand clients" in text, "a sentence of it")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "talk.md")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.replace("thousand clients", "myriad of clients"))
        with Room(path) as room:
            os.remove(path)
            with room.follow("1") as one:
                one.until("myriad of clients")
                expect("words are left out" not in shown(one), shown(one))
                room.talk.send(" ")
                one.until("1 waiting")
                one.send("O")
                one.until("a lab of your own")
                one.send(" ")
                one.until("2 waiting")
            room.end()


def without_a_lab_a_talk_is_followed():
    forbid = ["unshare", "-rm", "sh", "-c",
              "echo 0 >/proc/sys/user/max_user_namespaces && "
              "echo 0 >/proc/sys/user/max_net_namespaces && exec \"$@\"",
              "sh"]
    if subprocess.run([*forbid, "true"], capture_output=True,
                      check=False).returncode:
        print("# no user namespace can be made here", file=sys.stderr)
        return
    with Room() as room, room.follow("1", forbid) as one:
        one.send("O")
        one.until("no lab of your own: ")
        one.until("namespaces")
        room.talk.send(" ")
        one.until("1 waiting")
        room.end()


def votes_are_counted_once():
    with Room() as room:
        one, two, three = (room.follow(name) for name in ("1", "2", "3"))
        try:
            room.ask()
            for follower in (one, two, three):
                follower.until("?) I don't know")
            one.send("a")
            one.until("you said a")
            two.send("b")
            two.until("you said b")
            three.send("c")
            three.until("you said c")
            expect(not room.votes(), "none is told before it is asked for")
            room.talk.send("v")
            room.talk.until("client. 1")
            room.talk.until("The port of the client. 1")
            # One changes its mind, one leaves and comes again.
            one.send("b")
            one.until("you said b")
            room.talk.until("client. 2")
            three.process.kill()
            three.close()
            three = room.follow("3")
            three.until("?) I don't know")
            three.send("?")
            three.until("you said ?")
            room.talk.until("I don't know 1")
            room.talk.send(" ")
            said = "The room said: a) 0, b) 2, c) 0, d) 0, ?) 1."
            room.talk.until(said)
            # What is said now is said too late.
            for follower in (one, two, three):
                follower.until(said)
                follower.until(lambda: "another letter" not in shown(follower),
                               "nothing is said of changing it")
            one.send("a")
            room.end()
            expect(room.votes() == {-1: 1, 0: 0, 1: 2, 2: 0, 3: 0} or
                   room.votes() == {-1: 1, 0: 0, 1: 2, 2: 0},
                   f"{room.votes()}")
        finally:
            for follower in (one, two, three):
                follower.close()


def notes_have_the_voters_first_and_the_way_last():
    with Room() as room, room.follow("1") as one, Terminal(
            [PROGRAM, "notes"], XDG_RUNTIME_DIR=room.own("talk"),
            **SIZE) as notes:
        notes.until("how to follow")
        notes.until(room.code)
        expect("voted" not in shown(notes), "nothing is asked")
        room.ask()
        notes.until("0 voted")
        one.until("?) I don't know")
        one.send("a")
        notes.until("1 voted")
        places = [shown(notes).index(words) for words in
                  ("1 voted", "the next key", "RIGHT a)", "this step",
                   "how to follow")]
        expect(places == sorted(places), f"{places}")
        room.talk.send(" ")
        notes.until("votes for a: 1")
        expect("voted" not in shown(notes), "it is over")
        room.end()


def vote_as(room, name, votes):
    """Over one connection of that name, until the broker has them all."""
    subprocess.run(
        ["mosquitto_pub", "-h", "127.0.0.1", "-p", room.port, "-u", "room",
         "-P", room.code, "-i", name, "-q", "1", "-t",
         f"sockstep/{room.code}/vote/{name}", "-l"],
        input="\n".join(votes) + "\n", text=True, timeout=DEADLINE, check=True)


def a_student_may_only_read_and_vote():
    with Room() as room, room.follow("1") as one:
        with room.client("mosquitto_sub", "-v", "-t", "#") as spy:
            expect(spy.stdout.readline().startswith(f"sockstep/{room.code}/"),
                   "it is told the run")
            base = f"sockstep/{room.code}/"
            room.ask()
            one.until("?) I don't know")
            token = "0" * 32
            for topic, text in (
                    ("run/1", "nonsense"), ("run/2", "nonsense"),
                    ("run/99", "nonsense"), ("state", "over"),
                    ("vote/another", f"1.0 2 {token}")):
                with room.client("mosquitto_pub", "-r", "-i", "student", "-t",
                                 base + topic, "-m", text) as client:
                    expect(client.wait(60) == 0, f"{topic}")
            with room.client("mosquitto_pub", "-i", "student", "-t",
                             base + "vote/student", "-m",
                             "x" * 100000) as client:
                client.wait(60)
            # Whoever invents voters has one vote all the same, the last, and
            # no other when it comes again under its name.
            for first in (0, 201):
                vote_as(room, "crowd", [f"1.0 {i % 3} {i:032x}" for i in
                                        range(first, first + 200)])
            # Two who use each other's voter have one each.
            for i in range(1000, 1003):
                for name in ("here", "there"):
                    vote_as(room, name, [f"1.0 2 {i:032x}"])
            one.send("d")
            one.until("you said d")
            room.talk.send("v")
            room.talk.until("None. 1")
            room.talk.until("The port of the client. 1")
            for text in ("this client. 1", "listening socket. 0"):
                expect(text in shown(room.talk), "one vote each")
            room.talk.send(" ")
            one.until("The kernel said: a)")
            told = []
            for line in spy.stdout:
                told.append(line.split(" ")[0])
                if '"answer"' in line:
                    break
            spy.terminate()
        expect(not [t for t in told if "/vote/" in t or "/99" in t
                    or t.startswith("$SYS")], f"{told}")
        with subprocess.Popen(
                ["mosquitto_sub", "-h", "127.0.0.1", "-p", room.port, "-t",
                 "#"], stderr=subprocess.PIPE, text=True) as client:
            expect(client.wait(60) != 0, "nobody comes without the code")
        room.end()


def memory(pid):
    """What it has in the machine, in KiB."""
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return int(re.search(r"VmRSS:\s*(\d+)", status.read()).group(1))


def ten_thousand_votes():
    """Well formed or rubbish, over one connection or from many voters: each
    has its last one, the talk goes on meanwhile, and takes no more memory."""
    with Room() as room, room.follow("1") as one:
        room.ask()
        one.until("?) I don't know")
        one.send("d")
        one.until("you said d")
        room.talk.send("v")
        room.talk.until("None. 1")
        before = memory(room.talk.pid)
        rubbish = ["", " ", "1.0", "1.0 9 " + "0" * 32, "1.0 0 " + "g" * 32,
                   "9.9 0 " + "0" * 32, "1.0 0 " + "0" * 33, "\x01" * 40,
                   "x" * 60000]
        vote_as(room, "noise", rubbish * 200)
        vote_as(room, "crowd", [f"1.0 {i % 2} {i:032x}" for i in
                                range(10000)])
        room.talk.until("this client. 1")
        for voter in range(40):
            vote_as(room, f"v{voter}", [
                f"1.0 {2 if i == 249 else i % 2} {voter + 100000:032x}"
                for i in range(250)])
        room.talk.until("The port of the client. 40")
        text = shown(room.talk)
        for words in ("listening socket. 0", "this client. 1", "None. 1"):
            expect(words in text, f"{words} in\n{text}")
        grown = memory(room.talk.pid) - before
        expect(grown < 4096, f"the talk has {grown} KiB more")
        room.talk.send(" ")
        one.until("The room said: a) 0, b) 1, c) 40, d) 1, ?) 0.")
        room.end()
        expect({k: v for k, v in room.votes().items() if v} ==
               {1: 1, 2: 40, 3: 1}, f"{room.votes()}")


def the_talk_outlives_its_broker():
    with Room() as room, room.follow("1") as one:
        room.ask()
        one.until("?) I don't know")
        one.send("a")
        one.until("you said a")
        os.kill(room.broker(), signal.SIGKILL)
        # It was started again, and everyone is told all.
        room.talk.until("followers see the whole talk again, and no vote")
        room.talk.send("v")
        room.talk.until("listening socket. 1")
        room.talk.send(" ")
        one.until("The kernel said: a)")
        room.talk.send(" ")
        same(sockets, one, room.talk)
        room.end()


def the_talk_does_not_wait_for_its_broker():
    with Room() as room, room.follow("1") as one:
        broker = room.broker()
        os.kill(broker, signal.SIGSTOP)
        room.talk.send(" ")
        room.talk.until("1 waiting")
        room.talk.until("followers see nothing new: it does not answer")
        room.talk.send(" ")
        room.talk.until("2 waiting")
        expect("waiting" not in shown(one), "nobody could tell it")
        os.kill(broker, signal.SIGCONT)
        room.talk.until("followers see the whole talk again")
        one.until("2 waiting")
        room.end()


def it_listens_only_where_it_says():
    """Over all addresses of the machine, which are those of IPv4."""
    with tempfile.TemporaryDirectory() as folder, Terminal(
            [PROGRAM, "present", "accept", "--share"],
            XDG_RUNTIME_DIR=folder, **SIZE) as talk:
        # Said as soon as the broker takes followers.
        talk.until("follow at ")
        talk.send("V")
        talk.until("In a terminal:")
        talk.until("sockstep follow ")
        # The rows of sockets may still stand beside them.
        ways = re.findall(r"(?:http://|sockstep follow )([0-9.]+):(\d+)",
                          shown(talk))
        expect(len(ways) >= 2, f"{ways}")
        for address, port in ways:
            with socket.create_connection((address, int(port)), 60):
                pass
            try:
                with socket.create_connection(("::1", int(port)), 60):
                    talk.fail(f"[::1]:{port} is told nowhere")
            except OSError:
                pass


def what_cannot_be_followed():
    with Room() as room:
        for words, status, why in (
                ((room.address, "WRONG2"), 3, "not reached"),
                (("127.0.0.1:1", room.code), 3, "not reached")):
            with Terminal([PROGRAM, "follow", *words],
                          XDG_RUNTIME_DIR=room.own("x"), **SIZE) as t:
                t.until(why)
                expect(t.ended() == status, f"{words}")
        # What cannot be an address is named before a terminal is asked for.
        for words, why in (((room.address, room.code), "needs a terminal"),
                           ((room.address, "../../x"), "letters and digits"),
                           (("nowhere", room.code),
                            "follow nowhere: expected HOST:PORT")):
            result = run("follow", *words)
            expect(result.returncode == 2 and why in result.stderr and
                   result.stderr.count("\n") == 1, f"{result}")
        room.end()
        # Nobody is invited to what nobody could follow.
        result = run("present", room.log, "--share=127.0.0.1")
        expect(result.returncode == 2 and "of a log none are" in result.stderr
               and "export" in result.stderr, f"{result}")
    result = run("present", "accept", "--share=192.0.2.1")
    expect(result.returncode in (2, 3), f"{result}")


def without_mosquitto():
    """One sentence says what is missing, before there is a lab."""
    words = [PROGRAM, "present", "accept", "--share=127.0.0.1"]
    hidden = ["unshare", "--map-root-user", "--mount", "sh", "-c",
              "mount --bind /dev/null /usr/sbin/mosquitto && exec \"$@\"",
              "sh"]
    for argv, path, why in (
            (hidden + words, os.environ["PATH"],
             "--share needs mosquitto, which is not installed: apt install "
             "mosquitto"),
            (words, "/nowhere",
             "--share needs mosquitto_passwd, to which PATH does not lead; it "
             "comes with mosquitto")):
        with Terminal(argv, PATH=path, **SIZE) as talk:
            expect(talk.ended() == 3, shown(talk))
            expect(why in " ".join(shown(talk).split()), shown(talk))


main([
    late_followers_see_the_same,
    lessons_of_every_kind_are_the_same,
    a_talk_begun_anew_leaves_no_rows,
    followers_take_the_run_over,
    a_host_that_was_added_is_taken_over,
    followers_are_told_what_can_still_come,
    followers_need_no_lesson,
    without_a_lab_a_talk_is_followed,
    votes_are_counted_once,
    notes_have_the_voters_first_and_the_way_last,
    a_student_may_only_read_and_vote,
    ten_thousand_votes,
    the_talk_outlives_its_broker,
    the_talk_does_not_wait_for_its_broker,
    it_listens_only_where_it_says,
    what_cannot_be_followed,
    without_mosquitto,
])
