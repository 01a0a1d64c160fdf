#!/usr/bin/env python3
"""check: exercises as a learner and as a grader have them.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/check.py PROGRAM [TEST...]
"""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as xml

SOCKSTEP = str(pathlib.Path(sys.argv[1]).absolute())
PROGRAMS = pathlib.Path(__file__).absolute().parent.parent / "exercises"
RIGHT = PROGRAMS / "first-client/solution.c"
WRONG = PROGRAMS / "first-client/3-says-nothing.c"
# What a program may try: a line of a report, and escapes that hide one.
FORGER = """import sys
sys.stderr.write("ok 3 - says that nobody listens\\n\\x1b[2J\\x1b[8mhidden\\n")
"""
TINY = pathlib.Path(__file__).absolute().parent / "exercises/01-tiny.md"
FAILURES = []


def expect(truth, what):
    if not truth:
        raise AssertionError(what)


def run(*words, cwd=None, **env):
    return subprocess.run([SOCKSTEP, *map(str, words)], text=True, cwd=cwd,
                          stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=400, env=dict(os.environ, **env))


def check(*words, **more):
    return run("check", "--seed", "7", "--only", "3", *words, **more)


def statuses_say_what_happened(_):
    right, wrong = check("first-client", RIGHT), check("first-client", WRONG)
    if right.returncode == 3:
        print(right.stderr)
        sys.exit(77)
    expect(right.returncode == 0, f"{right}")
    expect(wrong.returncode == 1, f"{wrong}")
    lenient = check("--exit-zero", "first-client", WRONG)
    expect(lenient.returncode == 0, f"{lenient}")


def wrong_usage_is_one_sentence(folder):
    (folder / "data").write_text("no program")
    (folder / "empty").mkdir()
    (folder / "both").mkdir()
    (folder / "shut").mkdir()
    (folder / "shut/run.sh").write_text("#!/bin/sh\n")
    for name in ("a.c", "a.py"):
        (folder / "both" / name).write_text("")
    cases = [
        (["check", "nonsense", RIGHT], "there is no exercise nonsense"),
        (["check", "first-client", "gone.c"], "gone.c"),
        (["check", "first-client", "data"], "cannot be executed"),
        (["check", "first-client", "empty"], "no Makefile"),
        (["check", "first-client", "both"], "--lang"),
        (["check", "first-client", "shut"], "chmod +x run.sh would let it"),
        (["check", "first-client", "--", "./gone"], "no such program"),
        (["check", "--only", "9", "first-client", RIGHT], "--only 9"),
        (["check", "--seed", "x", "first-client", RIGHT], "--seed x"),
        (["check", RIGHT], "which exercise"),
        (["start", "first-client", "empty"], "empty"),
        (["run", PROGRAMS.parent.parent /
          "lessons/exercises/01-first-client.md"], "sockstep check"),
    ]
    for words, said in cases:
        told = run(*words, cwd=folder)
        expect(told.returncode in (1, 2) and said in told.stderr and
               told.stderr.count("\n") == 1, f"{words}: {told}")


def the_compiler_speaks_first(folder):
    (folder / "broken.c").write_text("int main(void)\n{\n\treturn nothing;\n}\n")
    told = check("first-client", "broken.c", cwd=folder)
    lines = told.stderr.splitlines()
    expect(told.returncode == 1 and "broken.c" in lines[0] and
           "nothing" in told.stderr and "cc ended" in lines[-1], f"{told}")
    # What is no Python would end with an error, which one check asks for.
    for text, said in ((b"import socket\nprint('x'\n", "line 2"),
                       ("x = 1\n".encode("utf-16"), "null bytes")):
        (folder / "broken.py").write_bytes(text)
        told = check("first-client", "broken.py", cwd=folder)
        expect(told.returncode == 1 and said in told.stderr and
               "Error: " in told.stderr and not told.stdout and
               "compile broken.py: python3 ended" in told.stderr, f"{told}")
    # Of a warning it is a program all the same.
    (folder / "broken.py").write_bytes(
        b"\xef\xbb\xbfimport sys\r\nif sys.argv is 3:\r\n    pass\r\n"
        b"sys.exit('none')\r\n")
    told = check("first-client", "broken.py", cwd=folder)
    expect(told.returncode == 0 and not told.stderr, f"{told}")


def a_seed_gives_the_same_again(folder):
    def without_times(text):
        report = json.loads(text)
        for one in report["checks"]:
            del one["seconds"]
        return report
    first = check("--json", "first-client", WRONG)
    again = check("--json", "first-client", WRONG)
    expect(without_times(first.stdout) == without_times(again.stdout),
           f"{first.stdout}\n{again.stdout}")
    other = run("check", "--json", "--seed", "8", "--only", "3",
                "first-client", WRONG)
    expect(json.loads(other.stdout)["seed"] == 8, other.stdout)


def who_asks_in_vain_gets_the_same_report_again(folder):
    """A program that closes its listener and goes on to accept has both
    processors to itself, if it may; what became of its clients was chance."""
    program = spoil(folder, "echo",
                    ("close(sock);", "close(sock);\n\t\tclose(listener);"))
    told = [run("check", "--seed", "373009214", "echo", program)
            for _ in range(4)]
    first = told[0].stdout
    expect(first.count(" passed  ") == 4 and first.count(" FAILED  ") == 3 and
           first.count("last call was accept(") == 3, first)
    for again in told:
        expect(again.stdout == first, f"{first}\n{again.stdout}")


