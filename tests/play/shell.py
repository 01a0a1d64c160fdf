#!/usr/bin/env python3
"""shell: the free lab, from a prompt, a file and a pipe.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/shell.py [PROGRAM]
"""

import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))
from terminal import (DEADLINE, PROGRAM, Terminal, Watch,  # noqa: E402
                      environment, expect, main, run)

TALK = """# a whole conversation
server: srv = socket(AF_INET, SOCK_STREAM, 0)
bind(srv, 127.0.0.1:12345)
listen(srv, 5)

client: cli = socket(AF_INET, SOCK_STREAM, 0)
client: connect(cli, 127.0.0.1:12345)
server: accept(srv)
client: send(cli, "hi", 0)
recv(conn, 100, 0)
"""


def shell(lines, *words, **env):
    return subprocess.run([PROGRAM, "shell", *words], input=lines, text=True,
                          capture_output=True, timeout=DEADLINE,
                          env=environment(**env), check=False)


def a_pipe():
    result = shell(TALK)
    expect(result.returncode == 0 and not result.stderr,
           f"{result.returncode} {result.stderr}")
    for text in ("server: conn = accept(srv)\n",
                 "server: accept(3, {sa_family=AF_INET, sin_port=",
                 'server: recvfrom(4, "hi", 100, 0, NULL, NULL) = 2\n',
                 "client -> server SYN seq 0\n", "UNCONN -> LISTEN"):
        expect(text in result.stdout, f"{text} in {result.stdout}")
    expect("\x1b" not in result.stdout, "no control sequences")


def a_file():
    with tempfile.NamedTemporaryFile("w", suffix=".sock") as file:
        file.write(TALK)
        file.flush()
        result = run("shell", file.name)
        ports = re.compile(r"\b\d{5}\b")
        expect(ports.sub("port", result.stdout) ==
               ports.sub("port", shell(TALK).stdout), "as from a pipe")
        expect(result.returncode == 0, f"status {result.returncode}")
    result = run("shell", "/no/such/file")
    expect(result.returncode == 2 and "No such file" in result.stderr,
           f"{result.returncode} {result.stderr}")


def lines_that_fail():
    """Each is told with its place, and the others are run."""
    result = shell("recv(9, 10, 0)\nfrob\n\n  # nothing\nclose(x)\n"
                   "actor nobody\nclient: s = socket(AF_INET, SOCK_DGRAM, 0)")
    expect(result.returncode == 1, f"status {result.returncode}")
    expect("EBADF" in result.stdout, "the kernel's answer is no failure")
    expect("client: socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) = 3"
           in result.stdout, "the last line, without its newline")
    expect([line.split(": ", 2)[1] for line in
            result.stderr.strip().split("\n")] ==
           ["standard input:2", "standard input:5", "standard input:6"],
           result.stderr)


def a_variable_without_a_value():
    """Its call failed: that is told, and not that nobody has named it."""
    result = shell("gone = socket(AF_INET, SOCK_STREAM, 77)\nclose gone\n"
                   "close(never)\n")
    expect("gone has no value: gone = socket(AF_INET, SOCK_STREAM, 77) failed "
           "with EPROTONOSUPPORT" in result.stderr, result.stderr)
    expect("no variable named never" in result.stderr, result.stderr)


def names_of_its_own():
    result = shell("alice: a = socket(AF_INET, SOCK_STREAM, 0)\nhistory\n",
                   "--actors", "alice,bob")
    expect("1  alice: a = socket(AF_INET, SOCK_STREAM, 0) = 3"
           in result.stdout, result.stdout)
    for names in ("a,a", "", ",", "a b", "1a", "a,é"):
        result = shell("", "--actors", names)
        expect(result.returncode == 2 and "--actors" in result.stderr,
               f"{names}: {result.returncode} {result.stderr}")


