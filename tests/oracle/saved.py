#!/usr/bin/env python3
"""saved: what a run is saved as does what the run did, for the scripts of
saved/, which have every call that can be made, and for the lessons that have a
form of one which those do not have (all lessons with EVERY=1).

The lesson drafts are checked and played. The programs in C are compiled with
all warnings as errors; both they and those in Python run in a network of their
own and take turns; strace says which calls each of their processes made, and
they are those of the run, actor by actor, in their order. What the kernel
answers may differ where packets were held or dropped, for nobody does there.

A program that slept when the run ended sleeps for ever: it is ended when all
turns are over and the others have gone.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import common

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, "saved"))
import calls as saved_calls  # noqa: E402 # beside the scripts

# The first one's program is run; the other sees whether it, too, has nothing to
# say. cc stands for one that has another name.
COMPILERS = [name for name in ("gcc", "clang") if shutil.which(name)] or \
    [name for name in ("cc",) if shutil.which(name)]
# With a /tmp of its own, for the names of UNIX domain sockets.
INSIDE = """ip link set lo up || exit 1
mount -t tmpfs tmpfs /tmp || exit 1
# Without capabilities, as the actors of a lab.
exec setpriv --bounding-set=-all python3 - "$@"
"""


def command_of(language, source):
    """How the program is run; or what a compiler says against it."""
    if language == "py":
        return ["python3", source], None
    program = source[:-2]
    makes = ["-O2", "-o", program]
    for compiler in COMPILERS:
        done = common.run_quietly([compiler, "-Wall", "-Wextra", "-Werror",
                                   *makes, source])
        if done.returncode:
            return None, done.stdout
        makes = ["-fsyntax-only"]
    return [program], None


def write_plan(folder, language, run):
    """What runs inside, and the faults of those that do not compile."""
    roots, faults = run.roots(), []
    plan = {"actors": roots, "commands": [], "traced": saved_calls.TRACED,
            "asleep": sorted({run.root(actor) for actor in run.asleep}),
            "least": [sum(len(run.calls[actor]) for actor in run.family(root))
                      for root in roots]}
    for root in roots:
        name = f"run-{root}" if len(roots) > 1 else "run"
        source = os.path.join(folder, f"{name}.{language}")
        command, fault = command_of(language, source)
        if fault:
            faults.append(f"{source}: {fault}")
        plan["commands"].append(
            (os.path.join(folder, f"{root}.{language}.trace"), command))
    path = os.path.join(folder, "plan.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(plan, file)
    return plan, path, faults


def check_programs(folder, language, log):
    run = saved_calls.Run(log)
    plan, path, faults = write_plan(folder, language, run)
    if faults or not run.calls:
        return faults or ["no calls"]
    # The source may stand where the programs see another folder.
    with open(os.path.join(HERE, "saved", "inside.py"), encoding="utf-8") as this:
        done = subprocess.run(
            ["unshare", "-Urnm", "sh", "-c", INSIDE, "sh", folder, path],
            check=False, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, stdin=this)
    if done.returncode:
        return [f"{language}: {done.stdout}"]
    return [fault for root, (trace, _) in zip(plan["actors"], plan["commands"])
            for fault in saved_calls.compare(run, root, trace, language)]


def check_draft(play):
    """The draft is a lesson that plays."""
    done = common.run_quietly([SOCKSTEP, "lint", "--allow-commands",
                               play.path("draft.md")])
    return [done.stdout] if done.returncode else []


def check(story):
    play = common.Play(story)
    faults = check_draft(play)
    # Not below /tmp, which is another one for the programs.
    with tempfile.TemporaryDirectory(dir=SCRATCH) as folder:
        os.chmod(folder, 0o755)
        for path in glob.glob(play.path("run*")):
            shutil.copy(path, folder)
        if not common.is_elsewhere(story):
            for language in ("c", "py"):
                faults += check_programs(folder, language, play.log)
    return [f"{os.path.basename(story)}: {fault}" for fault in faults]


def missing_calls(scripts):
    """Calls of the table that no script makes."""
    names = common.calls_of_table()
    text = "".join(map(common.text_of, scripts))
    return [f"no script of saved/ calls {name}" for name in sorted(names)
            if not re.search(rf"\b{name}\(", text)] if names else ["no table"]


common.need("strace")
if not COMPILERS:
    common.skip("no C compiler is installed")
if not common.has_namespaces():
    common.skip("namespaces are forbidden here")
SOCKSTEP = common.SOCKSTEP
SCRIPTS = sorted(glob.glob(os.path.join(HERE, "saved", "*.txt")))
with tempfile.TemporaryDirectory(dir=os.environ.get("SCRATCH", "/var/tmp")) \
        as SCRATCH:
    os.chmod(SCRATCH, 0o755)
    chosen = sys.argv[2:] or [*SCRIPTS, *common.telling(common.lessons(),
                                                        SCRIPTS)]
    results = common.at_once(check, chosen)
failed = [fault for faults in results for fault in faults]
failed += missing_calls(SCRIPTS)
print("\n".join(failed) or f"{len(results)} runs saved and made again")
sys.exit(1 if failed or not results else 0)
