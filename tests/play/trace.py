#!/usr/bin/env python3
"""trace: programs that are traced without a screen: what is told, with which
exit status, and what a program that cannot be traced leads to.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/trace.py [PROGRAM]
"""

import ctypes
import errno
import itertools
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (DEADLINE, PROGRAM, TOP, Failure, descendants,  # noqa: E402
                      environment, expect, main, run)

BUILD = os.path.abspath(os.environ.get("BUILD", os.path.join(TOP, "build")))
AUTO = ("trace", "--plain", "--auto")


def program(name):
    return os.path.join(BUILD, "programs", name)


SERVER = ("server=", program("server"))
CLIENT = ("client=", program("client"))


def both(*options):
    return (*options, *SERVER, "::", "--when=listening", *CLIENT)


def file_of(folder, name, text, mode=0o755):
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode())
    os.chmod(path, mode)
    return path


def foreign_program():
    """The first bytes of a program for a machine that this is not."""
    other = 183 if os.uname().machine == "x86_64" else 62
    return (b"\x7fELF\x02\x01\x01" + bytes(9) +
            struct.pack("<HHIQQQIHHHHHH", 2, other, 1, 0, 64, 0, 0, 64, 56,
                        0, 64, 0, 0) + bytes(64))


def told_in_one_line(result, status, *texts):
    lines = result.stderr.splitlines()
    expect(result.returncode == status, f"{result}")
    expect(len(lines) == 1 and lines[0].startswith("sockstep: "), f"{result}")
    for text in texts:
        expect(text in lines[0], f"no {text!r} in {result.stderr}")


# --- what cannot be traced ---------------------------------------------------

def options_that_exclude_each_other():
    for words, text in [
            (["--pid", "1", "--when", "listening"], "--when does not go"),
            (["--pid", "1", "--writable"], "--writable does not go"),
            (["--pid", "1", "--exit-status"], "--exit-status does not go"),
            (["--pid", "1", "--host", "a=10.0.0.1/24"], "--host does not go"),
            (["--pid", "1", "true"], "expected no program beside"),
            (["--pid", "one"], "expected the number of a process"),
            (["--no-namespaces", "--host", "a=10.0.0.1/24", "true"],
             "--host does not go with --no-namespaces"),
            (["--when", "listening", "true"], "no second program"),
            (["--when", "later", "true", "::", "true"], "expected listening"),
            (["--host", "a", "true"], "expected NAME=ADDRESS"),
            (["--host", "a=10.0.0.1", "true"], "no address with a prefix"),
            (["--inject", "accpet:error=EMFILE", "true"], "accept"),
            (["--end-with", "x", "true"], "--end-with goes with --auto"),
            (["--auto", "--end-with", "x", "true"], "no program has that"),
            (["--pid", "1", "--auto", "--end-with", "x"],
             "--end-with does not go"),
            (["--inject", "socket:short=3", "true"], "cannot be short"),
            (["--pid", "99999999"], "there is no such process"),
            (["server=./no", "x"], "write server= ./no, to set a variable"),
            (["@mars", "true"], "--host mars=10.0.0.1/24"),
            (["true", "::"], "program 2 is missing"),
            ([], "program 1 is missing"),
            (["--plain", "--script", "x", "true"], "--script")]:
        told_in_one_line(run("trace", *words), 2, text)


def programs_that_cannot_be_started():
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        for path, *texts in [
                ("no-such-program-at-all", "no program of that name in PATH"),
                (os.path.join(folder, "none"), "there is no such file"),
                (folder, "it is a folder"),
                (file_of(folder, "dull", "#!/bin/sh\n", 0o644),
                 "not executable", "chmod +x"),
                (file_of(folder, "text", "hello\n"), "neither a program nor"),
                (file_of(folder, "foreign", foreign_program()),
                 "for another kind of machine"),
                (file_of(folder, "lost", "#!/no/such/interpreter\n"),
                 "the interpreter that its first line"),
                (file_of(folder, "root", "#!/bin/sh\n", 0o4755),
                 "it is setuid", "gives no rights")]:
            told_in_one_line(run(*AUTO, path), 2, "start ", *texts)


def a_program_that_dies_at_once():
    result = run(*AUTO, "sh", "-c", "exit 3")
    expect(result.returncode == 0 and
           "sh ended with exit status 3\n" in result.stdout, f"{result}")
    result = run(*AUTO, "sh", "-c", "kill -SEGV $$")
    expect(result.returncode == 0 and
           "sh was killed by SIGSEGV\n" in result.stdout, f"{result}")