def who_prints_for_ever_is_told_so(folder):
    """At once, and by what it did; who only talks much before is right."""
    program = folder / "floods.py"
    for stream, said in (("stdout", "output"), ("stderr", "error")):
        program.write_text("import sys\nwhile True:\n"
                           f"    sys.{stream}.write('no\\n' * 9999)\n")
        told = run("check", "--only", "1", "echo", program).stdout
        expect(f"MiB to its standard {said}, more than it could mean to" in
               " ".join(told.split()), told)
    program.write_text("import sys\nsys.stderr.write('no\\n' * 999999)\n"
                       "print('yes')\n")
    told = run("check", "--only", "1", TINY, program).stdout
    expect("1 passed" in told and "MiB" not in told, told)


def reports_are_what_they_say(folder):
    (folder / "forger.py").write_text(FORGER)
    told = check("--tap", "--junit", "report.xml", "first-client",
                 "forger.py", cwd=folder)
    results = [line for line in told.stdout.splitlines()
               if line.startswith(("ok", "not ok"))]
    expect([line.split(" - ")[0] for line in results] ==
           ["ok 1", "ok 2", "not ok 3", "ok 4"], told.stdout)
    expect("\x1b" not in told.stdout, "an escape in TAP")
    root = xml.parse(folder / "report.xml").getroot()
    cases = root.findall("testsuite/testcase")
    expect(len(cases) == 4 and cases[2].find("failure") is not None and
           cases[0].find("skipped") is not None, xml.tostring(root))
    text = check("first-client", "forger.py", cwd=folder).stdout
    expect("\x1b" not in text and "3 FAILED" in text, text)


def a_folder_knows_its_exercise(folder):
    made = run("start", "first-client", cwd=folder)
    expect(made.returncode == 0, f"{made}")
    work = folder / "first-client"
    expect((work / "client.c").exists() and (work / "TASK.md").exists() and
           not (work / "client.py").exists(), list(work.iterdir()))
    again = run("start", "first-client", cwd=folder)
    expect(again.returncode == 2 and "never writes over" in again.stderr,
           f"{again}")
    nowhere = run("start", "first-client", "no/where", cwd=folder)
    expect(nowhere.returncode == 2 and "never" not in nowhere.stderr,
           f"{nowhere}")
    (work / "client.c").write_text(RIGHT.read_text())
    told = check(cwd=work)
    expect(told.returncode == 0, f"{told}")


def makefiles_are_used(folder):
    (folder / "client.c").write_text(RIGHT.read_text())
    (folder / "Makefile").write_text("client: client.c\n\tcc -o $@ $<\n")
    told = check("first-client", folder)
    expect(told.returncode == 0, f"{told}")


def names_of_files_are_no_options(folder):
    (folder / "client.c").write_text(RIGHT.read_text())
    (folder / "@more.c").write_text("/* -wrapper nosuch */\n")
    (folder / "-specs=more.c").write_text("/* none */\n")
    told = check("first-client", folder)
    expect(told.returncode == 0, f"{told}")


def wait_until(is_so):
    deadline = time.monotonic() + 400
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.05)


def start_sleeper(folder, *words, command="check"):
    """Checks a program that sleeps, and returns when it does."""
    (folder / "sleeper.py").write_text("import time\ntime.sleep(1000)\n")
    running = subprocess.Popen(
        [SOCKSTEP, command, *words, "first-client", "sleeper.py"], cwd=folder,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True)
    wait_until(lambda: sleepers(folder))
    return running


def sleepers(folder):
    found = []
    for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if f"{folder}/sleeper.py".encode() in path.read_bytes():
                found.append(path)
        except OSError:
            pass
    return found


def nothing_is_left_when_it_is_interrupted(folder):
    running = start_sleeper(folder)
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=400)
    expect(running.returncode == 128 + signal.SIGINT, running.returncode)
    wait_until(lambda: not sleepers(folder))
    expect(not sleepers(folder), sleepers(folder))


def a_build_is_interrupted(folder):
    """Its program is no end in sight, and labs wait for it."""
    (folder / "Makefile").write_text("all:\n\ttouch begun\n\tsleep 1000\n")
    running = subprocess.Popen(
        [SOCKSTEP, "check", "first-client", folder], text=True,
        stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
    wait_until((folder / "begun").exists)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=400)
    expect(running.returncode == 128 + signal.SIGINT, f"{told}")


def children(pid, name):
    found = []
    try:
        words = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text()
        for child in words.split():
            comm = pathlib.Path(f"/proc/{child}/comm").read_text().strip()
            found += [int(child)] if comm == name else []
    except OSError:
        pass
    return found


def a_check_whose_process_is_killed_fails_nobody(folder):
    running = start_sleeper(folder, "--only", "3")
    players = children(running.pid, "sockstep")
    expect(len(players) == 1, players)
    os.kill(players[0], signal.SIGKILL)
    out, err = running.communicate(timeout=400)
    expect(running.returncode == 3 and "status 137" in err and
           "3 error" in out and "FAILED" not in out, f"{out}{err}")


