#!/usr/bin/env python3
"""saved: what a run is saved as does what the run did, for every lesson.

The lesson drafts are checked and played. The programs in C are compiled with
all warnings as errors; both they and those in Python run in a network of their
own and take turns; strace says which calls each of them made, and they are
those of the run, actor by actor, in their order. What the kernel answers may
differ, for nobody holds or drops packets there.

A program that slept when the run ended sleeps for ever: it is ended when all
turns are over and the others have gone.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import concurrent.futures
import json
import os
import re
import signal
import subprocess
import sys
import tempfile

CALLS = ("socket,bind,listen,accept,accept4,connect,sendto,recvfrom,read,write,"
         "shutdown,close,getsockname,getpeername,setsockopt,getsockopt")
LINE = re.compile(r"(\w+)\((-?\d+)?(<[^>]*>?)?")
DEADLINE = 100  # seconds; only a program that hangs takes so long
# With a /tmp of its own, for the names of UNIX domain sockets; this file, which
# may stand below the other one, comes in as the standard input.
INSIDE = """ip link set lo up || exit 1
mount -t tmpfs tmpfs /tmp || exit 1
exec python3 - --inside "$@"
"""


def calls_of_run(log):
    """Each actor's calls, who slept at the end, and whether anything but calls
    was done: then the kernel's answers may be others the next time."""
    calls, asleep, ended, alone = {}, set(), set(), True
    with open(log, encoding="utf-8") as lines:
        events = [json.loads(line) for line in lines]
    for event in events:
        kind, phase, actor = (event.get(key) for key in
                              ("event", "phase", "actor"))
        if kind == "call" and phase == "enter":
            calls.setdefault(actor, []).append(event["text"])
            asleep.add(actor)
        elif kind == "call" and phase == "return":
            asleep.discard(actor)
            calls[actor][-1] = event["text"]
        elif kind == "actor" and phase == "ended":
            ended.add(actor)
        elif kind in ("order", "output"):
            alone = False
    return calls, asleep - ended, alone


def name_of(text):
    """A call's name alone, in the words of both languages."""
    name = LINE.match(text).group(1)
    return "accept" if name == "accept4" else name


def squeezed(text):
    """Without what every run has anew: ports that the kernel chose, addresses
    of memory, what stands in a buffer that was not filled."""
    text = re.sub(r"htons\((\d+)\)", lambda port: "htons(*)" if 32768 <= int(
        port.group(1)) <= 60999 else port.group(0), text)
    text = re.sub(r"0x[0-9a-f]{6,}", "0x...", text)
    return re.sub(r" +", " ", text).replace(" )", ")").strip()