def forbidder(call, error):
    """A function that forbids a call to its process and all its children, by a
    filter: as a container does. A filter can be made by two of them."""
    def forbid_it():
        forbid(call, error)
        if call == "seccomp":
            forbid("prctl", error, 22)  # PR_SET_SECCOMP
    return forbid_it


def forbid(call, error, argument=None):
    class Filter(ctypes.Structure):
        _fields_ = [("len", ctypes.c_ushort), ("code", ctypes.c_void_p)]
    number = {"ptrace": {"x86_64": 101, "aarch64": 117},
              "seccomp": {"x86_64": 317, "aarch64": 277},
              "process_vm_readv": {"x86_64": 310, "aarch64": 270},
              "prctl": {"x86_64": 157, "aarch64": 167},
              }[call][os.uname().machine]
    code = b"".join(struct.pack("=HBBI", *line) for line in [
        (0x20, 0, 0, 0),                # load the number of the call
        (0x15, 0, 1 if argument is None else 3, number),  # that one?
        *([] if argument is None else
          [(0x20, 0, 0, 16), (0x15, 0, 1, argument)]),    # its first argument
        (0x06, 0, 0, 0x00050000 | error),
        (0x06, 0, 0, 0x7fff0000)])      # all else is allowed
    buffer = ctypes.create_string_buffer(code, len(code))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(38, 1, 0, 0, 0)
    # A name, for the pointer must live as long as the call.
    program_of = Filter(len(code) // 8, ctypes.addressof(buffer))
    libc.prctl(22, 2, ctypes.byref(program_of), 0, 0)


def run_without(call, error, *words):
    return subprocess.run([PROGRAM, *AUTO, *words], text=True, timeout=DEADLINE,
                          stdin=subprocess.DEVNULL, capture_output=True,
                          check=False, preexec_fn=forbidder(call, error),
                          env=environment())


def where_tracing_is_forbidden():
    """Who forbids it is told by files of the machine, so only that there is
    something to be done can be known here; tests/lab/doctor.c has the rest."""
    for call, error, text in [
            ("ptrace", errno.EPERM, "Operation not permitted; "),
            ("ptrace", errno.ENOSYS, "Function not implemented; "),
            ("seccomp", errno.EPERM, "let it allow seccomp")]:
        told_in_one_line(run_without(call, error, "true"), 3, text)


def where_memory_is_read_otherwise():
    told = run_without("process_vm_readv", errno.EPERM, *both()).stdout
    expect('server: recvfrom(4, "hello", 1024, 0, NULL, NULL) = 5\n' in told or
           '<... recvfrom resumed>"hello", 1024, 0, NULL, NULL) = 5' in told,
           told)


def processes_that_cannot_be_taken_over():
    with subprocess.Popen(["sleep", "1000"]) as process:
        word = str(process.pid)
        with start("trace", "--plain", "--auto", "--pid", word) as tracer:
            read_until(tracer, "has begun")
            told_in_one_line(run(*AUTO, "--pid", word), 2,
                             f"process {tracer.pid} traces it already")
            tracer.terminate()
            tracer.communicate()
        told_in_one_line(run_without("ptrace", errno.EPERM, "--pid", word), 3,
                         "Operation not permitted; ")
        process.kill()
    if os.geteuid():
        told_in_one_line(run(*AUTO, "--pid", "1"), 2, "it is user 0's")


def output_without_end():
    """A program that floods its terminal is shown as long as somebody reads."""
    with subprocess.Popen([PROGRAM, *AUTO, "yes"], stdout=subprocess.PIPE,
                          stdin=subprocess.DEVNULL,
                          env=environment()) as process:
        read = 0
        while read < 1 << 20:
            data = process.stdout.read1(65536)
            expect(data, f"it ended after {read} bytes")
            read += len(data)
        process.stdout.close()
        expect(process.wait(30) == 128 + signal.SIGPIPE,
               f"status {process.returncode}")


def forks_without_end():
    result = run(*AUTO, program("many"), "400")
    expect("256 processes and threads are traced" in result.stdout,
           f"{result}")
    expect(result.returncode == 0, f"{result}")


# --- how it ends -------------------------------------------------------------

def exit_statuses():
    for words, status in [
            (["--exit-status", "sh", "-c", "exit 7"], 7),
            (["sh", "-c", "exit 7"], 0),
            (["--exit-status", "sh", "-c", "kill -9 $$"], 128 + 9),
            (["--exit-status", program("sigpipe")], 128 + signal.SIGPIPE),
            (both("--exit-status"), 7),
            (["--exit-status", *CLIENT[1:], "::", "true"], 0)]:
        result = run(*AUTO, *words)
        expect(result.returncode == status and not result.stderr,
               f"{words}: {result}")


def a_run_ends_with_one_program():
    """The others go on as long as they have something to do."""
    waits = ("server=", program("signals"))
    result = run(*AUTO, "--exit-status", "--end-with", "client", *waits, "::",
                 "client=", "sh", "-c", "exit 3")
    lines = result.stdout.splitlines()
    expect(result.returncode == 3 and not result.stderr, f"{result}")
    expect("server: accept(3,  <unfinished ...>" in lines and
           lines[-1].startswith("client has ended, and with it the run"),
           result.stdout)
    # Each has ended: nobody is killed.
    result = run(*both(*AUTO, "--end-with", "client"))
    expect("server ended with exit status 0" in result.stdout and
           "killed" not in result.stdout, result.stdout)


def a_program_whose_turn_never_comes():
    result = run(*AUTO, "--when", "listening", "true", "::", *CLIENT)
    told_in_one_line(result, 1, "client has not begun: no socket listens")
    for place, words in ((":8080", "no socket listens, or is bound, at port "
                          "8080"), (":/tmp/s", "no UNIX socket listens, or "
                          "is bound, at /tmp/s")):
        result = run(*AUTO, "--when", f"listening{place}", "true", "::",
                     *CLIENT)
        told_in_one_line(result, 1, f"client has not begun: {words}")


class Killed(subprocess.Popen):
    """A process that does not outlive its block, whatever goes wrong there."""

    def __exit__(self, *why):
        if why[0]:
            self.kill()
        super().__exit__(*why)


def start(*words, **more):
    return Killed([PROGRAM, *words], stdin=subprocess.DEVNULL,
                  stdout=subprocess.PIPE, text=True,
                  env=environment(), **more)


def read_until(process, text):
    """What was printed, up to the line that contains the text."""
    told = ""
    for line in process.stdout:
        told += line
        if text in line:
            return told
    raise Failure(f"no {text!r} in\n{told}")


def is_gone(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="latin-1") as file:
            return file.read().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def gone(pids):
    """Waits until none is there: each is waited for by its pidfd."""
    for pid in pids:
        try:
            fd = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        with os.fdopen(fd):
            import select
            ready = select.select([fd], [], [], 30)[0]
        expect(ready or is_gone(pid), f"process {pid} is left")


def a_client_of_datagrams_begins_when_one_can_take_them():
    words = ("import socket, sys; s = socket.socket(socket.{0}, "
             "socket.SOCK_DGRAM); s.{1}; {2}")
    for family, address in (("AF_INET", "('127.0.0.1', 5000)"),
                            ("AF_UNIX", "'\\0datagrams'")):
        first = words.format(family, f"bind({address})", "s.recv(100)")
        second = words.format(family, f"sendto(b'now', {address})", "s.close()")
        result = run(*AUTO, "server=", sys.executable, "-c", first, "::",
                     "--when=listening", "client=", sys.executable, "-c",
                     second)
        told = result.stdout
        expect(result.returncode == 0 and
               told.index("server: bind(") < told.index("client has begun")
               and "server ended with exit status 0" in told, f"{result}")


def a_client_of_a_path_begins_when_that_is_bound():
    words = ("import socket; s = [socket.socket(socket.AF_UNIX) for i in "
             "range(2)]; s[0].bind('/tmp/other'); s[0].listen(); "
             "s[1].bind('/tmp/path'); s[1].listen(); s[1].accept()")
    client = ("import socket; s = socket.socket(socket.AF_UNIX); "
              "s.connect('/tmp/path')")
    result = run(*AUTO, "server=", sys.executable, "-c", words, "::",
                 "--when=listening:/tmp/path", "client=", sys.executable, "-c",
                 client)
    told = result.stdout
    expect(result.returncode == 0 and
           told.index("server: listen(4") < told.index("client has begun"),
           f"{result}")


def signals_end_all():
    stubborn = "trap '' INT TERM HUP; while :; do sleep 100; done"
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP,
                   signal.SIGKILL):
        with start(*AUTO, *SERVER, "::", "stubborn=", "sh", "-c",
                   stubborn) as process:
            read_until(process, "accept(3,  <unfinished ...>")
            left = descendants(process.pid)
            expect(len(left) >= 3, f"descendants: {left}")
            process.send_signal(number)
            process.communicate(timeout=DEADLINE)
        expected = (-number if number == signal.SIGKILL
                    else 128 + number)
        expect(process.returncode == expected,
               f"{number}: status {process.returncode}")
        gone(left)


