#!/usr/bin/env python3
"""completion: what bash offers behind sockstep.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/completion.py [PROGRAM]
"""

import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import PROGRAM, TOP, environment, expect, main  # noqa: E402

ASK = """
sockstep() { "$PROGRAM" "$@"; }
. "$TOP/assets/sockstep.bash"
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_sockstep
printf '%s\\n' "${COMPREPLY[@]}"
"""

# words so far; some of what must be offered; what must not be
CASES = [
    (["sockstep", ""], ["menu", "list", "run", "lint", "doctor", "help"],
     ["usage"]),
    (["sockstep", "l"], ["list", "lint"], ["run"]),
    (["sockstep", "--"], ["--plain", "--version"], ["--form"]),
    (["sockstep", "run", "tcp"], ["tcp-conversation"], ["listen"]),
    (["sockstep", "run", "--l"], ["--lang", "--log"], ["--plain"]),
    (["sockstep", "run", "--p"], ["--plain", "--pcap"], ["--log"]),
    (["sockstep", "run", "--lang", ""], ["c", "python"], ["listen"]),
    (["sockstep", "lint", "--f"], ["--form"], ["--json"]),
    (["sockstep", "help", "do"], ["doctor"], ["run"]),
]


def offers_what_fits():
    for words, wanted, unwanted in CASES:
        result = subprocess.run(
            ["bash", "--norc", "-c", ASK, "bash", *words], text=True,
            capture_output=True, check=False, timeout=30,
            env=environment(PROGRAM=PROGRAM, TOP=TOP))
        offered = result.stdout.split()
        expect(not result.stderr, f"{words}: {result.stderr}")
        expect(set(wanted) <= set(offered), f"{words}: {offered}")
        expect(not set(unwanted) & set(offered), f"{words}: {offered}")


if __name__ == "__main__":
    main([offers_what_fits])