def calls_of_program(trace):
    """What strace saw of sockets; what it shows of a descriptor says which are
    none: the files that a program loads, and where perror(3) writes."""
    calls = []
    with open(trace, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            match = LINE.match(line)
            if not match or (match.group(3) and not
                             re.match(r"<[A-Za-z0-9-]*:\[", match.group(3))):
                continue
            if calls or match.group(1) == "socket":
                calls.append(squeezed(re.sub(
                    r"(?<=\d)<[A-Za-z0-9-]*:\[[^]]*\]>", "", line)))
    return calls


def without_pythons_own(calls):
    """Python asks a descriptor that accept gave it what it is, with room for
    any address; a program's own question has room for one of the family."""
    return [text for place, text in enumerate(calls)
            if not (place and name_of(calls[place - 1]) == "accept" and
                    name_of(text) == "getsockname" and "[128 =>" in text)]


def is_same(ours, theirs, wholly):
    """Whether the program made these calls. At the end, Python asks what it
    leaves open what it is, and closes it."""
    if wholly:
        return [squeezed(text) for text in ours] == theirs
    names = [name_of(text) for text in theirs]
    return [name_of(text) for text in ours] == names[:len(ours)] and all(
        name in ("close", "getsockname", "getpeername")
        for name in names[len(ours):])


def run_inside(folder, commands):
    """Runs the programs, in a network of their own, until they are over."""
    turns = os.path.join(folder, "turns")
    with open(turns, "w", encoding="utf-8"):
        pass
    environment = dict(os.environ, TURNS=turns)
    running = []
    for trace, command in commands:
        running.append(subprocess.Popen(
            ["strace", "-qq", "-y", "-o", trace, "-e", "signal=none",
             "-e", f"trace={CALLS}", *command], env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True))
    return running


def inside(folder, listed):
    """The part that runs in the network of its own."""
    with open(listed, encoding="utf-8") as file:
        plan = json.load(file)
    running = run_inside(folder, plan["commands"])
    hung = []
    for actor, process in zip(plan["actors"], running):
        if actor in plan["asleep"]:
            continue
        try:
            process.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            hung.append(actor)
    # Those that are left sleep in their last call, or hang.
    for actor, process in zip(plan["actors"], running):
        if process.poll() is None:
            wait_for_last(plan, actor)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return " ".join(hung)


def wait_for_last(plan, actor):
    """Until it entered as many calls as it did in the run: strace writes a
    call that sleeps when it is entered."""
    index = plan["actors"].index(actor)
    trace, _ = plan["commands"][index]
    for _ in range(10000):
        with open(trace, encoding="utf-8", errors="replace") as file:
            text = file.read()
        if text.count("(") >= plan["least"][index]:
            return
        os.sched_yield()


def compare(lesson, language, calls, traces, alone):
    """In C, where nobody else did anything, the answers are the same, too. A
    call that never came back has none."""
    faults = []
    for actor, trace in traces.items():
        theirs = calls_of_program(trace)
        wholly = alone and language == "c"
        ours = [text for text in calls[actor]
                if not wholly or "<unfinished" not in text]
        if wholly:
            theirs = theirs[:len(ours)]
        if language == "py":
            theirs = without_pythons_own(theirs)
        if not is_same(ours, theirs, wholly) or not ours:
            faults.append("\n".join([f"{lesson}: {actor}.{language}: the run:",
                                     *map(squeezed, ours), "the program:",
                                     *theirs]))
    return faults


def command_of(language, source):
    if language == "py":
        return ["python3", source], None
    program = source[:-2]
    done = subprocess.run(["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-o",
                           program, source], check=False, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return [program], done.stdout if done.returncode else None


def check_programs(lesson, folder, language, log):
    calls, asleep, alone = calls_of_run(log)
    actors = sorted(calls)
    commands, traces = [], {}
    for actor in actors:
        name = f"run-{actor}" if len(actors) > 1 else "run"
        source = os.path.join(folder, f"{name}.{language}")
        command, fault = command_of(language, source)
        if fault:
            return [f"{lesson}: {source}: {fault}"]
        traces[actor] = os.path.join(folder, f"{actor}.{language}.trace")
        commands.append((traces[actor], command))
    listed = os.path.join(folder, "plan.json")
    with open(listed, "w", encoding="utf-8") as file:
        json.dump({"actors": actors, "asleep": sorted(asleep),
                   "commands": commands,
                   "least": [len(calls[actor]) for actor in actors]}, file)
    with open(__file__, encoding="utf-8") as this:
        done = subprocess.run(
            ["unshare", "-Urnm", "sh", "-c", INSIDE, "sh", folder, listed],
            check=False, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, stdin=this)
    if done.returncode:
        return [f"{lesson}: {language}: {done.stdout}"]
    return compare(lesson, language, calls, traces, alone)


def save(lesson, path, more=()):
    """Plays the lesson and saves the run; the draft is one that plays."""
    done = subprocess.run(
        [SOCKSTEP, "run", lesson, "--plain", "--auto", "--save", path, *more],
        check=False, text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return [f"{lesson}: {done.stdout}"] if done.returncode else []


def check_draft(lesson, folder):
    path = os.path.join(folder, "draft.md")
    faults = save(lesson, path)
    if faults:
        return faults
    done = subprocess.run([SOCKSTEP, "lint", path], check=False, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return [f"{lesson}: {done.stdout}"] if done.returncode else []


def check_lesson(lesson):
    name = os.path.basename(lesson)
    # Not below /tmp, which is another one for the programs.
    with tempfile.TemporaryDirectory(dir=SCRATCH) as folder:
        os.chmod(folder, 0o755)
        faults = check_draft(lesson, folder)
        log = os.path.join(folder, "run.jsonl")
        for language in ("c", "py"):
            path = os.path.join(folder, f"run.{language}")
            faults += save(lesson, path, ["--log", log])
            faults += check_programs(name, folder, language, log)
        return faults


if sys.argv[1] == "--inside":
    sys.exit(inside(*sys.argv[2:]) or 0)

import common  # noqa: E402 # what runs inside cannot see it

common.need("strace")
common.need("cc")
if not common.has_namespaces():
    common.skip("namespaces are forbidden here")
SOCKSTEP = os.path.abspath(sys.argv[1])
with tempfile.TemporaryDirectory(dir=os.environ.get("SCRATCH", "/var/tmp")) \
        as SCRATCH:
    os.chmod(SCRATCH, 0o755)
    chosen = sys.argv[2:] or common.lessons()
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        results = list(pool.map(check_lesson, chosen))
failed = [fault for faults in results for fault in faults]
print("\n".join(failed) or f"{len(results)} lessons saved and run again")
sys.exit(1 if failed or not results else 0)