def a_reader_that_goes():
    with start(*AUTO, *SERVER) as process:
        process.stdout.readline()
        left = descendants(process.pid)
        process.stdout.close()
        process.wait(30)
    expect(process.returncode == 128 + signal.SIGPIPE,
           f"status {process.returncode}")
    gone(left)


def inner_pid(pid):
    """The number of a process in the innermost process namespace."""
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return int(re.search(r"NSpid:.*\t(\d+)\n", file.read()).group(1))


def killed_from_outside():
    with start(*AUTO, "--exit-status", *SERVER) as process:
        told = read_until(process, "accept(3,  <unfinished ...>")
        pid = int(re.search(r"server has begun, pid (\d+)", told).group(1))
        for below in descendants(process.pid):
            if inner_pid(below) == pid:
                os.kill(below, signal.SIGKILL)
        told, _ = process.communicate(timeout=DEADLINE)
    expect(process.returncode == 128 + 9, f"status {process.returncode}")
    expect("server: <... accept resumed> <unfinished ...>) = ?\n" in told and
           "server was killed by SIGKILL" in told, told)


# --- what is told ------------------------------------------------------------

def calls_are_those_of_the_programs():
    told = run(*AUTO, *both()).stdout
    for text in ("server: bind(3, {sa_family=AF_INET, "
                 'sin_port=htons(12345), sin_addr=inet_addr("127.0.0.1")}, '
                 "16) = 0\n",
                 "server fd 3 tcp UNCONN -> LISTEN 127.0.0.1:12345",
                 "server: accept(3,  <unfinished ...>\n",
                 "server: <... accept resumed>{sa_family=AF_INET, ",
                 "client -> server SYN seq 0\n",
                 "client -> server PSH-ACK seq 1 ack 1 len 5\n",
                 "client's terminal: hello\n",
                 "client ended with exit status 7\n",
                 "server ended with exit status 0\n"):
        expect(text in told, f"no {text!r} in\n{told}")
    expect(told.index("client: connect(3") < told.index("SYN seq 0"),
           f"a packet stands before its call:\n{told}")


