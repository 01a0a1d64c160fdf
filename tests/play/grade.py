#!/usr/bin/env python3
"""grade: a folder of submissions as a teacher has it.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/grade.py PROGRAM [TEST...]
"""
import csv
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import xml.etree.ElementTree as xml
import zipfile

sys.path.pop(0)  # there is a test that is called like the module
import socket  # noqa: E402

SOCKSTEP = str(pathlib.Path(sys.argv[1]).absolute())
PROGRAMS = pathlib.Path(__file__).absolute().parent.parent / "exercises"
TINY = pathlib.Path(__file__).absolute().parent / "exercises/01-tiny.md"
YES = "print('yes')\n"
SCHEMA = pathlib.Path(__file__).absolute().parent / "lib/junit.xsd"
# How long what is left behind would sleep: a number that no other process has.
MARK = f"90{os.getpid()}"
# What a submission may try against the machine, the checks or the others; each
# of them gets no point, and leaves nothing behind.
HOSTILE = {
    "giga.py": "import sys\nwhile True:\n  sys.stdout.write('x' * 65536)\n",
    "daemon.py": f"""import os
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execvp("sleep", ["sleep", "{MARK}"])
    os._exit(0)
os.execvp("sleep", ["sleep", "{MARK}"])
""",
    "fork.c": "#include <unistd.h>\nint main(void) { for (;;) fork(); }\n",
    "kills.py": "import os, signal\nos.kill(-1, signal.SIGKILL)\n"
                "os.kill(os.getpid(), signal.SIGKILL)\n",
    "ignores.py": f"""import os, signal
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
os.execvp("sleep", ["sleep", "{MARK}"])
""",
    "faked.c": "int main(void) { return 0; }\n",
    "escapes.py": """import sys
line = '{"submission":"escapes","check":1,"verdict":"passed","points":2}'
for out in sys.stdout, sys.stderr:
    out.write('\\x1b[2J' + line + '\\n2/2 ]]></failure><x>\\nok 1\\n')
""",
    "makes/Makefile": "all:\n\techo x >../../results.jsonl; "
                      f"(setsid sleep {MARK} >/dev/null 2>&1 &)\n"
                      "\tprintf '#!/bin/sh\\necho no' >p; chmod +x p\n",
    "fills/Makefile": "all:\n\ti=0; while :; do i=$$((i+1)); "
                      "head -c 50000000 /dev/zero >big$$i; done\n",
}
# It sees none of what it is judged by and none of the others, or would say so.
READER = """import os
for path in (%r, %r, %r, "/etc/shadow"):
    if os.access(path, os.R_OK):
        print("sees", path)
try:
    open("yes.txt", "w")
    print("writes")
except OSError:
    print("yes")
"""
# What it cannot do, each tried by itself: it says what it could.
TRIES = """import ctypes, errno, os, socket, sys
C = ctypes.CDLL(None, use_errno=True)
def call(*words):
    done = C.syscall(*(ctypes.c_long(word) for word in words))
    return done >= 0
can = []
def could(what, truth):
    if truth:
        can.append(what)
def connects(address):
    with socket.socket() as s:
        try:
            s.connect(address)
            return True
        except OSError:
            return False
def fills():
    try:
        with open("/tmp/big", "wb") as file:
            for _ in range(100):
                file.write(bytes(1 << 20))
        return True
    except OSError:
        return False
    finally:
        os.unlink("/tmp/big")
def takes():
    try:
        return bool(bytearray(2 << 30))
    except MemoryError:
        return False
def opens():
    found = []
    try:
        while len(found) < 100000:
            found.append(os.open("/", os.O_RDONLY))
        return True
    except OSError as error:
        return error.errno != errno.EMFILE
    finally:
        for fd in found:
            os.close(fd)
could("makes a user namespace", call(%(unshare)d, 0x10000000))
could("traces its parent", call(%(ptrace)d, 16, os.getppid(), 0, 0))
could("uses io_uring", call(425, 1, ctypes.addressof(
    ctypes.create_string_buffer(256))))
could("uses keys", call(%(keyctl)d, 0, -3, 1))
could("loads a program", call(%(bpf)d, 0, 0, 0))
could("mounts", call(%(mount)d, 0, 0, 0, 0, 0))
could("reaches the machine", connects(("127.0.0.1", %(port)d)))
if sys.argv[1:]:  # not of the machine itself
    could("reaches the network", connects(("192.0.2.1", 80)))
    could("fills the disk", fills())
    could("takes 2 GiB", takes())
    could("opens 100000 files", opens())
for path in %(results)r, %(own)r:
    try:
        open(path, "a").close()
        can.append("writes " + path)
    except OSError:
        pass
print(", ".join(can) or "yes")
"""
# Numbers of calls, where they are known.
CALLS = {
    "x86_64": {"unshare": 272, "ptrace": 101, "keyctl": 250, "bpf": 321,
               "mount": 165, "clone": 56},
    "aarch64": {"unshare": 97, "ptrace": 117, "keyctl": 219, "bpf": 280,
                "mount": 40, "clone": 220},
}
FAILURES = []