def watch_says_why_a_check_could_not_be_played(folder):
    watching = start_sleeper(folder, command="watch")
    told = ""
    for line in watching.stdout:
        told += line
        if "at every save" in line:
            break
        # Whoever comes is killed, until all have had their turn.
        for player in children(watching.pid, "sockstep"):
            try:
                os.kill(player, signal.SIGKILL)
            except ProcessLookupError:
                pass
    watching.send_signal(signal.SIGTERM)
    expect(watching.wait(120) == 128 + signal.SIGTERM, watching.returncode)
    expect(told.count("ended with status 137") == 1 and
           "1 error" in told and "could not be played" in told, told)


def a_python_of_ones_own_is_seen(folder):
    """Where it is, is known only when the labs stand already."""
    made = subprocess.run(["python3", "-m", "venv", "--without-pip",
                           folder / "own"], capture_output=True)
    if made.returncode:
        return
    path = f"{folder / 'own/bin'}:{os.environ['PATH']}"
    (folder / "work").mkdir()
    shutil.copy(PROGRAMS / "first-client/solution.py", folder / "work")
    told = run("check", "first-client", folder / "work", PATH=path)
    expect(told.returncode == 0 and "10 of 10 points" in told.stdout,
           f"{told}")


def saves_are_checked(folder):
    program = folder / "client.c"
    program.write_text(WRONG.read_text())
    watching = subprocess.Popen(
        [SOCKSTEP, "watch", "first-client", folder], text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)

    def see(text):
        told = ""
        for line in watching.stdout:
            told += line
            if text in line:
                return
            if "at every save" in line:  # a round is over
                break
        watching.kill()
        raise AssertionError(f"watch never said {text}: {told}")
    see("3 FAILED")
    see("8 of 10 points")
    see("at every save")
    # An editor writes another file first, and moves it to its place.
    (folder / "new").write_text(RIGHT.read_text())
    (folder / "new").rename(program)
    see("10 of 10 points")
    see("at every save")
    watching.send_signal(signal.SIGTERM)
    expect(watching.wait(120) == 128 + signal.SIGTERM, watching.returncode)


def a_failing_check_is_stepped(folder):
    told = run("check", "--step", "--plain", "--auto", "first-server",
               PROGRAMS / "first-server/2-one-recv.c")
    expect(told.returncode == 1, f"{told}")
    # Each call of the program by itself, where it would have come.
    at = 0
    for text in ("program is started: 127.0.0.1", "program: socket(",
                 "program: bind(3", "program: listen(3", "program: accept(3",
                 "in line 42 of 2-one-recv.c", "program is blocked in accept",
                 "ann runs: connect(s", "program: accept(3, NULL, NULL) = 4",
                 "SYN-ACK", 'program: sendto(4, "ready', "PSH-ACK",
                 "Ann sends the first half", "ann: sendto(3",
                 "program: recvfrom(4", "program: close(4)", "wait 300ms",
                 "Ann sends the rest", "expected: gets",
                 "not what the check expects"):
        found = told.stdout.find(text, at)
        expect(found >= 0, f"no {text} behind {at}: {told.stdout}")
        at = found
    expect("answers three clients" not in told.stdout, "another check")
    right = run("check", "--step", "first-client", RIGHT)
    expect(right.returncode == 0 and "nothing to step" in right.stdout,
           f"{right}")
    none = run("check", "--step=9", "first-client", RIGHT)
    expect(none.returncode == 2 and "--step 9" in none.stderr, f"{none}")
    right = run("check", "--step=1", "--plain", "--auto", "first-client",
                RIGHT)
    expect(right.returncode == 0 and
           "the check passes" in right.stdout, f"{right}")


def the_last_call_has_its_line(folder):
    """Also where it cannot sleep; what Python itself closes when it ends is in
    no line, and is not shown."""
    (folder / "c").mkdir()
    (folder / "c/server.c").write_text(
        "#include <arpa/inet.h>\n#include <stdlib.h>\n"
        "#include <sys/socket.h>\n#include <unistd.h>\n"
        "int main(int argc, char **argv)\n{\n"
        "\tstruct sockaddr_in own = {.sin_family = AF_INET};\n"
        "\town.sin_port = htons(argc > 2 ? atoi(argv[2]) : 0);\n"
        "\tinet_pton(AF_INET, argv[1], &own.sin_addr);\n"
        "\tint listener = socket(AF_INET, SOCK_STREAM, 0);\n"
        "\tbind(listener, (struct sockaddr *)&own, sizeof(own));\n"
        "\tlisten(listener, 5);\n"
        "\tint client = accept(listener, NULL, NULL);\n"
        "\tsend(client, \"ready\\n\", 6, 0);\n"
        "\tclose(client);\n\treturn 0;\n}\n")
    (folder / "python").mkdir()
    (folder / "python/server.py").write_text(
        "import socket, sys\n"
        "listener = socket.create_server((sys.argv[1], int(sys.argv[2])))\n"
        "client, _ = listener.accept()\n"
        'client.sendall(b"ready\\n")\n'
        "client.close()\n")
    for language, said in (
            ("c", "its last call was close(4) = 0, at server.c:15"),
            ("python", "its last call from a line of yours was close(4) = 0, "
             "at server.py:5")):
        told = check("first-server", folder / language)
        flat = " ".join(told.stdout.split())
        expect(told.returncode == 1 and said in flat, told.stdout)