def what_can_be_asked():
    result = shell("help\nhelp commands\nhelp calls\nhelp bind\nman bind\n"
                   "explain EADDRINUSE\nexplain\nbind(4, 127.0.0.1:1)\n"
                   "explain\nhistory\nsockets\npackets\nstates\nfields\n"
                   "output\nexpand\nmore\nhelp prompt\n")
    expect(result.returncode == 1, "explain has nothing at first")
    expect(result.stderr.count("\n") == 1, result.stderr)
    for text in ("bind(sockfd, addr)", "EADDRINUSE (98)", "man 2 bind",
                 "history", "No packet was seen", "the kernel"):
        expect(text.lower() in result.stdout.lower(),
               f"{text} in {result.stdout}")


def what_names_stand_for():
    result = shell("bind\nsrv = socket(AF_INET, SOCK_STREAM, 0)\n"
                   "bind(srv, 127.0.0.1:7000)\nlisten(srv, 3)\n"
                   "host add beta 10.0.0.2/24\nactor add asks beta\n"
                   "sh sleep 999 | nc 127.0.0.1 7000 &\n"
                   "sh until ss -tnH | grep -q :7000; do sleep 0.05; done\n"
                   "explain server\nexplain srv\nexplain nc\nhelp asks\n"
                   "help LISTEN\nexplain beta\nkill asks SIGKILL\n"
                   "explain asks\nexplain nobody\nexplain nc[77777]\n")
    for text in (r"server is an actor: a process of its own, pid \d+",
                 "srv is a variable of server and holds 3",
                 r"nc\[(\d+)\] is a process of the lab that is no actor: the"
                 r" program nc, pid \1\.",
                 r"asks is an actor: .* Its host is beta\.",
                 "A state: the kernel answers clients",
                 "beta is a host of the lab, .* asks live",
                 r"asks was a process, pid \d+, and has ended"):
        expect(re.search(text, " ".join(result.stdout.split())),
               f"{text} in {result.stdout} {result.stderr}")
    expect("explain: nobody is no" in result.stderr, result.stderr)
    expect("explain: nc[77777] is no" in result.stderr, result.stderr)


def what_is_told_in_python():
    told = shell("explain recv\nhelp accept\n", "--lang", "python").stdout
    for text in ("sock.recv(len[, flags])", "Where C has 0, Python has b''",
                 "sock.accept()", "An error is an exception"):
        expect(text in told, f"{text}: {told}")
    expect("sockfd" not in told, told)
    told = shell("explain recv\n").stdout
    expect("recv(sockfd, len[, flags])" in told and "Python" not in told, told)


def a_question_mark_is_help():
    expect(shell("?\n").stdout == shell("help\n").stdout != shell("").stdout,
           shell("?\n").stdout)
    wrong = shell("??\n")
    expect("?? is no command and no call" in wrong.stderr, wrong.stderr)


def binary_input():
    result = subprocess.run([PROGRAM, "shell"], input=bytes(range(256)) * 99,
                            capture_output=True, timeout=DEADLINE,
                            env=environment(), check=False)
    expect(result.returncode == 1, f"status {result.returncode}")


def commands_of_a_screen():
    """Where there is none they say so, and the run goes on."""
    result = shell("redraw\nkey ctrl-l\nscreen x\nprompt\ngoto\n"
                   "s = socket(AF_INET, SOCK_DGRAM, 0)\ngoto\nsh echo on\n")
    expect(result.returncode == 1, f"{result.returncode} {result.stderr}")
    told = result.stderr + result.stdout
    expect(told.count("there is no screen") == 4 and
           "goto: expected a call, 1 to 1" in told, told)
    expect("output:\n  on\n" in result.stdout, result.stdout)


def words_of_others():
    """What was typed is told shortly, and no terminal obeys it."""
    result = shell("x\x1b[2Jy\n" + "é" * 9999 + "\n")
    expect("x\\033[2Jy is no" in result.stderr and
           "ééé... is no" in result.stderr and len(result.stderr) < 300,
           result.stderr)