def noise_is_folded_and_opened():
    told = run(*AUTO, program("lookup")).stdout
    expect(re.search(r"lookup: \d+ calls of a name lookup are folded", told)
           and told.count("SOCK_DGRAM") == 1, told)
    told = run(*AUTO, "--noise", program("lookup")).stdout
    expect("folded" not in told and told.count("SOCK_DGRAM") > 1, told)


JAVA = """import java.net.*;
public class Refused {
    public static void main(String[] words) throws Exception {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress("127.0.0.1", 9));
        } catch (ConnectException refused) {
            socket.close();
        }
    }
}
"""


def what_java_does_by_itself():
    if not shutil.which("javac"):
        return
    with tempfile.TemporaryDirectory() as folder:
        source = file_of(folder, "Refused.java", JAVA)
        subprocess.run(["javac", source], check=True)
        told = run(*AUTO, "java", "-cp", folder, "Refused").stdout
    expect("calls that Java makes by itself are folded" in told and
           told.count(": socket(") == 1 and "socketpair" not in told and
           "ECONNREFUSED" in told and "TCP_KEEP" not in told, told)


def stepped(folder, path):
    """What is told of a program of two calls, step by step."""
    keys = file_of(folder, "keys", "\n" * 3)
    with open(keys, encoding="ascii") as stdin:
        return run("trace", "--plain", path, stdin=stdin).stdout


def why_a_line_is_missing():
    with tempfile.TemporaryDirectory() as folder:
        source = file_of(folder, "a.c", "#include <sys/socket.h>\n"
                         "int main(void) { return socket(1, 1, 0) < 0; }\n")
        told = []
        for option in ("-g0", "-g"):
            path = os.path.join(folder, "a" + option)
            subprocess.run(["cc", option, "-o", path, source], check=True)
            told.append(run(*AUTO, path).stdout)
        # Of what it calls behind main() nobody knows how that was compiled.
        steps = stepped(folder, path)
        expect("in line 2 of a.c" in steps and "_exit(0)" in steps and
               "note: " not in steps, steps)
        # What is called Python, and does not say which.
        other = os.path.join(folder, "python3.9")
        subprocess.run(["cc", "-g0", "-o", other, source], check=True)
        expect("python3.9 is another" in run(*AUTO, other).stdout, "python3.9")
    expect(told[0].count("a-g0 was compiled without -g") == 1 and
           "compiled without" not in told[1], f"{told}")
    told = run(*AUTO, sys.executable, "-c", "import socket; socket.socket()")
    expect("is another" not in told.stdout, told.stdout)
    line = "use Socket; socket(my $s, PF_INET, SOCK_STREAM, 0);"
    if shutil.which("perl"):
        told = run(*AUTO, "perl", "-e", line).stdout
        expect("lines of programs that perl runs are not looked up" in told,
               told)