def tracebacks_are_told_with_their_line(folder):
    """Python's last words without the line would be half of them; a line of
    somebody else's file is not the learner's."""
    program = folder / "yes.py"
    program.write_text("import json\njson.loads('{')\n")
    told = run("check", TINY, program).stdout
    said = " ".join(told.split())
    expect("JSONDecodeError: Expecting" in said and
           "(char 1), at yes.py:2" in said, told)
    program.write_text("import sys\nsys.exit('no File here')\n")
    told = run("check", TINY, program).stdout
    expect("It wrote no File here\n" in told.replace("  ", " "), told)


def bad_input_is_one_sentence(folder):
    """What cannot be checked at all: nothing is played. What is not there is
    a mistake on the command line, what is no program one of who wrote it."""
    (folder / "plain").write_text("hi\n")
    (folder / "none").mkdir()
    for words, status, said in (
            (["gone.c"], 2, "gone.c: No such file"),
            (["gone"], 2, "gone: No such file"),
            (["--", "./gone"], 2, "no such program"),
            (["--", "./plain"], 2, "cannot be executed"),
            (["plain"], 1, "chmod +x plain"),
            (["none"], 1, "none has no Makefile, no C or Python file")):
        told = run("check", TINY, *words, cwd=folder)
        expect(told.returncode == status and said in told.stderr and
               told.stderr.count("\n") == 1 and "FAILED" not in told.stdout,
               f"{words}: {told}")
    # Python ends at a byte of another encoding, wherever it stands.
    for text, said in (("# caf\xe9\n", "encoding declaration for 'latin.py'"),
                       ("\n\n\n# caf\xe9\n", "can't decode byte 0xe9")):
        (folder / "latin.py").write_bytes(text.encode("latin-1"))
        told = run("check", TINY, "latin.py", cwd=folder)
        expect(told.returncode == 1 and said in told.stderr and
               "FAILED" not in told.stdout, f"{told}")
    text = "# -*- coding: latin-1 -*-\n# caf\xe9\n"
    (folder / "latin.py").write_bytes(text.encode("latin-1"))
    told = run("check", TINY, "latin.py", cwd=folder)
    expect("FAILED" in told.stdout and not told.stderr, f"{told}")


def a_closed_folder_is_told_once(folder):
    """Root's program is somebody else in the lab: what only its owner can get
    at is not there, and one sentence says so for all checks. Another user's is
    who he is."""
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    shutil.copy("/bin/echo", closed / "say")
    words = ["check", TINY, "--", closed / "say", "yes"]
    told = run(*words)
    if os.geteuid() == 0:
        expect(told.returncode == 3 and told.stderr.count("\n") == 1 and
               f"{closed} is closed to others; chmod o+rx {closed}," in
               told.stderr and "closed to others" not in told.stdout and
               "error    says yes" in told.stdout, f"{told}")
        closed.chmod(0o755)
        (closed / "say").chmod(0o700)
        told = run(*words)
        expect(f"{closed}/say is closed to others" in told.stderr, f"{told}")
        (closed / "say").chmod(0o755)
        told = run(*words)
    expect(told.returncode in (0, 1) and not told.stderr, f"{told}")


def odd_programs_are_judged(folder):
    """By what they do: one that leaves its folder, or is written in another
    encoding, is not wrong for that."""
    cases = (
        ("leaves.py", b"import os\nos.chdir('/')\nprint('yes')\n", 0, ""),
        ("latin.c", b"/* Fran\xe7ois */\n#include <stdio.h>\n"
                    b"int main(void) { puts(\"yes\"); return 0; }\n", 0, ""),
        ("closes.py", b"import os\nfor n in 0, 1, 2: os.close(n)\n", 1,
         "prints nothing"),
        ("needs.py", b"import sys\nprint(sys.argv[2])\n", 1, "needs.py:2"))
    for name, text, status, said in cases:
        (folder / name).write_bytes(text)
        told = run("check", TINY, name, cwd=folder)
        expect(told.returncode == status and said in told.stdout,
               f"{name}: {told}")


NODE = """const net = require("net");
const [address, port] = process.argv.slice(2);
const sock = net.connect(Number(port), address);
sock.on("data", (bytes) => process.stdout.write(bytes));
sock.on("error", (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
"""
GO = """package main

import (
	"fmt"
	"io"
	"net"
	"os"
)

func main() {
	conn, err := net.Dial("tcp", os.Args[1]+":"+os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer conn.Close()
	io.Copy(os.Stdout, conn)
}
"""


def other_languages_pass(folder):
    """A program is judged by what it does, in whatever it is written: these
    never make a call that waits for one socket."""
    (folder / "client.js").write_text(NODE)
    (folder / "client.go").write_text(GO)
    for tool, words in (("node", ["node", "client.js"]), ("go", ["./client"])):
        if not shutil.which(tool):
            print(f"skipped: {tool} is not installed")
            continue
        if tool == "go":
            subprocess.run(
                ["go", "build", "-o", "client", "client.go"], cwd=folder,
                check=True, env={**os.environ, "GO111MODULE": "off",
                                 "CGO_ENABLED": "0",
                                 "GOCACHE": str(folder / "cache"),
                                 "HOME": str(folder)})
        told = run("check", "first-client", "--", *words, cwd=folder)
        expect(told.returncode == 0 and "10 of 10" in told.stdout, f"{told}")