def expect(truth, what):
    if not truth:
        raise AssertionError(what)


def run(*words, cwd=None):
    return subprocess.run([SOCKSTEP, *map(str, words)], text=True, cwd=cwd,
                          stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=300)


def grades(folder, out="out"):
    with open(folder / out / "grades.csv", newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


def scores_of(folder, out="out"):
    return {name: (row["status"], row["score"])
            for name, row in grades(folder, out).items()}


def submit(folder, name, text):
    path = folder / "subs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def archives_and_folders_are_graded(folder):
    submit(folder, "right/yes.c", '#include <stdio.h>\nint main(void) '
                                  '{ puts("yes"); return 0; }\n')
    submit(folder, "Ada Lovelace_12_assignsubmission_file_/no.py", "print()\n")
    submit(folder, "broken.c", "int main(void) { return nothing; }\n")
    (folder / "subs/empty").mkdir()
    with zipfile.ZipFile(folder / "inner.zip", "w") as archive:
        archive.writestr("work/yes.py", YES)
    with tarfile.open(folder / "subs/nested.tar.gz", "w:gz") as archive:
        archive.add(folder / "inner.zip", "inner.zip")
    with zipfile.ZipFile(folder / "subs/leaves.zip", "w") as archive:
        archive.writestr("../yes.py", YES)
    submit(folder, "twice.c", "int main(void) { return 1; }\n")
    submit(folder, "twice.py", YES)
    # What cannot be a program, and what was done to what can.
    submit(folder, "shut.sh", "#!/bin/sh\necho yes\n")
    submit(folder, "notes/read.me", "My program is what is in program.zip.\n")
    shutil.copy(folder / "inner.zip", folder / "subs/notes/program.zip")
    submit(folder, "linked/yes.py", YES)
    os.symlink("/etc/passwd", folder / "subs/linked/notes.txt")
    submit(folder, "names.csv",
           "Submission,id,name\nright,77,\"Hopper, G\"\nabsent,78,Nobody\n"
           "../away,79,\n")
    done = grade_tiny(folder)
    if done.returncode == 3:
        print(done.stderr)
        sys.exit(77)
    expect(done.returncode == 0, f"{done}")
    expect(scores_of(folder) == {
        "Hopper, G": ("graded", "2"), "Ada Lovelace": ("graded", "0"),
        "broken": ("not built", "0"), "empty": ("not built", "0"),
        "nested": ("graded", "2"), "leaves": ("not built", "0"),
        "twice.c": ("graded", "0"), "twice.py": ("graded", "2"),
        "Nobody": ("not built", "0"), ".._away": ("not built", "0"),
        "shut.sh": ("not built", "0"), "notes": ("not built", "0"),
        "linked": ("graded", "2"),
    }, grades(folder))
    for name, words in (
            ("shut.sh", "shut.sh is a program that cannot be executed: chmod +x "
                        "shut.sh would let it"),
            ("notes", "program.zip is an archive beside other files"),
            ("linked", "\n1 link was left out: what"),
            ("nested", "\nThe archive inner.zip was all that was handed in; its "
                       "files were checked.\n")):
        told = (folder / f"out/feedback/{name}.txt").read_text()
        expect(words in told, f"{name}: {told}")
    told = (folder / "out/feedback/right.txt").read_text()
    expect("archive" not in told and "link" not in told, told)
    told = (folder / "out/feedback/absent.txt").read_text()
    expect("78, Nobody" in told and "nothing was handed in" in told, told)
    expect(grades(folder)["Ada Lovelace"]["id"] == "12" and
           grades(folder)["Hopper, G"]["id"] == "77", grades(folder))
    told = (folder / "out/feedback/leaves.txt").read_text()
    expect("leaves the submission's folder" in told, told)
    told = (folder / "out/feedback/broken.txt").read_text()
    expect("broken.c:1:" in told and "nothing" in told, told)
    forms_are_what_they_say(folder)


def forms_are_what_they_say(folder):
    suites = xml.parse(folder / "out/junit.xml").getroot().findall("testsuite")
    expect(len(suites) == 13, suites)
    for line in (folder / "out/results.jsonl").read_text().splitlines():
        json.loads(line)
    right = json.loads((folder / "out/gradescope/right.json").read_text())
    expect(right["score"] == 2 and
           sum(test["score"] for test in right["tests"]) == 2, right)
    room = json.loads((folder / "out/classroom50/right.json").read_text())
    expect(room["schema"] == "classroom50/result/v1" and
           room["score"] == room["max-score"] == 2, room)
    room = json.loads((folder / "out/class.json").read_text())
    expect(room["status"]["graded"] == 6 and
           room["checks"][0]["failed"] == 2, room)
    expect(room["misconceptions"] == [
        {"misconception": "M13", "submissions": 2},
        {"misconception": "M17", "submissions": 2}], room)
    expect("  2  M13\n" in (folder / "out/class.txt").read_text(), "a page")
    wrong = json.loads(next((folder / "out/gradescope").glob("Ada*"))
                       .read_text())
    expect(wrong["tests"][0]["tags"][-2:] == ["M13", "M17"] and
           "tags" not in right["tests"][0], f"{wrong} {right}")
    others_read_them(folder)
    services_can_take_them(folder)


# What is published of the forms that services take: each field, its type or the
# words that it can be, and whether it has to be there. Nothing else may stand
# in them. No program of Debian reads them, so the tables are ours.
TEXTS = {"text", "html", "simple_format", "md", "ansi"}
SEEN = {"hidden", "after_due_date", "after_published", "visible"}
GRADESCOPE_TEST = {
    "score": ((int, float), True), "max_score": ((int, float), True),
    "status": ({"passed", "failed"}, False), "name": (str, True),
    "name_format": (TEXTS, False), "number": (str, False),
    "output": (str, False), "output_format": (TEXTS, False),
    "tags": ([str], False), "visibility": (SEEN, False),
    "extra_data": (dict, False),
}
GRADESCOPE = {
    "score": ((int, float), False), "execution_time": ((int, float), False),
    "output": (str, False), "output_format": (TEXTS, False),
    "test_output_format": (TEXTS, False), "test_name_format": (TEXTS, False),
    "visibility": (SEEN, False), "stdout_visibility": (SEEN, False),
    "extra_data": (dict, False), "tests": ([GRADESCOPE_TEST], True),
}
CLASSROOM = {
    "schema": ({"classroom50/result/v1"}, True), "classroom": (str, True),
    "assignment": (str, True), "assignment_type": ({"individual", "group"},
                                                   True),
    "owner": (str, True), "submission": (str, True), "commit": (str, True),
    "release": (str, True), "review": (str, True), "datetime": (str, True),
    "score": (int, True), "max-score": (int, True),
    "tests": ([{"test-name": (str, True), "passed": (bool, True),
                "score": (int, True), "max-score": (int, True),
                "details": (str, True)}], True),
}


def fits(value, wanted):
    """Whether a value of JSON is what a row of the tables above says."""
    if isinstance(wanted, set):
        return value in wanted
    if isinstance(wanted, list):
        return isinstance(value, list) and all(fits(one, wanted[0])
                                               for one in value)
    if isinstance(wanted, dict):
        return (isinstance(value, dict) and set(value) <= set(wanted) and
                all(name in value if need else True
                    for name, (_, need) in wanted.items()) and
                all(fits(one, wanted[name][0])
                    for name, one in value.items()))
    return isinstance(value, wanted) and (wanted is bool or
                                          not isinstance(value, bool))


def services_can_take_them(folder):
    for name, form in (("gradescope", GRADESCOPE), ("classroom50", CLASSROOM)):
        found = list((folder / "out" / name).glob("*.json"))
        expect(len(found) == 13, f"{name}: {found}")
        for path in found:
            told = json.loads(path.read_text())
            expect(fits(told, form), f"{path}: {told}")
            told["more"] = 1
            expect(not fits(told, form), "a field of ours would pass")


def a_cluster_can_take_it(folder):
    """The job for Kubernetes as YAML, with the fields of batch/v1 that it
    needs, and a command that this program takes."""
    try:
        import yaml
    except ImportError:
        print("skipped: python3-yaml is not installed")
        return
    path = PROGRAMS.parent.parent / "assets/grade/kubernetes.yaml"
    job = yaml.safe_load(path.read_text())
    spec, pod = job["spec"], job["spec"]["template"]["spec"]
    expect((job["apiVersion"], job["kind"]) == ("batch/v1", "Job"), job)
    expect(set(spec) <= {"completionMode", "completions", "parallelism",
                         "backoffLimitPerIndex", "template"} and
           spec["completionMode"] == "Indexed", spec)
    expect(pod["restartPolicy"] == "Never", "with a limit for each index")
    container = pod["containers"][0]
    mounted = {one["name"] for one in container["volumeMounts"]}
    expect(mounted <= {one["name"] for one in pod["volumes"]}, "no such volume")
    submit(folder, "a.py", YES)
    submit(folder, "b.py", YES)
    shutil.copy(TINY, folder)
    line = (container["args"][0].replace("/grading/submissions", "subs")
            .replace("/grading/", "").replace(" echo ", " 01-tiny.md ")
            .replace("/8", "/2"))
    expect(f"/{spec['completions']} " in container["args"][0], "all shards")
    tools = pathlib.Path(SOCKSTEP).parent
    for index in "01":
        subprocess.run([*container["command"], line], cwd=folder, check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       env={**os.environ, "JOB_COMPLETION_INDEX": index,
                            "PATH": f"{tools}:{os.environ['PATH']}"})
    done = run("grade", "--merge", "out/shard1", "out/shard2", "--out", "all",
               cwd=folder)
    expect(done.returncode == 0 and len(scores_of(folder, "all")) == 2,
           f"{done}")


# What perl's own reader of TAP has to say of a file. It knows version 13, which
# has all that stands there but subtests, and those look like other lines to it.
TAP_READER = """
use TAP::Parser;
local $/;
my $tap = <STDIN>;
$tap =~ s/^TAP version 14$/TAP version 13/m;
my $parser = TAP::Parser->new({tap => $tap});
while (my $result = $parser->next) {
    print "told\n" if $result->is_yaml && $result->data->{message};
}
print "$_\n" for $parser->parse_errors;
print "failed ", join(" ", $parser->failed), " of ", $parser->tests_run, "\n";
"""


def others_read_them(folder):
    """Programs that know nothing of us find no fault in the forms."""
    told = run("check", "--tap", "--junit", "one.xml", "01-tiny.md",
               "subs/twice.c", "--allow-commands", cwd=folder).stdout
    (folder / "one.tap").write_text(told)
    for path, said in (("one.tap", "failed 1 of 1"),
                       ("out/results.tap", "failed 1 2 3 4 5 6 9 11 12 of 13")):
        read = subprocess.run(
            ["perl", "-e", TAP_READER], capture_output=True, text=True,
            input=(folder / path).read_text())
        if "Can't locate TAP" in read.stderr:
            print("skipped: TAP::Parser is not installed")
            break
        lines = read.stdout.splitlines()
        expect("told" in lines and not read.stderr and
               [line for line in lines if line != "told"] == [said],
               f"{path}: {read}")
    if not shutil.which("xmllint"):
        print("skipped: xmllint is not installed")
        return
    for path in "one.xml", "out/junit.xml":
        read = subprocess.run(
            ["xmllint", "--noout", "--schema", SCHEMA, path], cwd=folder,
            capture_output=True, text=True)
        expect(read.returncode == 0, f"{read}\n{(folder / path).read_text()}")


def grade_tiny(folder, *words, out="out", seed="3"):
    shutil.copy(TINY, folder)
    return run("grade", "01-tiny.md", "subs", "--out", out, "--seed", seed,
               *words, cwd=folder)


def left_over():
    """Processes that a submission has left."""
    found = []
    for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if MARK.encode() in path.read_bytes():
                found.append(path)
        except OSError:
            pass
    return found


def hostile_ones_harm_nobody(folder):
    for name, text in HOSTILE.items():
        submit(folder, name, text)
    submit(folder, "reader.py", READER % (
        str(folder / "01-tiny.md"), str(folder / "out"),
        str(folder / "subs/faked.c")))
    submit(folder, "yes.py", YES)
    done = grade_tiny(folder, "--jobs", "6")
    expect(done.returncode == 0, f"{done}")
    scores = scores_of(folder)
    for name in HOSTILE:
        name = name.split("/")[0].split(".")[0]
        wanted = "not built" if name == "fills" else "graded"
        expect(scores[name] == (wanted, "0"), f"{name}: {scores}")
    expect(scores["yes"] == scores["reader"] == ("graded", "2"), scores)
    for path in (folder / "out").rglob("*"):
        if path.is_file():
            text = path.read_bytes()
            expect(b"\x1b" not in text, f"an escape in {path}")
    suites = xml.parse(folder / "out/junit.xml").getroot()
    expect(not suites.findall(".//x"), "a tag of a program")
    for name, words in (("fills", "MiB"),
                        ("giga", "MiB to its standard output")):
        told = (folder / f"out/feedback/{name}.txt").read_text()
        expect(words in told, told)
    expect(not left_over(), left_over())


def what_is_promised_is_kept(folder):
    """Each by a program that would say so; the same program, alone on this
    machine, can some of it, so that its tries are some."""
    numbers = CALLS.get(os.uname().machine)
    if not numbers:
        print("skipped: the numbers of calls here are not known")
        return
    with socket.create_server(("127.0.0.1", 0)) as listener:
        text = TRIES % {
            **numbers, "port": listener.getsockname()[1],
            "results": str(folder / "out/results.jsonl"),
            "own": str(folder / "subs/tries.py")}
        submit(folder, "tries.py", text)
        done = grade_tiny(folder)
        alone = subprocess.run(
            [sys.executable, folder / "subs/tries.py"], cwd=folder, text=True,
            capture_output=True, timeout=400)
    told = (folder / "out/feedback/tries.txt").read_text()
    expect(done.returncode == 0 and
           scores_of(folder)["tries"] == ("graded", "2"), f"{done} {told}")
    expect("reaches the machine" in alone.stdout and
           "subs/tries.py" in alone.stdout, f"{alone}")


# A try at what is refused, by the name of its call: its numbers behind that of
# the call itself.
REFUSED = {"unshare": "0x10000000", "ptrace": "16, 1", "keyctl": "0, -3, 1",
           "bpf": "0, 0, 0", "mount": "0, 0, 0, 0, 0",
           "io_uring_setup": "1, 0", "clone": "0x10000011, 0, 0, 0, 0"}


def what_is_refused_is_told_as_that(folder):
    """Each call that is refused, by its name, in the feedback of who made it;
    and of who made none, nothing."""
    numbers = CALLS.get(os.uname().machine)
    if not numbers:
        print("skipped: the numbers of calls here are not known")
        return
    numbers = {**numbers, "io_uring_setup": 425}
    for name, rest in REFUSED.items():
        submit(folder, f"{name}.py",
               "import ctypes\nC = ctypes.CDLL(None, use_errno=True)\n"
               f"C.syscall.argtypes = [ctypes.c_long] * 7\n"
               f"C.syscall({numbers[name]}, *([{rest}] + [0] * 6)[:6])\n"
               "print(ctypes.get_errno())\n")
    submit(folder, "no.py", "print('no')\n")
    done = grade_tiny(folder)
    expect(done.returncode == 0, f"{done}")
    for name in REFUSED:
        told = (folder / f"out/feedback/{name}.txt").read_text()
        expect(f"Refused   {name}(2): what is checked may not" in told and
               "1\\n" in told, told)
    told = (folder / "out/feedback/no.txt").read_text()
    expect("1 FAILED" in told and "Refused" not in told, told)


def a_full_disk_is_no_grade(folder):
    """Where nothing can be written any more, that is said, and what was graded
    before stands; with room it goes on."""
    submit(folder, "a.py", YES)
    grade_tiny(folder)
    submit(folder, "b.py", YES)
    shutil.copy(TINY, folder)
    script = ("mount -t tmpfs -o size=64k none full && cp -r out full/ && "
              "{ head -c 65536 /dev/zero >full/filler || true; } "
              '2>/dev/null && "$0" grade 01-tiny.md subs --out full/out '
              "--seed 3; status=$?; rm full/filler; "
              "cat full/out/grades.csv; exit $status")
    (folder / "full").mkdir()
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", script,
         SOCKSTEP], cwd=folder, capture_output=True, text=True, timeout=400,
        stdin=subprocess.DEVNULL)
    if "unshare" in done.stderr or "namespaces" in done.stderr:
        print("skipped: no full disk can be made here")
        return
    expect(done.returncode not in (0, 1) and
           "No space left on device" in done.stderr, f"{done}")
    expect("a,a,tiny,2,2,graded" in done.stdout, f"{done}")


