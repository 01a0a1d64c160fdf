"""exercises: their checks, against programs of which it is known.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: exercises.py SOCKSTEP [ID [NAME]]; with TURN=0 or 1 in the environment
every other solution is tried (two users take turns with them), with
ONLY_SOLUTIONS=1 nothing but solutions, with TIMES=20 all solutions, twenty times
each, with JOBS=4 as many at once, with EVERY_CHECK=1 wrong programs are put to
all checks, with STEP=1 they are stepped, too. There is no time for that in
every run: they are put to their own check, and one of them for each exercise to
all, and is stepped, and what a learner begins with is put to one check after the
other until one fails it. The last line says how long all took, had each waited for the one before.

In the folder that is called like the exercise, solution.c and solution.py get
all points, and N-name fails check N and no other: an exercise that lets wrong
programs pass, or right ones fail, is wrong itself. A wrong program N-name.c.sed
or N-name.py.sed is what sed makes of the solution: what is wrong is all that
stands there. What a learner begins with is built, and fails.

Lines `says: TEXT` of a wrong program, behind the mark of a comment, are what the
feedback of its check has to say, and `never: TEXT` what it must not.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
SOCKSTEP = str(pathlib.Path(sys.argv[1]).absolute())
MOST_LINES, MOST_COLUMNS = 15, 76


class Skipped(Exception):
    pass


def run(*words, **more):
    return subprocess.run([SOCKSTEP, *map(str, words)], text=True,
                          stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=400, **more)


def check(exercise, *words, **more):
    done = run("check", "--json", exercise, *words, **more)
    if done.returncode == 3 and "namespaces" in done.stderr:
        raise Skipped(done.stderr.strip())
    if done.returncode not in (0, 1) or not done.stdout:
        raise AssertionError(f"{exercise} {words}: status "
                             f"{done.returncode}: {done.stderr}")
    return json.loads(done.stdout), done.returncode


def failed(report):
    return [check["number"] for check in report["checks"]
            if check["verdict"] != "passed"]


def tell(report):
    return "\n".join(line for check in report["checks"]
                     for line in [check["title"] + ": " + check["verdict"],
                                  *check["feedback"]])


def has_room(report):
    """Whether what is told fits a screen."""
    return all(len(check["feedback"]) <= MOST_LINES and
               all(len(line) <= MOST_COLUMNS for line in check["feedback"])
               for check in report["checks"])


def make_wrong(script, folder):
    """The solution as the script of sed spoils it."""
    language = pathlib.Path(script.stem).suffix
    solution = script.with_name("solution" + language)
    made = subprocess.run(["sed", "-f", script, solution], text=True,
                          check=True, stdout=subprocess.PIPE).stdout
    if made == solution.read_text():
        raise AssertionError(f"{script.name} changes nothing")
    path = pathlib.Path(folder) / script.stem
    path.write_text(made)
    return path


def is_first(program):
    """Of the wrong ones of its exercise."""
    return program.name == min(path.name for path in program.parent.iterdir()
                               if path.name[0].isdigit())


def words_of(program):
    """What is checked: of most wrong programs, what is wrong."""
    number = program.name.split("-")[0]
    if not number.isdigit() or os.environ.get("EVERY_CHECK"):
        return []
    return [] if is_first(program) else ["--only", number]


def lines_marked(program, mark):
    lead = re.compile(rf"^\s*(?:#|//) {mark}: ")
    return [lead.sub("", line) for line in program.read_text().splitlines()
            if lead.match(line)]


def is_told(program, report):
    """Whether what is told of its check is what the program says of itself."""
    told = [check for check in report["checks"]
            if str(check["number"]) == program.name.split("-")[0]]
    words = " ".join(" ".join(told[0]["feedback"]).split()) if told else ""
    return all(text in words for text in lines_marked(program, "says")) and \
        not any(text in words for text in lines_marked(program, "never"))


def try_program(exercise, program):
    # Not below /tmp, of which a lab may have another one.
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        path = program
        if program.suffix == ".sed":
            path = make_wrong(program, folder)
        words = words_of(program)
        report, status = check(exercise, path, *words)
    number = program.name.split("-")[0]
    wanted = [int(number)] if number.isdigit() else []
    found = [one for one in failed(report) if not words or one in wanted]
    if found == wanted and status == bool(wanted) and \
            has_room(report) and is_told(program, report):
        return None
    return (f"{exercise}/{program.name}: failed {failed(report)}, expected "
            f"{wanted}; seed {report['seed']}\n{tell(report)}")


def step(exercise, program):
    """What fails by itself fails when it is stepped."""
    number = program.name.split("-")[0]
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        path = program
        if program.suffix == ".sed":
            path = make_wrong(program, folder)
        told = run("check", f"--step={number}", "--plain", "--auto", exercise,
                   path)
    is_told = "This is not what the check expects" in told.stdout
    return None if told.returncode == 1 and is_told else (
        f"{exercise}/{program.name} is stepped: status {told.returncode}\n"
        f"{told.stdout[-2000:]}{told.stderr}")


def try_often(exercise, program):
    """A right program, as often as TIMES says; how often it was right."""
    times, faults = int(os.environ["TIMES"]), []
    for _ in range(times):
        fault = try_program(exercise, program)
        if fault:
            faults.append(fault)
    print(f"{exercise}/{program.name}: {times - len(faults)} of {times}",
          flush=True)
    return "\n".join(faults) or None


def try_starter(exercise, language):
    # Not below /tmp, of which a lab may have another one.
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        made = run("start", exercise, "work", "--lang", language, cwd=folder)
        if made.returncode:
            return f"{exercise}: start --lang {language}: {made.stderr}"
        again = run("start", exercise, "work", cwd=folder)
        if not again.returncode:
            return f"{exercise}: start wrote over a folder"
        return None if fails(exercise, pathlib.Path(folder) / "work") else \
            f"{exercise}: the {language} starter passes"


def fails(exercise, work):
    """Whether it fails any check; what comes behind that is not of interest."""
    if os.environ.get("EVERY_CHECK"):
        return check(exercise, work)[1]
    number, most = 0, 1
    while number < most:
        number += 1
        report, status = check(exercise, work, "--only", str(number))
        if status:
            return True
        most = len(report["checks"])
    return False


def programs_of(name):
    return [path for path in sorted((HERE / name).iterdir())
            if path.suffix in (".c", ".py", ".sed")]


def check_words(names):
    """What is asked for has to be there: nothing tried is nothing found."""
    wanted, name = sys.argv[2:3], (sys.argv[3:4] or [""])[0]
    if wanted and wanted[0] not in names:
        sys.exit(f"there is no exercise {wanted[0]}; expected one of "
                 + ", ".join(names))
    if wanted and not any(path.name.startswith(name)
                          for path in programs_of(wanted[0])):
        sys.exit(f"{wanted[0]} has no program {name}; expected a beginning "
                 "of " + ", ".join(path.name for path
                                   in programs_of(wanted[0])))


def jobs():
    exercises = json.loads(run("exercises", "--json").stdout)
    check_words([one["id"] for one in exercises])
    for exercise in exercises:
        name = exercise["id"]
        programs = programs_of(name)
        wrong = [path for path in programs if path.name[0].isdigit()]
        assert len(programs) - len(wrong) >= 2, f"{name}: two solutions"
        assert len(wrong) >= 3, f"{name}: three wrong programs"
        if len(sys.argv) > 2 and sys.argv[2] != name:
            continue
        right = [path for path in programs if path not in wrong]
        if os.environ.get("TIMES"):
            for path in right:
                if len(sys.argv) < 4 or path.name.startswith(sys.argv[3]):
                    yield try_often, name, path
            continue
        if os.environ.get("TURN"):
            turn = exercise["number"] + int(os.environ["TURN"])
            right = right[turn % 2::2]
        if os.environ.get("ONLY_SOLUTIONS"):
            wrong = []
        # What may wait for a time limit first, so that others run meanwhile.
        if len(sys.argv) < 4 and not os.environ.get("ONLY_SOLUTIONS"):
            yield try_starter, name, "c"
            yield try_starter, name, "python"
        for path in [*wrong, *right]:
            if len(sys.argv) < 4 or path.name.startswith(sys.argv[3]):
                yield try_program, name, path
                if path in wrong and \
                        (os.environ.get("STEP") or is_first(path)):
                    yield step, name, path


def timed(job, *words):
    begun = time.monotonic()
    return job(*words), time.monotonic() - begun


def main():
    # Nearly all of their time they sleep, and each plays its checks at once.
    at_once = int(os.environ.get("JOBS", "8"))
    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        running = [pool.submit(timed, *job) for job in jobs()]
        try:
            results = [job.result() for job in running]
        except Skipped as reason:
            print(reason)
            return 77
    faults = [fault for fault, _ in results if fault]
    for fault in faults:
        print(fault)
    print(f"{len(results)} tries: {sum(took for _, took in results):.0f} s, one "
          f"behind the other; {at_once} at once")
    return bool(faults)


sys.exit(main())