def tasks_fit_the_screen(folder):
    for exercise in "first-client", "http-get":
        told = run("start", exercise, exercise, cwd=folder).stdout
        text = (folder / exercise / "TASK.md").read_text()
        expect(text in told, "another task is shown")
        expect(max(map(len, told.splitlines())) <= 80, told)
        expect("- " in text and "\n  " in text, f"nothing goes on: {text}")


def peers_leave_the_turn_to_the_program(folder):
    """What a peer sends piece by piece is not there at once where the program
    stands before its call; what fails by itself fails when it is stepped."""
    path = folder / "one.c"
    script = PROGRAMS / "framing/1-one-recv.c.sed"
    path.write_text(subprocess.run(
        ["sed", "-f", script, PROGRAMS / "framing/solution.c"], text=True,
        check=True, stdout=subprocess.PIPE).stdout)
    told = run("check", "--step=1", "--plain", "--auto", "framing", path)
    expect(told.returncode == 1 and
           'program: recvfrom(4, "\\0", 4, 0, NULL, NULL) = 1' in told.stdout,
           told.stdout)
    told = run("check", "--step=1", "--plain", "--auto", "framing",
               PROGRAMS / "framing/solution.c")
    expect(told.returncode == 0, told.stdout)


def who_takes_the_listener_is_told_so(folder):
    program = folder / "server.c"
    text = (PROGRAMS / "first-server/2-one-recv.c").read_text()
    wrong = text.replace("serve(sock);", "serve(listener);")
    expect(text != wrong, "the program has changed")
    program.write_text(wrong)
    told = " ".join(run("check", "--only", "1", "first-server",
                        program).stdout.split())
    expect("Cause send() in line" in told and
           "was made a listener by listen()" in told and
           "and to send to Lesson" in told, told)
    program.write_text("int main(void) { return 0; }\n")
    told = run("check", "--only", "1", "first-server", program).stdout
    expect("your program's socket listener: none" in told, told)


def an_exercise_of_ones_own_is_started(folder):
    """The folder knows where its file is, wherever the learner is."""
    made = run("start", os.path.relpath(TINY, folder), "work", cwd=folder)
    expect(made.returncode == 0 and (folder / "work/TASK.md").exists(),
           f"{made}")
    program = folder / "work/yes.py"
    program.write_text("print('yes')\n")
    told = run("check", cwd=folder / "work")
    expect(told.returncode == 0 and "Says yes" in told.stdout, f"{told}")
    none = run("start", "gone.md", cwd=folder)
    expect(none.returncode == 2 and "gone.md" in none.stderr, f"{none}")


def a_program_that_ends_is_stepped(folder):
    """It is told of its end where the check waits for what it never did, and
    the check ends with it."""
    program = folder / "server.py"
    program.write_text("import socket\n"
                       "s = socket.socket()\n"
                       "s.close()\n"
                       "raise SystemExit(3)\n")
    told = run("check", "--step=1", "--plain", "--auto", "first-server",
               program)
    for text in ("program: socket(", "in line 2 of server.py",
                 "program ended with exit status 3", "expected: program.list",
                 "not what the check expects"):
        expect(text in told.stdout, f"no {text}: {told.stdout}")
    expect("Ann connects" not in told.stdout and told.returncode == 1,
           f"{told}")


def who_never_waits_is_let_run(folder):
    """More calls than anybody would step are stepped up to a number, and then
    come by themselves."""
    program = folder / "loop.py"
    program.write_text("import socket\n"
                       "s = socket.socket()\n"
                       "for _ in range(300):\n"
                       "    s.getsockname()\n")
    told = run("check", "--step=1", "--plain", "--auto", TINY, program)
    expect(told.returncode == 1 and "expected: program prints" in told.stdout
           and told.stdout.count("getsockname(3") == 300,
           f"{told}"[-2000:])
    # Then there are too many of them for all to be explained.
    program.write_text("import select, socket\n"
                       "s = socket.create_server(('', 0))\n"
                       "p = select.poll()\n"
                       "p.register(s, select.POLLIN)\n"
                       "for _ in range(600):\n"
                       "    p.poll(0)\n")
    told = run("check", "--step=1", "--plain", "--auto", TINY, program)
    expect(told.returncode == 1 and
           told.stdout.count("program: poll(") == 600 and
           200 < told.stdout.count("It only looked") < 300,
           f"{told}"[-2000:])


def who_stands_still_is_told_so(folder):
    """A program that waits for what cannot come any more is not waited for,
    and told what it waits for; one that sleeps, however deep, and goes on by
    itself is as right as any other."""
    path = folder / "one.c"
    text = (PROGRAMS / "lines/solution.c").read_text()
    script = PROGRAMS / "lines/1-waits-for-the-line.c.sed"
    path.write_text(subprocess.run(["sed", "-f", script], input=text, text=True,
                                   check=True, stdout=subprocess.PIPE).stdout)
    told = run("check", "--only", "1", "lines", path)
    said = " ".join(told.stdout.split())
    expect(told.returncode == 1 and
           "Cause ben's connection lies in the accept queue until accept() is "
           "called, and your program sleeps in recv(), at one.c:" in said,
           told.stdout)
    text = RIGHT.read_text()
    for wait in ("alarm(3); pause();", "sleep(3);"):
        path.write_text("#include <signal.h>\n"
                        "static void rings(int n) { (void)n; }\n" +
                        text.replace("char part[4096];",
                                     "char part[4096]; signal(SIGALRM, rings);"
                                     + wait))
        told = run("check", "--only", "1", "first-client", path)
        expect(told.returncode == 0, told.stdout)


