#!/usr/bin/env python3
"""causes: what is told of programs that learners write, and what is not.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: causes.py SOCKSTEP [WORD], with WORD only the rows that have it.

Each row is a solution with something else in it, the check that it fails, and
what is said of it. Behind it stands a twin that fails the same check for another
reason, of which the same must not be said.
"""
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile

SOCKSTEP = str(pathlib.Path(sys.argv[1]).absolute())
WORD = (sys.argv[2:3] or [""])[0]
PROGRAMS = pathlib.Path(__file__).absolute().parent.parent / "exercises"
C, PYTHON = "solution.c", "solution.py"
MOST_LINES = 15

ROWS = []


def row(exercise, number, solution, changes, says=(), never=()):
    ROWS.append((exercise, number, solution, changes, says, never))


# A client that binds, to the port that it is to connect to.
MADE = "int sock = socket(AF_INET, SOCK_STREAM, 0);"
BOUND = (MADE + "\n\tif (bind(sock, (struct sockaddr *)&server, "
         "sizeof(server)) < 0) {\n\t\tperror(\"bind\");\n\t\treturn 1;\n\t}")
row("first-client", 1, C, [(MADE, BOUND)],
    says=["Cause bind(), at wrong.c:", "asks for port ",
          "for your program's own socket, and server has it",
          "Lesson sockstep run bind"])
row("first-client", 3, C, [(MADE, BOUND)],
    says=["connected descriptor 3 to itself: 127.0.0.1:",
          "is both of its ends"], never=["taken"])
# Who goes on by another socket has overcome it.
row("first-client", 1, C,
    [(MADE, MADE + "\n\tif (bind(sock, (struct sockaddr *)&server, "
      "sizeof(server)) < 0)\n\t\tsock = socket(AF_INET, SOCK_STREAM, 0);"),
     ("while ((len", "if ((len")],
    says=["came too early"], never=["bind()", "itself"])

# The newline of a line, and the NUL of a string.
row("first-server", 1, PYTHON, [('b"got: " + line', 'b"got: " + line.strip()')],
    says=["Cause send(), at wrong.py:18, sent the line without the newline "
          "that it had when recv(), at wrong.py:13, gave it"])
row("first-server", 1, PYTHON, [('b"got: " + line', 'b"got:" + line')],
    never=["newline"])
row("first-server", 1, C, [('"ready\\n", 6', '"ready", 5')],
    says=['sent a line without the newline, "\\n", at its end'],
    never=["strip"])
row("first-server", 1, C, [('"ready\\n", 6', '"ready\\n", 7')],
    says=["one byte more than the line has: the NUL"])
row("first-server", 1, C, [("send(sock, reply, size", "send(sock, reply, "
                            "sizeof(reply)")],
    says=["sent 2048 bytes, and the line has ", "sizeof the buffer"])
row("first-server", 1, C, [("send(sock, reply, size", "send(sock, reply, "
                            "size + 1")],
    says=["one byte more than the line has"], never=["the buffer"])
row("first-server", 1, C, [('"ready\\n", 6', '"ready\\n\\n", 7')],
    never=["NUL", "newline"])

# A listener that is closed behind its first client.
SERVED = "\t\tserve(sock);\n\t\tclose(sock);\n"
row("echo", 5, PYTHON, [("with sock:", "with sock, listener:")],
    says=["closed the listener, descriptor 3, so nobody can connect",
          "Lesson sockstep run accept"])
row("echo", 5, PYTHON, [("sock, _ = listener.accept()",
                         "listener, _ = listener.accept()"),
                        ("with sock:", "with listener as sock:")],
    says=["closed the listener, descriptor 3, in the line that accepts",
          "another name than the listener"])
row("echo", 5, PYTHON, [("except OSError:\n        pass",
                         "except BlockingIOError:\n        pass")],
    never=["listener, descriptor"])

row("echo", 5, PYTHON, [("except OSError:\n        pass",
                         "except BlockingIOError:\n        pass"),
                        ("while True:", "with listener:\n  while True:"),
                        ("    sock, _", "     sock, _"),
                        ("    try:", "     try:"), ("    except", "     except")],
    never=["listener, descriptor"])