def places_of_the_history():
    """A free lab has no steps: its places are the calls."""
    result = shell("s = socket(AF_INET, SOCK_DGRAM, 0)\nsh echo on\n"
                   "bind(s, 127.0.0.1:7000)\nclose(s)\nrewind 2\nhistory\n"
                   "goto 3\ngoto 1\nclose(s)\nrewind x\nreset\nrewind 1\n")
    expect("    2  server: bind(s, 127.0.0.1:7000) = 0\n" in result.stdout and
           "    3  server" not in result.stdout, result.stdout)
    told = result.stderr.strip().split("\n")
    for number, text in ((7, "call 3: `history` has the calls 1 to 2"),
                         (9, "look forward to where the kernel is"),
                         (10, "call x: `history`"),
                         (12, "call 1: no call was made yet")):
        expect(any(f"input:{number}: " in line and text in line
                   for line in told), f"{number}: {text} in {told}")


def a_call_that_kills():
    result = shell("s = socket(AF_INET, SOCK_STREAM)\nsend(s, \"x\")\n"
                   "history\nexplain\n")
    for text in ('2  server: send(s, "x", 0) = ?, killed by SIGPIPE\n',
                 "was never connected", "with MSG_NOSIGNAL",
                 "Usual cause:"):
        expect(text in result.stdout, f"{text} in {result.stdout}")


def programs_beside_calls():
    """A program that ran does not silence what else is done."""
    result = subprocess.run([PROGRAM, "shell"], text=True, cwd="/",
                            input="run true\nsh echo on\n",
                            capture_output=True, timeout=DEADLINE,
                            env=environment(), check=False)
    expect(result.returncode == 0 and "true ended" in result.stdout and
           "output:\n  on\n" in result.stdout,
           f"{result.stdout} {result.stderr}")
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        result = subprocess.run([PROGRAM, "shell"], text=True, cwd=folder,
                                input="run true\n", timeout=DEADLINE,
                                capture_output=True, env=environment(),
                                check=False)
        expect(f"does not see the folder {folder}" in result.stderr,
               result.stderr)


def input_is_closed():
    result = subprocess.run([PROGRAM, "shell"], stdin=subprocess.DEVNULL,
                            capture_output=True, timeout=DEADLINE, text=True,
                            env=environment(), check=False)
    expect(result.returncode == 0 and not result.stderr,
           f"{result.returncode} {result.stderr}")
    result = subprocess.run(["sh", "-c", f"'{PROGRAM}' shell <&-"],
                            capture_output=True, timeout=DEADLINE, text=True,
                            env=environment(), check=False)
    expect(result.returncode == 0, f"{result.returncode} {result.stderr}")


def rewinding():
    result = shell(TALK + "rewind\nback\nback\nforward\nforward\n"
                   "client: send(cli, \"again\", 0)\nrecv(conn, 100, 0)\n"
                   "reset\nclient: close(cli)\n")
    expect("rewound" in result.stdout, result.stdout)
    expect('"again", 100' in result.stdout, "the new lab goes on")
    expect("client has no variable named cli" in result.stderr,
           result.stderr)


def typing_is_spared():
    """repeat makes each call, undo takes one move back, a name tells."""
    result = shell("srv = socket(AF_INET, SOCK_STREAM)\nsrv\n"
                   "repeat 3 socket(AF_INET, SOCK_DGRAM)\nundo\n"
                   "udp = socket(AF_INET, SOCK_DGRAM)\nudp\nserver: udp\n"
                   "repeat 2 client: c = socket(AF_INET, SOCK_STREAM)\nc\n")
    expect(result.returncode == 0 and not result.stderr, f"{result}")
    for text, times in (("srv of server is 3\n", 1),
                        ("SOCK_DGRAM, IPPROTO_IP) = 4\n", 1),
                        ("SOCK_DGRAM, IPPROTO_IP) = 5\n", 1),
                        # The third is taken back, so its number is free.
                        ("SOCK_DGRAM, IPPROTO_IP) = 6\n", 2),
                        ("the last move is taken back", 1),
                        ("udp of server is 6\n", 2),
                        ("client: socket(AF_INET, SOCK_STREAM", 2),
                        ("c of client is 4\n", 1)):
        expect(result.stdout.count(text) == times, f"{text}: {result.stdout}")