def without_times(folder, out):
    lines = [json.loads(line) for line in
             (folder / out / "results.jsonl").read_text().splitlines()]
    for line in lines:
        del line["seconds"]
    return sorted(lines, key=lambda line: (line["submission"], line["check"]))


def shards_are_one_run(folder):
    for number in range(3):
        submit(folder, f"student{number}.py", YES if number else "print()\n")
    grade_tiny(folder, out="whole")
    for number in "12":
        grade_tiny(folder, "--shard", f"{number}/2", out=f"part{number}")
    done = run("grade", "--merge", "part1", "part2", "--out", "all",
               cwd=folder)
    expect(done.returncode == 0, f"{done}")
    expect(without_times(folder, "all") == without_times(folder, "whole"),
           (without_times(folder, "all"), without_times(folder, "whole")))
    expect(scores_of(folder, "all") == scores_of(folder, "whole"), "scores")
    twice = run("grade", "--merge", "part1", "part1", "--out", "no",
                cwd=folder)
    expect(twice.returncode == 2 and "student0 is in part1" in twice.stderr,
           f"{twice}")
    grade_tiny(folder, "--only", "student0", out="whole")
    again = grade_tiny(folder, out="whole", seed="4")
    expect(again.returncode == 2 and "begun with --seed 3" in again.stderr,
           f"{again}")