# A connection that is only shut down, and a server that ends.
row("first-server", 4, C, [("\t\tclose(sock);\n",
                            "\t\tshutdown(sock, SHUT_WR);\n")],
    says=["Cause descriptor 4 was only shut down, by shutdown(), at wrong.c:",
          "Lesson sockstep run half-close"])
row("first-server", 4, C, [("\t\tclose(sock);\n", "")],
    never=["shut down"])
row("first-server", 3, C, [("for (;;) {", "for (int i = 0; i < 1; i++) {")],
    says=["Cause your program ended by itself, and its listener with it"])
row("first-server", 3, C, [("for (;;) {", "for (int i = 0; i < 1; i++) {"),
                           ("\t\tserve(sock);\n", "\t\tserve(sock);\n"
                            "\t\texit(1);\n")],
    never=["ended by itself"])

# A protocol for the other.
row("ping", 1, PYTHON, [("SOCK_DGRAM", "SOCK_STREAM"),
                        ("lost = 0", "lost = 0\nsock.connect(server)"),
                        ("sock.sendto(ping, server)", "sock.send(ping)")],
    says=["asks for a TCP connection to port ",
          "and what server has there is a UDP socket",
          "Lesson sockstep run family-type-protocol"])
row("ping", 3, PYTHON, [("SOCK_DGRAM", "SOCK_STREAM"),
                        ("lost = 0", "lost = 0\nsock.connect(server)"),
                        ("sock.sendto(ping, server)", "sock.send(ping)")],
    never=["UDP"])
row("first-client", 1, C, [("SOCK_STREAM", "SOCK_DGRAM")],
    says=["goes to port ", "of UDP, and server listens there for TCP"])
row("first-server", 1, PYTHON,
    [("listener = socket.create_server((address, port))",
      "listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
      "listener.bind((address, port))")],
    says=["descriptor 3 is a UDP socket, made with SOCK_DGRAM"])

# A connection that the parent keeps.
row("forking", 2, C, [("\t\tclose(sock);\n", "")],
    says=["made descriptor 4, and the process that accepted has it still open",
          "Lesson sockstep run fork"])
row("forking", 2, PYTHON, [("    sock.close()\n", "    kept = sock\n")],
    says=["the process that accepted has it still open"])
row("forking", 2, C, [("\t\t\tserve(sock);\n", "\t\t\tserve(sock);\n"
                       "\t\t\tpause();\n")],
    never=["accepted has it still open"])


# The run is called what it is to who wrote it.
row("chat", 4, PYTHON, [("        if name is not None:\n"
                         '            tell(name + b" left")\n', "")],
    says=["Cause a thread of your program waits for bytes"],
    never=["socket 2", "program.2"])
row("forking", 1, C, [("\t\tclose(sock);\n", "\t\tclose(sock);\n"
                       "\t\twait(NULL);\n")],
    never=["socket 2", "program.2"])
row("first-client", 1, C, [("htons(atoi(argv[2]))", "atoi(argv[2])")],
    says=["with its two bytes swapped", "Lesson sockstep run listen"],
    never=["program asked"])
row("first-client", 1, C, [("htons(atoi(argv[2]))", "htons(atoi(argv[2]) + 2)")],
    never=["swapped"])
row("reverse", 2, PYTHON, [("sock.shutdown(socket.SHUT_WR)", "sock.close()")],
    says=["-1 is no descriptor: a call that failed returns it, and in Python a "
          "socket has it that is closed"])

# What is written and not flushed; not where what came was passed on.
row("first-server", 1, PYTHON, [
    ('sock.sendall(b"ready\\n")', 'kept = sock.makefile("w")\n'
     '            kept.write("ready\\n")')],
    says=["your program has sent ann nothing so far, and sleeps in recv()",
          "until that is flushed"])
row("pool", 4, PYTHON, [("sock.sendall(name", "f = sock.makefile('wb'); "
                         "f.write(name"), ("+ line)", "+ line); keep.append(f)"),
                        ("def serve", "keep = []\n\n\ndef serve")],
    says=["bytes since it last sent something there", "until that is flushed"])
row("relay", 1, PYTHON, [("back.start()", "pass"), ("back.join()", "pass")],
    never=["flushed"])