def what_cannot_be_spared():
    """Each line fails by its own sentence, and nothing is made."""
    for line, text in (("undo", "nothing was done yet"),
                       ("repeat", "repeat needs an argument: N CALL"),
                       ("repeat 0 socket()", "1 to 1000"),
                       ("repeat x socket()", "1 to 1000"),
                       ("repeat 3", "which call?"),
                       ("repeat 3 quit", "quit"),
                       ("srv", "srv is no command and no call")):
        result = shell(line + "\n")
        expect(text in result.stderr and "sockets:" not in result.stdout,
               f"{line}: {result}")
    result = shell("srv = socket(AF_INET, SOCK_STREAM)\n"
                   "bind(srv, 127.0.0.1:7000)\nlisten(srv, 1)\n"
                   "repeat 3 accept(srv)\n")
    expect("made 1 of 3" in result.stderr and "inside" in result.stderr,
           f"{result}")


def processes():
    result = shell("actor add bob\nsrv = socket(AF_INET, SOCK_STREAM, 0)\n"
                   "listen(srv, 1)\nfork kid\nconn = accept(srv)\n"
                   "close(srv)\ninterrupt\nkill bob KILL\nbob: close(srv)\n"
                   "kid: close(srv)\nkill nobody\nkill kid NOTHING\n"
                   "actor remove client\nactor x y\nrewind\nsockets\n")
    for text in ("bob is here now: pid", "a child of bob",
                 "bob is blocked in accept", "-1 EINTR",
                 "bob ended, killed by SIGKILL", "kid: close(3) = 0",
                 "client ended, killed by SIGKILL", "There are no sockets"):
        expect(text in result.stdout, f"{text} in {result.stdout}")
    told = result.stderr.strip().split("\n")
    for number, text in ((6, "bob is inside conn = accept(srv)"),
                         (9, "bob has ended"), (11, "no actor is named"),
                         (12, "NOTHING is no signal"), (14, "actor: found")):
        expect(any(f"input:{number}: " in line and text in line
                   for line in told), f"{number}: {text} in {told}")
    expect(len(told) == 5, f"{told}")


def an_actor_starts_again_under_its_name():
    """Another process, without what the first had; a rewind does both again."""
    with tempfile.TemporaryDirectory() as folder:
        result = shell("client: c = socket(AF_INET, SOCK_STREAM, 0)\n"
                       "actor add client\nkill client KILL\n"
                       "client: close(c)\nactor add client\n"
                       "client: close(c)\nclient: d = socket(AF_INET, "
                       "SOCK_DGRAM, 0)\nundo\nexplain client\n"
                       "client: e = socket(AF_INET, SOCK_DGRAM, 0)\n"
                       f"save {folder}/a.c\nsave {folder}/a.log\n")
        replayed = run("replay", f"{folder}/a.log", "--plain", "--auto=0")
    told = result.stderr.strip().split("\n")
    for number, text in ((2, "client is taken"),
                         (4, "`actor add client` starts it again"),
                         (6, "client has no variable named c"),
                         (11, "client ended and was started again")):
        expect(any(f"input:{number}: " in line and text in line
                   for line in told), f"{number}: {text} in {told}")
    expect(len(told) == 4, f"{told}")
    expect(result.stdout.count("client is here now: pid") >= 1 and
           "client is an actor: a process" in result.stdout and
           "client fd 3 udp" in result.stdout, result.stdout)
    expect(replayed.returncode == 0 and "SOCK_DGRAM" in replayed.stdout,
           f"{replayed}")


def what_only_nearly_is_a_line():
    result = shell("s = socket(AF_INET, SOCK_STREAM, 0)\n"
                   "bind(s, INADDR_ANY:8080)\nbind(s, server:8080)\n"
                   "client listen(s, 5)\nserver\n"
                   "client: repeat 3 send(c, \"a\")\nexit\nss -tan\n"
                   "bind(s, 0.0.0.0:8080)\nclient: close\n")
    told = result.stderr.strip().split("\n")
    for number, text in ((2, "0.0.0.0 is every address"),
                         (3, "server is an actor, and no name of a host"),
                         (4, "`client: CALL` makes a call there"),
                         (5, "`actor server` all calls are made there"),
                         (6, "repeat is a command, and no actor"),
                         (7, "`quit` leaves"), (8, "`sh ss ...` runs it"),
                         (10, "close needs a socket")):
        expect(any(f"input:{number}: " in line and text in line
                   for line in told), f"{number}: {text} in {told}")
    expect(len(told) == 8, f"{told}")