def what_is_counted_ends_with_who_stands_still(folder):
    """Nobody waits for a count to change where all stand still, however long
    there would be time."""
    text = (PROGRAMS.parent.parent / "lessons/exercises/06-forking.md"
            ).read_text()
    (folder / "06-forking.md").write_text(text.replace("within 12s",
                                                       "within 30s"))
    path = folder / "one.c"
    text = (PROGRAMS / "forking/solution.c").read_text()
    script = PROGRAMS / "forking/3-zombies.c.sed"
    path.write_text(subprocess.run(["sed", "-f", script], input=text, text=True,
                                   check=True, stdout=subprocess.PIPE).stdout)
    told = run("check", "--allow-commands", "--only", "3",
               folder / "06-forking.md", path)
    # The thirteenth may still be about to end when all are counted.
    expect(told.returncode == 1 and
           re.search(r"Found     your program's zombies: 1[23]$", told.stdout,
                     re.M) and
           "time" not in told.stdout, told.stdout)


def spoil(folder, exercise, *changes):
    """The solution in C with other words in it."""
    text = (PROGRAMS / exercise / "solution.c").read_text()
    for old, new in changes:
        expect(old in text, f"{exercise} has no {old}")
        text = text.replace(old, new)
    (folder / "wrong.c").write_text(text)
    return folder / "wrong.c"