# Who waits for one client has no time for the next.
row("forking", 1, PYTHON, [("if os.fork() == 0:", "if True:"),
                           ("        listener.close()\n", ""),
                           ("        os._exit(0)\n", "")],
    says=["ben's connection lies in the accept queue until accept()",
          "Lesson sockstep run one-at-a-time"])
row("lines", 1, PYTHON, [("return sock.recv(4096)",
                          "return sock.recv(20, socket.MSG_WAITALL)")],
    says=["ben's connection lies in the accept queue until accept()"])
TURNS = """            while part := client.recv(4096):
                sock.sendall(part)
                client.sendall(sock.recv(4096))
"""
row("relay", 1, PYTHON, [
    ("            back = threading.Thread(target=copy, args=[sock, client])\n"
     "            back.start()\n"
     "            copy(client, sock)\n            back.join()\n", TURNS),
    ("threading.Thread(target=relay, args=[client, server], daemon=True)"
     ".start()", "relay(client, server)")],
    says=["what server sent lies unread at descriptor 5, and your program "
          "sleeps in recv()", "on descriptor 4: poll() and the like"])
row("forking", 1, PYTHON, [("sock.sendall(part)", "pass")],
    never=["accept queue", "lies unread at descriptor"])

# A handshake that is waited for, a child that is not, and a signal.
row("tcping", 4, PYTHON, [("    sock.settimeout(seconds)\n", "")],
    says=["Cause connect(), at wrong.py:", "sleeps until an answer to its SYN"])
row("tcping", 4, PYTHON, [("int(sys.argv[3]) / 1000", "int(sys.argv[3])")],
    never=["sleeps until"])
row("forking", 3, PYTHON, [
    ("signal.signal(signal.SIGCHLD, signal.SIG_IGN)\n", "")],
    says=["a child that has ended stays a zombie until its parent asks"])
row("restart", 3, C, [("sigaction(SIGTERM, &action, NULL);", "(void)action;")],
    says=["SIGTERM ends a program that has no handler for it"])
row("restart", 3, C, [("\treturn 0;\n}", "\treturn 1;\n}")],
    never=["no handler"])

# What follows from what a peer did is no cause of that.
row("http-get", 2, PYTHON, [('close\\r\\n\\r\\n', 'close\\r\\n')],
    says=["no empty line ends the header"], never=["Cause"])
row("pool", 2, PYTHON, [
    ("with ThreadPoolExecutor(int(sys.argv[3])) as pool:",
     "with ThreadPoolExecutor(20) as pool:")],
    never=["waits for bytes"])


def make(folder, solution, exercise, changes):
    text = (PROGRAMS / exercise / solution).read_text()
    for old, new in changes:
        if old not in text:
            raise AssertionError(f"{exercise}: {solution} has no {old}")
        text = text.replace(old, new)
    path = pathlib.Path(folder) / ("wrong" + pathlib.Path(solution).suffix)
    path.write_text(text)
    return path


def check(exercise, number, solution, changes, says, never):
    # Not below /tmp, of which a lab may have another one.
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        done = subprocess.run(
            [SOCKSTEP, "check", "--only", str(number), exercise,
             make(folder, solution, exercise, changes)],
            text=True, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=400)
    if done.returncode == 3 and "namespaces" in done.stderr:
        return 77
    told = " ".join(done.stdout.split())
    lines = [line for line in done.stdout.splitlines()
             if line.startswith("   ")]
    missing = [text for text in says if text not in told]
    false = [text for text in never if text in told]
    if done.returncode == 1 and not missing and not false and \
            len(lines) <= MOST_LINES:
        return None
    return (f"{exercise} {number}, {solution} with {changes}: status "
            f"{done.returncode}, missing {missing}, false {false}, "
            f"{len(lines)} lines\n{done.stdout}{done.stderr}")


def main():
    rows = [one for one in ROWS if WORD in str(one)]
    if not rows:
        sys.exit(f"no row has {WORD}")
    with concurrent.futures.ThreadPoolExecutor(
            int(os.environ.get("JOBS", "4"))) as pool:
        results = list(pool.map(lambda one: check(*one), rows))
    if 77 in results:
        print("namespaces are forbidden here")
        return 77
    faults = [fault for fault in results if fault]
    print(*faults, f"{len(rows)} programs, {len(faults)} of them told wrongly",
          sep="\n")
    return bool(faults)


sys.exit(main())