def hosts():
    result = shell("s = socket(AF_INET, SOCK_DGRAM, 0)\n"
                   "host add far 10.0.0.3/24\nactor add bob far\n"
                   "sh @far ip -o addr show wire0\nhost add far 10.0.0.4/24\n"
                   "host\nhost remove far\nsh\n")
    expect("10.0.0.3/24" in result.stdout, result.stdout)
    expect(result.stderr.count("\n") == 4, result.stderr)


def processes_that_nobody_made():
    """A server that a command left behind has its sockets; the kernel's are
    those that no process has."""
    server = ("import os, socket, time; s = socket.socket(); "
              "s.bind((\"127.0.0.1\", 7001)); s.listen(); "
              "os.fork() and os._exit(0); os.setsid(); "
              "n = os.open(\"/dev/null\", os.O_RDWR); "
              "[os.dup2(n, i) for i in (0, 1, 2)]; time.sleep(1000)")
    result = shell(f"sh python3 -c '{server}'\n"
                   "client: c = socket(AF_INET, SOCK_STREAM, 0)\n"
                   "client: connect(c, 127.0.0.1:7001)\nsockets\n")
    expect(result.returncode == 0, f"{result}")
    rows = [line for line in result.stdout.split("\n") if " fd " in line]
    owner = re.compile(r"\+ python3\S*\[\d+\] fd \d+ tcp LISTEN")
    expect(any(owner.search(row) for row in rows), f"{rows}")
    expect(sum("kernel" in row for row in rows) == 1 and
           any("kernel fd - tcp ESTAB" in row and "accept queue" in row
               for row in rows), f"{rows}")
    expect(re.search(r"client -> python3\S*\[\d+\] SYN", result.stdout),
           result.stdout)


def names_of_hosts():
    """The actor looks a name up, by a call that is seen, and takes the first
    address of its socket's family; without one the call is not made."""
    result = shell("s = socket(AF_INET, SOCK_STREAM, 0)\n"
                   "bind(s, localhost:7000)\nlisten(s, 3)\n"
                   "host add far 10.0.0.3/24\nactor add bob far\n"
                   "bob: b = socket(AF_INET, SOCK_DGRAM, 0)\n"
                   "bob: b.bind((\"far\", 9000))\n"
                   "client: c = socket(AF_INET6, SOCK_STREAM, 0)\n"
                   "client: connect(c, localhost:7000)\n"
                   "client: connect(c, nobody.example:7000)\n"
                   "client: connect(c, localhost)\nrewind\n")
    for text in ("localhost\", \"7000\", {ai_family=AF_INET, "
                 "ai_socktype=SOCK_STREAM}, [{127.0.0.1:7000, ",
                 "LISTEN Recv-Q 0 Send-Q 0 -> 3 local 127.0.0.1:7000",
                 "far\", \"9000\", {ai_family=AF_INET, ai_socktype=SOCK_DGRAM}",
                 "local 0.0.0.0:* -> 10.0.0.3:9000",
                 "connect(c, [::1]:7000)", "-1 ECONNREFUSED", "rewound"):
        expect(text in result.stdout, f"{text} in {result.stdout}")
    expect(result.stdout.count("connect(3") == 1, result.stdout)
    told = result.stderr.strip().split("\n")
    for number, text in ((10, "found no address for nobody.example"),
                         (11, "localhost needs a port")):
        expect(any(f"input:{number}: " in line and text in line
                   for line in told), f"{number}: {text} in {told}")
    expect(len(told) == 2, f"{told}")


def until_open(t, text):
    """Something lies over the lab, and the frame is whole."""
    t.until(text)
    t.until(lambda: "esc close" in t.screen.rows_text(-1), "its footer")


