"""Programs with questions that people ask, and what must be said of each.

cases.py SOCKSTEP

NAME.py is a case, NAME-twin.py nearly the same where the rule must not speak.
Their first lines say what `trace --plain --auto` says, and never says.
"""
import pathlib
import subprocess
import sys


def wishes(case, word):
    return [line[len(word):].strip() for line in case.read_text().splitlines()
            if line.startswith(word)]


def is_met(case):
    told = subprocess.run(
        [sys.argv[1], "trace", "--plain", "--auto", sys.executable, case],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    if "namespaces" in told.stderr and not told.stdout:
        print(told.stderr)
        sys.exit(77)
    missing = [text for text in wishes(case, "# says: ")
               if text not in told.stdout]
    false = [text for text in wishes(case, "# never: ")
             if text in told.stdout]
    if missing or false:
        print(f"{case.stem}: missing {missing}, false {false}:\n"
              f"{told.stdout}{told.stderr}")
    return not missing and not false


def main():
    cases = [case for case in sorted(pathlib.Path(__file__).parent.glob("*.py"))
             if case.name != "cases.py"]
    alone = [case.stem for case in cases if not case.stem.endswith("-twin")
             and case.with_name(case.stem + "-twin.py") not in cases]
    failed = [case.stem for case in cases if not is_met(case)]
    if alone:
        print("without a twin:", *alone)
    print(len(cases), "cases,", len(failed), "failed")
    return 1 if failed or alone or not cases else 0


sys.exit(main())