def causes_are_named(folder):
    """What nobody else can see is told, and not only what is waited for: a
    port with swapped bytes, a call that goes on behind a handler, an option
    that was refused; and there is room for it."""
    def told(exercise, number, *changes):
        done = run("check", "--only", number, exercise,
                   spoil(folder, exercise, *changes))
        expect(done.returncode == 1, f"{done}")
        return " ".join(done.stdout.split())
    said = told("first-server", "1", ("htons(atoi(argv[2]))", "atoi(argv[2])"))
    expect("with its two bytes swapped, by one htons() too few" in said and
           "Lesson sockstep run listen" in said, said)
    said = told("reverse", "2", ("SHUT_WR", "SHUT_RDWR"))
    expect("Cause recv() returned 0 although the other side had not ended: "
           "shutdown() had ended receiving, too; SHUT_WR ends only sending"
           in said, said)
    # An end that the other side made is no end of one's own.
    said = told("reverse", "2", ("shutdown(sock, SHUT_WR);", ""),
                ("close(sock);", "shutdown(sock, SHUT_RDWR);\n"
                 "\tlen = recv(sock, part, 1, 0);"))
    expect("Cause" in said and "had not ended" not in said, said)
    # Another port than that is no swapped one.
    said = told("first-server", "1", ("htons(atoi(argv[2]))",
                                      "htons(atoi(argv[2]) + 1)"))
    expect("swapped" not in said and "Cause" not in said, said)
    said = told("first-client", "1", ("sizeof(part), 0)) > 0)",
                                      "sizeof(part), 0)) == sizeof(part))"))
    expect("came too early: recv(), at wrong.c:" in said and
           "not 0, the end of the stream" in said and
           "Lesson sockstep run partial-recv" in said, said)
    said = told("restart", "3", ("\tshutdown(listener, SHUT_RDWR);\n", ""))
    expect("Cause SIGTERM came and its handler ran, but accept() waits on"
           in said, said)
    said = told("restart", "3", ("\tshutdown(listener, SHUT_RDWR);\n", ""),
                (", .sa_flags = SA_RESTART", ""), ("(!ends)", "(1)"))
    expect("Cause SIGTERM came and its handler ran; then accept() was called "
           "again" in said, said)
    said = told("restart", "3", (".sa_handler = end", ".sa_handler = SIG_IGN"),
                ("static void end(", "void end("))
    expect("Cause SIGTERM came, and your program ignores it" in said, said)
    # Who computes is told from who sleeps in what is no socket call, and from
    # who has computed and waits now.
    accepts = "int sock = accept(listener, NULL, NULL);"
    said = told("first-server", "1", (accepts, accepts + "\n\t\tfor (;;)\n;"))
    expect("s of a processor since accept(), at wrong.c:" in said and
           "look for a loop that does not end" in said, said)
    said = told("first-server", "1", ("int listener = ", "for (;;)\n;\n\tint listener = "))
    expect("s of a processor and made no socket call: look" in said, said)
    said = told("first-server", "1", (accepts, accepts + "\n\t\tpause();"))
    expect("processor" not in said, said)
    work = ("for (clock_t end = clock() + CLOCKS_PER_SEC * 6 / 10; "
            "clock() < end;)\n;\n")
    said = told("first-server", "1", (accepts, work + accepts + work +
                                      "accept(listener, NULL, NULL);"),
                ("#include <stdio.h>", "#include <stdio.h>\n#include <time.h>"))
    expect("processor" not in said, said)
    # A length in the other order, asked for or not believed; not where it is
    # right and something else is wrong.
    length = ("(size_t)data[0] << 24 | data[1] << 16 | data[2] << 8 | data[3]",
              "(size_t)data[3] << 24 | data[2] << 16 | data[1] << 8 | data[0]")
    said = told("framing", "3", length)
    expect("Cause close(), at wrong.c:" in said and
           "a length of " in said and "without ntohl()" in said, said)
    said = told("framing", "3", length, ("len > MOST", "0"))
    expect("Cause recv(), at wrong.c:" in said and
           " in network byte order, as ntohl()" in said, said)
    said = told("framing", "3", ("return send_all(sock, data, 4 + len) < 0 ? "
                                 "0 : 1;", "return 0;"))
    expect("byte order" not in said, said)
    said = told("framing", "3", ("got = recv_all(sock, data + 4, len);",
                                 "got = recv_all(sock, data + 4, MOST);"))
    expect("byte order" not in said, said)
    # What ends at a 0 is told from what only ends too early.
    sends = "send_all(sock, part, len)"
    said = told("echo", "2", (sends, "send_all(sock, part, strnlen(part, len))"),
                ("#include <stdlib.h>", "#include <stdlib.h>\n"
                 "#include <string.h>"))
    expect("where a string ends and bytes do not" in said, said)
    said = told("echo", "2", (sends, "send_all(sock, part, len - 1)"))
    expect("a string ends" not in said, said)
    # Threads with one variable for their clients; not where each has its own
    # and only the names are shared.
    for name in ("shares.c", "shares.py"):
        said = run("check", "--only", "4", "pool",
                   PROGRAMS.parent / "programs" / name).stdout
        said = " ".join(said.split())
        expect("while the thread that accepted it waits for it, too" in said and
               "in one variable?" in said, said)
    said = told("pool", "4", ("\tchar name[1000],", "\tstatic char name[1000];\n"
                              "\tchar"))
    expect("variable?" not in said, said)
    # A handler that does not come back is told from one that does.
    shuts = "\tshutdown(listener, SHUT_RDWR);\n"
    said = told("restart", "1", (shuts, "\tclose(listener);\n\t_exit(0);\n"))
    expect("Cause the handler of SIGTERM ended your program in the middle of "
           "recv(), at wrong.c:" in said, said)
    said = told("restart", "3", (shuts, "\t_exit(1);\n"))
    expect("the middle of accept(), at wrong.c:" in said, said)
    said = told("restart", "3", ("\treturn 0;\n}", "\treturn 1;\n}"))
    expect("middle" not in said, said)
    said = told("restart", "1", (", .sa_flags = SA_RESTART", ""))
    expect("middle" not in said, said)
    # A child that goes on as its parent; children that each accept their own
    # are right, if not here.
    said = told("forking", "3", ("\t\t\tclose(listener);\n", ""),
                ("\t\t\t_exit(0);\n", ""))
    expect("Cause a child came back to accept(), at wrong.c:" in said and
           "end it by _exit() where it has served" in said, said)
    said = told("forking", "3", ("\tfor (;;) {\n\t\tint sock",
                                 "\tfor (int i = 0; i < 2; i++)\n"
                                 "\t\tif (fork() == 0)\n\t\t\tbreak;\n"
                                 "\tfor (;;) {\n\t\tint sock"))
    expect("came back" not in said, said)
    said = told("ping", "1", (
        "\t\tif (poll(&wait, 1, left) <= 0)\n\t\t\treturn false;\n",
        "\t\tsetsockopt(sock, SOL_SOCKET, SO_RCVTIMEO, (long[])"
        "{0, left * 1000}, 16);\n"))
    expect("Failed setsockopt(), at wrong.c:" in said and
           "EDOM: tv_usec is 1000000, and must be" in said and
           "waited for without end" in said, said)
    # What one call met is said of one that fails as it should, too, but not as
    # what the check failed by.
    said = told("first-client", "3", ('perror("connect");\n\t\treturn 1;',
                                      'perror("connect");\n\t\treturn 0;'))
    expect("Here No socket of the lab listens on " in said and
           "Cause" not in said, said)


def who_never_connects_or_listens_is_told_so(folder):
    """Nor who never listens; not who does so elsewhere, and not whose calls
    failed before that."""
    calls = "connect(sock, (struct sockaddr *)&server, sizeof(server)) < 0"

    def told(*changes):
        done = run("check", "--only", "1", "first-client",
                   spoil(folder, "first-client", *changes))
        expect(done.returncode == 1, f"{done}")
        return " ".join(done.stdout.split())
    said = told((calls, "pause() < 0"))
    expect("Found it blocks" in said and
           "Cause your program has not called connect()" in said and
           "Lesson sockstep run connected-before-accept" in said, said)
    for other in ((calls, "0"),
                  ("htons(atoi(argv[2]))", "htons(atoi(argv[2]) + 1)")):
        said = told(other)
        expect("Found it blocks" in said and "has not called" not in said,
               said)
    for exercise in ("first-server", "echo"):
        done = run("start", exercise, folder / exercise, "--lang", "python")
        expect(done.returncode == 0, f"{done}")
        done = run("check", "--only", "1", exercise, folder / exercise)
        said = " ".join(done.stdout.split())
        expect("Cause your program has not called listen()" in said and
               "Lesson sockstep run listen" in said, said)
    listens = spoil(folder, "first-server",
                    ("htons(atoi(argv[2]))", "htons(1)"))
    done = run("check", "--only", "1", "first-server", listens)
    expect(done.returncode == 1 and "has not called" not in done.stdout,
           done.stdout)