def why_no_line_can_be_found():
    """A C library without unwind tables says nothing of how it was compiled
    who calls it."""
    if not shutil.which("musl-gcc"):
        return
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        os.chmod(folder, 0o755)
        source = file_of(folder, "a.c", "#include <sys/socket.h>\n"
                         "int main(void) { return socket(2, 1, 0) < 0; }\n")
        path = os.path.join(folder, "with-musl")
        subprocess.run(["musl-gcc", "-g", "-o", path, source], check=True)
        told = run(*AUTO, path).stdout
        steps = stepped(folder, path)
        expect("compiled without" not in told + steps, told + steps)
        expect("the lines of with-musl cannot be shown" in steps and
               "libc.so" in steps, steps)


def names_stay_on_their_line():
    """A compiler writes down what it is told, and a program may bind what it
    likes."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        os.chmod(folder, 0o755)
        text = ('#include <sys/socket.h>\n'
                '#line 1 "x\\nserver: recv(4) = 0\\n.c"\n'
                'int main(void) {\n'
                '\tconst struct sockaddr at = {AF_UNIX, {0, 10, 70, 111}};\n'
                '\treturn bind(socket(1, 1, 0), &at, 9) < 0;\n}\n')
        source = file_of(folder, "a.c", text)
        file_of(folder, "x\nserver: recv(4) = 0\n.c", text)
        path = os.path.join(folder, "a")
        subprocess.run(["cc", "-g", "-o", path, source], check=True)
        told = stepped(folder, path)
        expect("@\\nFo" in told, told)
        expect(not re.search("(?m)^(server|Fo)", told), told)


def a_tracer_inside():
    words = ("import ctypes, sys; "
             "sys.exit(ctypes.CDLL(None).ptrace(int(sys.argv[1]), 0, 0, 0))")
    told = [run(*AUTO, sys.executable, "-c", words, request).stdout
            for request in ("0", "12345")]
    expect("has one tracer at most, and here that is sockstep" in told[0] and
           "tracer" not in told[1], f"{told}")


def findings(*words):
    told = run(*AUTO, program("mistake"), *words).stdout
    return told, [line for line in told.splitlines()
                  if line.startswith("finding, ")]


def each_mistake_is_found_and_no_other():
    """A program that makes it, and one that does the same rightly."""
    for word, texts in [
            ("left-open", ["never closed descriptor 5"]),
            ("short-send", ["were never sent"]),
            ("end-ignored", ["it gets 0 for ever"]),
            ("dead-peer", ["the connection of descriptor 4 was over"]),
            ("sigpipe", ["the connection of descriptor 4 was over",
                         "SIGPIPE killed mistake in send()"]),
            ("queue-full", ["the accept queue of mistake's descriptor 3"]),
            ("unreachable", ["listens at 127.0.0.2:12345"]),
            ("no-reuseaddr", ["set SO_REUSEADDR before bind()"]),
            ("no-htons", ["14640 is 12345 with its two bytes swapped"]),
            ("no-listen", ["listen() is missing"]),
            ("next-port", ["listens at 127.0.0.1:12346"]),
            ("tries-again", ["the port is the one next to it"]),
            ("closed-unread", ["left 1 byte unread"]),
            ("not-connected", ["there never was a connection"]),
            ("used-listener", ["descriptor 3 was made a listener by listen()"])]:
        told, found = findings(word)
        expect(len(found) == len(texts) and all(
            text in line and "(lesson " in line
            for text, line in zip(texts, found)), f"{word}:\n{told}")
        told, found = findings(word, "right")
        expect(not found and "mistake ended with exit status 0" in told,
               f"{word}, rightly:\n{told}")


def a_handler_that_makes_calls():
    """Behind it the interrupted call goes on, and is told as strace -f does."""
    told = run(*AUTO, program("alarms")).stdout
    places = [told.find(text) for text in (
        "alarms: recvfrom(3,  <unfinished ...>\n",
        'alarms: sendto(4, "outer", 5, 0, NULL, 0) = 5\n',
        'alarms: <... recvfrom resumed>"outer", 16, 0, NULL, NULL) = 5\n')]
    expect(-1 not in places and places == sorted(places), told)


def script(lines, *words):
    result = subprocess.run([PROGRAM, "trace", "--plain", *words], text=True,
                            input="\n".join(lines) + "\n",
                            capture_output=True, check=False,
                            env=environment())
    return result


def joined(told):
    """The calls of each actor, those that were cut in two made one."""
    calls, halves = {}, {}
    for line in told.splitlines():
        match = re.match(r"(server|client): (.*)", line)
        if not match:
            continue
        actor, text = match.groups()
        if text.endswith(" <unfinished ...>"):
            halves[actor] = text[:-len(" <unfinished ...>")]
            continue
        resumed = re.match(r"<\.\.\. \w+ resumed>(.*)", text)
        if resumed:
            text = halves.pop(actor) + resumed.group(1)
        text = re.sub(r"htons\([3-6]\d{4}\)", "PORT", text)
        calls.setdefault(actor, []).append(re.sub(" +", " ", text))
    return calls


def both_ends_in_each_order():
    """Four calls of each, in each of the 70 orders: who would be asked to go
    on while it is blocked is passed over, and the calls are the same."""
    expected = joined(run(*AUTO, *both()).stdout)
    expect(len(expected["server"]) == 10 and len(expected["client"]) == 5,
           f"{expected}")
    # Both up to where the orders begin: accept() and connect() come next.
    begin = ["step server"] * 4 + ["step client"]
    for places in itertools.combinations(range(8), 4):
        order = ["step server" if i in places else "step client"
                 for i in range(8)]
        result = script([*begin, *order, "go"], *SERVER, "::", *CLIENT)
        expect(joined(result.stdout) == expected,
               f"{order}:\n{result.stdout}{result.stderr}")
        expect("server ended with exit status 0" in result.stdout and
               "client ended with exit status 7" in result.stdout,
               f"{order}:\n{result.stdout}")


def descriptors_that_were_sockets():
    """Each call with one is told as long as its number is free, and the first
    write to the file that gets it."""
    told = run(*AUTO, "--exit-status", "p=", program("closed"))
    expect(told.returncode == 0, f"{told}")
    calls = re.findall(r"^(p\S*): (\w+)\((.*)$", told.stdout, re.M)
    wanted = [("p", "socket"), ("p", "close"), ("p", "write"), ("p", "read"),
              ("p", "close"), ("p", "poll"), ("p", "pselect6"),
              ("p", "fcntl"), ("p", "dup"), ("p.2", "close"), ("p", "write")]
    found = [call[:2] for call in calls]
    expect([("p", "ppoll") if call == ("p", "poll") else call
            for call in wanted] == found or wanted == found, told.stdout)
    expect("POLLNVAL" in told.stdout and
           told.stdout.count("= -1 EBADF (") == 7, told.stdout)


def faults_hit_what_they_are_meant_for():
    """And are told as what they are: nobody else had a part in them."""
    source = os.path.join(TOP, "tests", "programs", "resends.py")
    words = (*AUTO, "--noise", "--inject", "send:error=ECONNRESET",
             "p=", "python3", source)
    told = run(*words).stdout
    struck = "= -1 ECONNRESET (Connection reset by peer) (INJECTED)\n" \
             "  here: The fault that you asked for gave this result"
    expect(told.count(struck) == 2 and told.count("(INJECTED)") == 2, told)
    expect("usual cause" not in told and "finding" not in told, told)
    expect(told.count("127.0.0.1 12345 <socket.socket") == 2, told)
    # Of the same name in the library, and of both things at once.
    told = run(*AUTO, "--inject", "accept:error=EMFILE:delay_enter=1ms",
               "p=", "python3", source).stdout
    expect("accept4(3, " in told and "-1 EMFILE (Too many open files) "
           "(INJECTED) (DELAYED)\n" in told, told)
    told = run(*AUTO, "p=", "python3", source).stdout
    expect("INJECTED" not in told and "fault" not in told, told)


def output_stands_where_it_was_written():
    """Each line between the call before and the call behind it, every time;
    a child has another name, and the same terminal."""
    expected = [
        "narrates's terminal: before all", "narrates: socketpair(",
        "narrates's terminal: have a pair", "narrates.2: sendto(",
        "narrates's terminal: the child has sent", "narrates.2: close(",
        "narrates: close(", "narrates's terminal: closed one end",
        "narrates: close(", "narrates's terminal: closed the other"]
    for _ in range(5):
        told = run(*AUTO, program("narrates")).stdout
        lines = [line for line in told.splitlines()
                 if re.match(r"narrates(\.2)?(: (?!exit)|'s terminal)", line)]
        expect(len(lines) == len(expected) and
               all(map(str.startswith, lines, expected)), told)


def children_outlive_who_began_them():
    """The end of a session's leader is no hang-up, as from a shell; a SIGHUP
    that somebody sends is one."""
    left = ("import os, socket\n"
            "began = os.getpid()\n"
            "if os.fork(): os._exit(0)\n"
            "while os.getppid() == began: pass\n"
            "socket.socket().close()\n")
    sent = ("import os, signal, socket\n"
            "come, go = os.pipe()\n"
            "child = os.fork()\n"
            "if not child:\n"
            "    s = socket.socket()\n"
            "    os.write(go, b'x')\n"
            "    while True: signal.pause()\n"
            "os.read(come, 1)\n"
            "os.kill(child, signal.SIGHUP)\n"
            "os.wait()\n")
    for code, says in ((left, "p.2: socket(AF_INET, "),
                       (sent, "was killed by SIGHUP")):
        result = run(*AUTO, "p=", "/usr/bin/python3", "-c", code)
        expect(result.returncode == 0 and says in result.stdout and
               result.stdout.count("SIGHUP") == (code is sent), f"{result}")


def children_that_ask_not_to_be_traced():
    """CLONE_UNTRACED: without a tracer the filter would fail their calls."""
    code = ("import ctypes, os, socket\n"
            "libc = ctypes.CDLL(None)\n"
            "flags = (ctypes.c_uint64 * 8)(0x00800000, 0, 0, 0, 17)\n"
            "def old(): return libc.syscall(56, 0x00800000 | 17, 0, 0, 0, 0)\n"
            "def new(): return libc.syscall(435, flags, 64)\n"
            "for make in (old, new):\n"
            "    if make() == 0:\n"
            "        socket.socket().close()\n"
            "        os._exit(0)\n"
            "    print(os.wait()[1])\n")
    result = run(*AUTO, "p=", "/usr/bin/python3", "-c", code)
    expect(result.stdout.count("p's terminal: 0\n") == 2 and
           result.stdout.count(": socket(AF_INET, ") == 2 and
           "ENOSYS" not in result.stdout, f"{result}")


# A program of 32-bit words that needs no library: families of sockets, then a
# key for the kernel, which is refused. What it got stands in its exit status.
WORDS_32 = """
static long call(long number, long a, long b, long c, long d)
{
	long result;
	__asm__ volatile("int $0x80" : "=a"(result)
			 : "a"(number), "b"(a), "c"(b), "d"(c), "S"(d)
			 : "memory");
	return result;
}
void _start(void)
{
	unsigned long words[3] = {2, 1, 0};
	unsigned got = 0;
	got |= call(102, 1, (long)words, 0, 0) == 3; // socketcall(SYS_SOCKET)
	words[0] = 10;
	got |= (call(102, 1, (long)words, 0, 0) == 4) << 1;
	got |= (call(359, 2, 1, 0, 0) == 5) << 2; // socket
	words[0] = 40; // AF_VSOCK
	got |= (call(102, 1, (long)words, 0, 0) == -1) << 3;
	got |= (call(359, 40, 1, 0, 0) == -1) << 4;
	got |= (call(102, 1, 16, 0, 0) == -14) << 5; // no memory is there
	got |= (call(286, (long)"user", (long)"k", (long)"v", 1) == -1) << 6;
	call(1, got, 0, 0, 0);
}
"""


def programs_of_32_bit():
    """Their calls are not shown, which is said; what is refused is refused, and
    socketcall(2) makes what socket(2) would."""
    if os.uname().machine != "x86_64":
        return
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        os.chmod(folder, 0o755)
        source = file_of(folder, "words.c", WORDS_32)
        path = os.path.join(folder, "words")
        subprocess.run(["cc", "-m32", "-O1", "-nostdlib", "-static", "-fno-pie",
                        "-no-pie", "-fno-stack-protector", "-o", path, source],
                       check=True)
        told = run(*AUTO, "p=", "/bin/sh", "-c", f"{path}; echo got $?").stdout
        expect("p's terminal: got 127\n" in told, told)
        expect(told.count("p executes words, a 32-bit program: the calls of "
                          "such programs are not shown") == 1, told)
        expect(told.count("p calls socket(2) with arguments that are "
                          "refused") == 1, told)
        expect(told.count("p calls add_key(2), which is refused") == 1, told)
        expect("made no socket call" not in told, told)
        told = run(*AUTO, "p=", "/bin/sh", "-c", "true; /bin/true").stdout
        expect("32-bit" not in told and "made no socket call" in told, told)


def the_leak_check_is_off():
    """LeakSanitizer traces its own program, which nobody else may do then."""
    source = os.path.join(TOP, "tests", "programs", "narrates.c")
    note = "the leak check of -fsanitize is off"
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        for flag in ("address", "leak"):
            path = os.path.join(folder, "sanitized-" + flag)
            done = subprocess.run(
                ["cc", "-fsanitize=" + flag, "-D_GNU_SOURCE", "-o", path,
                 source], capture_output=True, check=False)
            expect(not done.returncode, f"{done}")
            told = run(*AUTO, "a=", path, "::", "b=", path).stdout
            expect("\na ended with exit status 0" in told and
                   "\nb ended with exit status 0" in told and
                   "fatal error" not in told, told)
            expect(told.count(note) == 1, told)
    # What was asked for stays, and nothing is said of what has no such check.
    told = run(*AUTO, "sh", "-c", "echo $LSAN_OPTIONS",
               LSAN_OPTIONS="verbosity=0").stdout
    expect("verbosity=0:detect_leaks=0\n" in told and note not in told, told)


def without_any_line():
    """Nobody types, as in a job: it plays to the end. One who stops typing
    in the middle has seen what there was to see."""
    result = run("trace", "--plain", *both())
    expect("client ended with exit status 7" in result.stdout and
           result.returncode == 0, f"{result}")
    result = script(["step server"], *SERVER)
    expect("server: socket(" in result.stdout and
           "server: listen(" not in result.stdout, f"{result}")


def with_a_pause_between_calls():
    told = run("trace", "--plain", "--auto=0.01", *both()).stdout
    expect("client ended with exit status 7" in told, told)


def without_namespaces():
    result = run(*AUTO, "--no-namespaces", "--exit-status",
                 "server=", program("server"), "23456", "::",
                 "--when=listening:23456", "client=", program("client"),
                 "23456")
    expect(result.returncode == 7, f"{result}")
    expect(result.stdout.count("no wire and no network") == 1 and "SYN" not in result.stdout and
           "client's terminal: hello" in result.stdout, result.stdout)


def processes_of_the_machine():
    """A chroot's /proc leads to the files of each process of the machine."""
    # Not below /tmp, of which a lab has another one.
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        look = f"ls {folder} | wc -l; stat -f -c %T {folder}"
        result = subprocess.run(
            ["unshare", "-rm", "sh", "-c", 'mount --rbind /proc "$1" && '
             'shift && exec "$@"', "sh", folder, PROGRAM, *AUTO, "--", "sh",
             "-c", look], check=False, text=True, capture_output=True,
            stdin=subprocess.DEVNULL, env=environment())
    expect(result.returncode == 0 and "terminal: 0\n" in result.stdout and
           "terminal: proc\n" not in result.stdout and
           folder not in result.stdout.partition("sh has begun")[0],
           f"{result}")