def a_prompt_on_the_screen():
    with Terminal([PROGRAM, "shell"]) as t:
        t.until("server:")
        watch = Watch(t.pid)
        t.send("socket(AF_INET, SOCK_STREAM, 0)\r")
        t.until("server: s1 = socket(AF_INET, SOCK_STREAM, 0) = 3")
        t.send("actor client\r")
        t.until("calls are client's from now on")
        t.send("s = socket(AF_INET, SOCK_STREAM, 0)\r"
               "connect(s, 127.0.0.1:9)\r")
        t.until("ECONNREFUSED")
        t.send("help\r")
        until_open(t, "A line is a call or a command")
        t.send("\x1b")
        t.until("Esc leaves")
        t.send("sockets\r")
        until_open(t, "every socket")
        t.send("\x1b")
        t.until("Esc leaves")
        t.send("\x1b")
        t.until("look back")
        t.send(":quit\r")
        expect(t.ended() == 0, "it ends with status 0")
        t.check_modes()
        watch.check_gone()


def rows_have_the_names_of_variables():
    """Where an actor has several sockets; a name is that of one socket, not
    of who gets its number later. The title claims no row that ss has not."""
    with Terminal([PROGRAM, "shell"]) as t:
        t.until("server:")
        t.send("s = socket(AF_INET, SOCK_STREAM, 0)\r")
        t.until("ss -tan does not list it")
        expect(not t.row_with("who", "name", "fd"), "one row needs no name")
        t.send("t = socket(AF_INET, SOCK_STREAM, 0)\r")
        t.until_row("who", "name", "fd")
        t.until("ss -tan lists none of these")
        t.until_row("server s ")
        t.until_row("server t ")
        t.send("bind(t, 127.0.0.1:7000)\rlisten(t, 1)\r")
        t.until("ss -tan lists 1 of these 2")
        t.send("close(s)\rdup(t)\rsocket(AF_INET, SOCK_DGRAM, 0)\r")
        t.until_row("server ", "udp")
        expect(not t.row_with("server s "), "nobody calls it s")
        t.send("\x1b")
        t.until("look back")
        t.send(":quit\r")
        expect(t.ended() == 0, "it ends with status 0")


def a_prompt_in_plain_mode():
    with tempfile.TemporaryDirectory() as state:
        with Terminal([PROGRAM, "shell", "--plain"], 100, 60,
                      XDG_STATE_HOME=state) as t:
            t.until(lambda: t.raw.endswith(b"server: "), "the prompt")
            t.send("scket(AF_INET)\r")
            t.until(lambda: b"did you mean `socket`?" in t.raw and
                    t.raw.endswith(b"server: "), "the next question")
            t.send("\x1b[A\x01\x1b[Co\x05\x7f, SOCK_STREAM, 0)\r")
            t.until(lambda: b"= 3" in t.raw and t.raw.endswith(b"server: "),
                    "the next question")
            t.send("rec\t\t")
            t.until("recvfrom")
            t.send("\x15quit\r")
            expect(t.ended() == 0, "it ends with status 0")
            expect(b"\x1b" not in t.raw, "no control sequences")
            t.check_modes()
        with open(os.path.join(state, "sockstep/history"),
                  encoding="utf-8") as file:
            expect(file.read() == "scket(AF_INET)\n"
                   "socket(AF_INET, SOCK_STREAM, 0)\nquit\n", "the history")


def the_end_of_input():
    for plain in ((), ("--plain",)):
        with Terminal([PROGRAM, "shell", *plain]) as t:
            t.until("server:")
            t.send("\x04")
            if not plain:
                t.until(lambda: "Esc leaves" not in t.screen.text(), "left")
                t.send("q")
            expect(t.ended() == 0, "it ends with status 0")
            t.check_modes()


if __name__ == "__main__":
    main([a_pipe, a_file, lines_that_fail, what_is_told_in_python,
          a_variable_without_a_value, names_of_its_own,
          what_can_be_asked, what_names_stand_for, a_question_mark_is_help,
          binary_input, commands_of_a_screen, words_of_others,
          places_of_the_history,
          a_call_that_kills,
          programs_beside_calls, input_is_closed, rewinding,
          typing_is_spared, what_cannot_be_spared, processes, hosts,
          an_actor_starts_again_under_its_name, what_only_nearly_is_a_line,
          processes_that_nobody_made, names_of_hosts,
          a_prompt_on_the_screen, rows_have_the_names_of_variables,
          a_prompt_in_plain_mode, the_end_of_input])