def bytes_of_another_are_told(folder):
    """Not those that nobody sent, nor those of somebody of whom they are
    expected."""
    text = (PROGRAMS / "lines/solution.py").read_text()

    def told(exercise, text):
        (folder / "wrong.py").write_text(text)
        done = run("check", "--only", "1", exercise, folder / "wrong.py")
        expect(done.returncode == 1 and " gets \"" in done.stdout, f"{done}")
        return " ".join(done.stdout.split())
    one = text.replace("EVENT_READ, Client()", "EVENT_READ, shared")
    one = one.replace("\nwhile True:", "\nshared = Client()\nwhile True:", 1)
    said = told("lines", one)
    expect("bytes that ben got are what ann sent; they went there by send(), "
           "at wrong.py:" in said, said)
    said = told("lines", text.replace("sendall(", "sendall(b'nobody' + "))
    expect("got are what" not in said, said)


def strangers_are_asked_for(folder):
    text = (PROGRAMS.parent.parent /
            "lessons/exercises/03-echo.md").read_text()
    (folder / "03-echo.md").write_text(text)
    told = run("check", "--only", "2", "03-echo.md",
               PROGRAMS / "echo/solution.c", cwd=folder)
    expect(told.returncode == 2 and not told.stdout, f"{told}")
    allowed = run("check", "--only", "2", "--allow-commands", "03-echo.md",
                  PROGRAMS / "echo/solution.c", cwd=folder)
    expect(allowed.returncode == 0, f"{allowed}")


def exercises_are_listed(_):
    listed = json.loads(run("exercises", "--json").stdout)
    expect([one["id"] for one in listed][:3] ==
           ["first-client", "first-server", "echo"], listed)
    text = run("exercises").stdout
    expect("first-client" in text and "10 points" in text, text)


def points_are_kept(folder):
    """The best round stands in the record, and goes along with it."""
    def of(state):
        listed = json.loads(run("exercises", "--json",
                                XDG_STATE_HOME=state).stdout)
        found = next(one for one in listed if one["id"] == "first-client")
        return found["state"], found["points"]
    mine, other = str(folder / "mine"), str(folder / "other")
    expect(of(mine) == ("new", 0), of(mine))
    run("start", "first-client", folder / "work", XDG_STATE_HOME=mine)
    expect(of(mine) == ("begun", 0), of(mine))
    # Of one check only, the points of that one; a worse round takes nothing.
    check("first-client", RIGHT, XDG_STATE_HOME=mine)
    expect(of(mine) == ("begun", 2), of(mine))
    check("first-client", WRONG, XDG_STATE_HOME=mine)
    expect(of(mine) == ("begun", 2), of(mine))
    run("check", "first-client", RIGHT, XDG_STATE_HOME=other)
    expect(of(other) == ("finished", 10), of(other))
    told = run("exercises", XDG_STATE_HOME=mine).stdout
    expect("begun, 2 of 10 points" in told, told)
    run("progress", "--export", folder / "record.json", XDG_STATE_HOME=other)
    for _ in range(2):
        run("progress", "--import", folder / "record.json",
            XDG_STATE_HOME=mine)
        expect(of(mine) == ("finished", 10), of(mine))
    told = run("progress", XDG_STATE_HOME=mine).stdout
    expect("first-client" in told and "10 of 10 points" in told, told)
    run("progress", "--reset", XDG_STATE_HOME=mine)
    expect(of(mine) == ("new", 0), of(mine))


def main():
    for test in (statuses_say_what_happened, wrong_usage_is_one_sentence,
                 the_compiler_speaks_first, a_seed_gives_the_same_again,
                 who_asks_in_vain_gets_the_same_report_again,
                 who_prints_for_ever_is_told_so,
                 reports_are_what_they_say, a_folder_knows_its_exercise,
                 makefiles_are_used, names_of_files_are_no_options,
                 nothing_is_left_when_it_is_interrupted,
                 a_build_is_interrupted,
                 a_check_whose_process_is_killed_fails_nobody,
                 watch_says_why_a_check_could_not_be_played,
                 a_python_of_ones_own_is_seen,
                 saves_are_checked, a_failing_check_is_stepped,
                 the_last_call_has_its_line,
                 tracebacks_are_told_with_their_line,
                 bad_input_is_one_sentence, a_closed_folder_is_told_once,
                 odd_programs_are_judged, other_languages_pass,
                 tasks_fit_the_screen,
                 peers_leave_the_turn_to_the_program,
                 who_takes_the_listener_is_told_so,
                 an_exercise_of_ones_own_is_started,
                 a_program_that_ends_is_stepped, who_never_waits_is_let_run,
                 who_stands_still_is_told_so,
                 what_is_counted_ends_with_who_stands_still,
                 causes_are_named, who_never_connects_or_listens_is_told_so,
                 bytes_of_another_are_told,
                 strangers_are_asked_for, exercises_are_listed,
                 points_are_kept):
        if sys.argv[2:] and test.__name__ not in sys.argv[2:]:
            continue
        # Not below /tmp, of which a lab may have another one.
        with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
            os.chmod(folder, 0o755)
            try:
                test(pathlib.Path(folder))
                print(f"ok      {test.__name__}")
            except AssertionError as error:
                FAILURES.append(test)
                print(f"FAILED  {test.__name__}: {error}")
    return bool(FAILURES)


sys.exit(main())