def a_process_that_runs_already():
    with subprocess.Popen(["sh", "-c", "read line; exit 5"],
                          stdin=subprocess.PIPE) as process:
        with start(*AUTO, "--pid", str(process.pid)) as tracer:
            told = read_until(tracer, "note: a process that runs")
            process.communicate(b"\n")
            rest, _ = tracer.communicate(timeout=DEADLINE)
    expect((told + rest).count("note: a process that runs already") == 1 and
           "sh ended with exit status 5" in told + rest, told + rest)
    expect(tracer.returncode == 0, f"status {tracer.returncode}")


main([
    options_that_exclude_each_other,
    programs_that_cannot_be_started,
    a_program_that_dies_at_once,
    where_tracing_is_forbidden,
    where_memory_is_read_otherwise,
    processes_that_cannot_be_taken_over,
    output_without_end,
    forks_without_end,
    exit_statuses,
    a_run_ends_with_one_program,
    a_program_whose_turn_never_comes,
    a_client_of_datagrams_begins_when_one_can_take_them,
    a_client_of_a_path_begins_when_that_is_bound,
    signals_end_all,
    a_reader_that_goes,
    killed_from_outside,
    calls_are_those_of_the_programs,
    noise_is_folded_and_opened,
    what_java_does_by_itself,
    why_a_line_is_missing, why_no_line_can_be_found,
    names_stay_on_their_line,
    a_tracer_inside,
    each_mistake_is_found_and_no_other,
    a_handler_that_makes_calls,
    both_ends_in_each_order,
    descriptors_that_were_sockets,
    faults_hit_what_they_are_meant_for,
    output_stands_where_it_was_written,
    the_leak_check_is_off,
    children_outlive_who_began_them,
    children_that_ask_not_to_be_traced,
    programs_of_32_bit,
    without_any_line,
    with_a_pause_between_calls,
    without_namespaces,
    a_process_that_runs_already,
    processes_of_the_machine,
])
