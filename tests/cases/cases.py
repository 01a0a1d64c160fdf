"""Programs with questions that people ask, and what must be said of each.

cases.py SOCKSTEP [NAME]...

NAME.py, NAME.c or NAME.cc is a case, NAME-twin nearly the same where the rule
must not speak. Lines at the head say what `trace --plain --auto` says, and
never says. With lines `host: NAME=ADDRESS` it runs on each of these hosts, with
the host's name as its argument, on all but the first once a socket listens or
is bound. NAME.lab are lines for `shell --plain`. What is in right/ is right,
ends well, and is accused of nothing. C++ is left out where there is no g++.
"""
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
COMPILERS = {".c": "cc", ".cc": "g++"}
SUFFIXES = (*COMPILERS, ".py", ".lab")


def wishes(case, word):
    sign = "//" if case.suffix in COMPILERS else "#"
    start = f"{sign} {word}: "
    return [line[len(start):].strip()
            for line in case.read_text().splitlines() if line.startswith(start)]


def command(case, room):
    if case.suffix == ".py":
        return [sys.executable, case]
    program = pathlib.Path(room, case.stem)
    subprocess.run([COMPILERS[case.suffix], "-g", "-w", "-pthread",
                    "-o", program, case],
                   check=True, env={**os.environ, "TMPDIR": room})
    return [program]


def on_hosts(case, program):
    """The words of the command line behind the options of all."""
    hosts = wishes(case, "host")
    if not hosts:
        return program
    words = ["--when", "listening"]
    for host in hosts:
        words += ["--host", host]
    for host in hosts:
        name = host.split("=")[0]
        words += ["::"] if host != hosts[0] else []
        words += [f"@{name}", *program, name]
    return words


def play(case):
    words = ["shell", "--plain"]
    with tempfile.TemporaryDirectory() as room, case.open() as lines:
        if case.suffix != ".lab":
            words = ["trace", "--plain", "--auto",
                     *on_hosts(case, command(case, room))]
        return subprocess.run(
            [sys.argv[1], *words],
            stdin=lines if case.suffix == ".lab" else subprocess.DEVNULL,
            capture_output=True, text=True, errors="replace", timeout=400)


def unexplained(lines):
    """Calls that failed, and no line of reason behind them."""
    failed = re.compile(r"\) = -1 E(?!INTR )[A-Z0-9]+ \(")
    return [line for line, after in zip(lines, lines[1:] + [""])
            if failed.search(line) and not reason_follows(lines, line)]


def reason_follows(lines, failed):
    behind = lines[lines.index(failed) + 1:]
    for line in behind:
        if not line.startswith("  "):
            return False
        if line.startswith(("  here: ", "  usual cause: ")):
            return True
    return False


def words_of_run(told):
    """What is said once a program or a line has begun: what the machine lacks
    is said before, and no case is about that."""
    begun = re.search(r"^.* has begun", told.stdout, re.M)
    return told.stdout[begun.start():] if begun else told.stdout


def is_met(case):
    told = play(case)
    if "namespaces" in told.stderr and not told.stdout:
        return told.stderr
    words = words_of_run(told)
    missing = [text for text in wishes(case, "says") if text not in words]
    false = [text for text in wishes(case, "never") if text in words]
    silent = unexplained(told.stdout.splitlines())
    if missing or false or silent:
        print(f"{case.name}: missing {missing}, false {false}, "
              f"without a reason {silent}:\n{told.stdout}{told.stderr}")
    return not missing and not false and not silent


def is_acquitted(case):
    told = play(case)
    if "namespaces" in told.stderr and not told.stdout:
        return told.stderr
    lines = told.stdout.splitlines()
    accused = [line for line in lines
               if line.startswith(("finding, ", "standstill"))]
    ends = [line for line in lines
            if re.search(r" was killed by | exit status [1-9]", line)]
    is_well = told.returncode == 0 and "exit status 0" in told.stdout
    if accused or ends or not is_well:
        print(f"right/{case.name}: {told.returncode} {accused} {ends}:\n"
              f"{told.stdout}{told.stderr}")
    return is_well and not accused and not ends


def judge(case):
    return is_acquitted(case) if case.parent.name == "right" else is_met(case)


def main():
    cases = [case for case in sorted(HERE.iterdir())
             if case.suffix in SUFFIXES and case.name != "cases.py"]
    stems = {case.stem for case in cases}
    alone = [stem for stem in sorted(stems) if not stem.endswith("-twin")
             and stem + "-twin" not in stems]
    cases += sorted((HERE / "right").iterdir())
    if not shutil.which("g++"):
        cases = [case for case in cases if case.suffix != ".cc"]
    if len(sys.argv) > 2:
        cases = [case for case in cases if case.stem in sys.argv[2:]]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        met = list(pool.map(judge, cases))
    skipped = [reason for reason in met if isinstance(reason, str)]
    if skipped:
        print(skipped[0])
        return 77
    if alone:
        print("without a twin:", *alone)
    print(len(cases), "cases,", met.count(False), "failed")
    return 1 if False in met or alone or not cases else 0


sys.exit(main())