def an_interrupted_run_goes_on(folder):
    shutil.copy(TINY, folder)
    submit(folder, "a.py", YES)
    submit(folder, "b.py", "import time\ntime.sleep(100000)\n")
    submit(folder, "c.py", YES)
    results = folder / "out/results.jsonl"
    running = subprocess.Popen(
        [SOCKSTEP, "grade", "01-tiny.md", "subs", "--out", "out", "--seed",
         "3", "--jobs", "1"], cwd=folder, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 400
    # The build of the second one is over, so it sleeps, or is about to.
    while time.monotonic() < deadline and not (
            results.exists() and results.read_text().count("\n") >= 3):
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    expect(running.wait(100) == 128 + signal.SIGINT, running.returncode)
    expect(scores_of(folder)["a"] == ("graded", "2"), grades(folder))
    expect(scores_of(folder)["c"] == ("unfinished", ""), grades(folder))
    with open(results, "a") as file:
        file.write('{"submission":"c","check":1,"ver')
    done = grade_tiny(folder)
    expect(done.returncode == 0, f"{done}")
    expect(scores_of(folder) == {"a": ("graded", "2"), "b": ("graded", "0"),
                                 "c": ("graded", "2")}, grades(folder))
    lines = [json.loads(line) for line in results.read_text().splitlines()]
    expect(sum(line["submission"] == "a" for line in lines) == 2, lines)


def schools_scripts_work(folder):
    shutil.copy(TINY, folder)
    submit(folder, "a.py", YES)
    submit(folder, "b.py", "print()\n")
    tools = pathlib.Path(SOCKSTEP).parent
    scripts = PROGRAMS.parent.parent / "assets/grade"
    with_tools = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"}
    for number in "12":
        subprocess.run(
            ["sh", scripts / "slurm.sh", "01-tiny.md", "subs", "out", "3"],
            cwd=folder, check=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env={**with_tools, "SLURM_ARRAY_TASK_ID": number,
                 "SLURM_ARRAY_TASK_COUNT": "2"})
    run("grade", "--merge", "out/shard1", "out/shard2", "--out", "all",
        cwd=folder)
    expect(scores_of(folder, "all") == {"a": ("graded", "2"),
                                        "b": ("graded", "0")}, "scores")
    parallel_grades(folder, scripts, with_tools)
    (folder / "submission").mkdir()
    (folder / "submission/yes.py").write_text(YES)
    (folder / "source").mkdir()
    (folder / "source/exercise").write_text(f"{folder}/01-tiny.md\n")
    subprocess.run(["sh", scripts / "run_autograder"], check=True,
                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                   env={**with_tools, "AUTOGRADER": str(folder)})
    result = json.loads((folder / "results/results.json").read_text())
    expect(result["score"] == 2, result)


def parallel_grades(folder, scripts, environment):
    """The line of GNU parallel, which takes ":" for this machine."""
    if not shutil.which("parallel"):
        print("skipped: GNU parallel is not installed")
        return
    (folder / "home").mkdir()
    done = subprocess.run(
        ["sh", scripts / "parallel.sh", "01-tiny.md", "subs", "many", "3",
         ":", ":"],
        cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        env={**environment, "HOME": str(folder / "home"),
             "PARALLEL_HOME": str(folder / "home")})
    expect(done.returncode == 0, f"{done}")
    expect(scores_of(folder, "many/all") == scores_of(folder, "all"),
           f"{done}")


def templates_lint(folder):
    for words in (["exercise", "hello"], ["lesson", "08-first"]):
        made = run("new", *words, cwd=folder)
        again = run("new", *words, cwd=folder)
        expect(made.returncode == 0 and again.returncode == 1, f"{again}")
    told = run("lint", "99-hello.md", "08-first.md", cwd=folder)
    expect(told.returncode == 0 and not told.stdout, f"{told}")
    (folder / "says.py").write_text("""import socket, sys
listener = socket.create_server((sys.argv[1], int(sys.argv[2])))
listener.accept()[0].sendall(b"hello\\n")
""")
    # Played with programs: a right one, and one that fails as its name says.
    (folder / "1-says-no.py").write_text(
        (folder / "says.py").read_text().replace("hello", "hallo"))
    told = run("lint", "99-hello.md", "says.py", "1-says-no.py", cwd=folder)
    expect(told.returncode == 0 and not told.stdout, f"{told}")
    (folder / "says.py").rename(folder / "1-right.py")
    (folder / "1-says-no.py").rename(folder / "wrong.py")
    told = run("lint", "99-hello.md", "1-right.py", "wrong.py", "08-first.md",
               cwd=folder)
    expect(told.returncode == 1 and told.stdout.count("\n") == 2 and
           "to be failed by 1-right.py, found passed" in told.stdout and
           "to be passed by wrong.py, found FAILED" in told.stdout, f"{told}")


def nobody_is_graded_unconfined(folder):
    """Where a machine has no more namespaces, and nobody asked for that."""
    submit(folder, "a.py", "")
    none = "echo 0 > /proc/sys/user/max_user_namespaces && exec \"$@\""
    done = subprocess.run(
        ["unshare", "-Ur", "sh", "-c", none, "sh", SOCKSTEP, "grade",
         "first-client", "subs", "--out", "out"], cwd=folder, text=True,
        stdin=subprocess.DEVNULL, capture_output=True, timeout=400)
    if "unshare" in done.stderr:
        print("skipped: " + done.stderr.strip())
        return
    expect(done.returncode == 3 and not done.stdout and
           done.stderr.count("\n") == 1 and
           "submissions cannot be confined here" in done.stderr and
           done.stderr.count("sockstep doctor") == 1, f"{done}")
    expect(not list(folder.glob("out/feedback/*")), "feedback")


def wrong_usage_is_one_sentence(folder):
    submit(folder, "a.py", "")
    (folder / "none").mkdir()
    (folder / "other").mkdir()
    (folder / "other/a.py").write_text("")
    (folder / "other/names.csv").write_text("name,id\nAda,1\nGrace,2\n")
    (folder / "twice").mkdir()
    for name in ("a", "b", "c"):
        (folder / f"twice/{name}.py").write_text("")
    (folder / "twice/names.csv").write_text("a.py,7\nc.py,8\nb.py,7\n")
    cases = [
        (["grade", "first-client", "twice", "--out", "out"],
         "names.csv gives the id 7 to a and to b; each needs its own"),
        (["grade", "first-client", "subs"], "--out"),
        (["grade", "first-client", "--out", "out"], "expected an exercise"),
        (["new", "poem", "a"], "expected exercise or lesson"),
        (["new", "lesson", "A b"], "small letters"),
        (["grade", "nonsense", "subs", "--out", "out"], "no exercise"),
        (["grade", "first-client", "gone", "--out", "out"], "gone"),
        (["grade", "first-client", "none", "--out", "out"], "no submissions"),
        (["grade", "first-client", "other", "--out", "out"],
         "names.csv names none of the submissions"),
        (["grade", "first-client", "subs", "--out", "out", "--hidden",
          "gone.md"], "--hidden gone.md: "),
        (["grade", "first-client", "subs", "--out", "subs/out"], "within"),
        (["grade", "first-client", "subs", "--out", "out", "--shard", "4/3"],
         "--shard 4/3"),
        (["grade", "first-client", "subs", "--out", "out", "--only", "b"],
         "--only b"),
        (["grade", "first-client", "subs", "--out", "out", "--jobs", "0"],
         "--jobs 0"),
    ]
    for words, said in cases:
        told = run(*words, cwd=folder)
        expect(told.returncode == 2 and said in told.stderr and
               told.stderr.count("\n") == 1, f"{words}: {told}")


def main():
    for test in (archives_and_folders_are_graded, hostile_ones_harm_nobody,
                 what_is_promised_is_kept,
                 what_is_refused_is_told_as_that, a_full_disk_is_no_grade,
                 shards_are_one_run, an_interrupted_run_goes_on,
                 schools_scripts_work, a_cluster_can_take_it,
                 templates_lint, nobody_is_graded_unconfined,
                 wrong_usage_is_one_sentence):
        if sys.argv[2:] and test.__name__ not in sys.argv[2:]:
            continue
        # Not below /tmp, of which a lab may have another one.
        with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
            os.chmod(folder, 0o755)
            (pathlib.Path(folder) / "subs").mkdir()
            try:
                test(pathlib.Path(folder))
                print(f"ok      {test.__name__}")
            except AssertionError as error:
                FAILURES.append(test)
                print(f"FAILED  {test.__name__}: {error}")
    return bool(FAILURES)


sys.exit(main())
