#!/usr/bin/env python3
"""programs: programs that others wrote, traced in pairs: what is told of
their network calls is what strace -f prints; and the lines that are named are
those in which the calls stand.

What --plain prints is read as strace's output would be, calls that were cut
in two joined. Compared are all calls of a program, whichever of its threads
made them; not those that were only tried and would have blocked (EAGAIN), for
how often is a matter of speed, nor those of netlink sockets, whose addresses
have no names here. How the bytes of a stream are cut into recvfrom() is a
matter of speed as well: their sum is compared.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

import common

NETWORK = ("socket,bind,listen,accept,accept4,connect,sendto,recvfrom,shutdown,"
           "getsockname,getpeername,setsockopt,getsockopt")
GO = """
package main
import ("io"; "net"; "os")
func main() {
	if len(os.Args) > 1 {
		srv, _ := net.Listen("tcp4", "127.0.0.1:12345")
		conn, _ := srv.Accept()
		io.Copy(conn, conn)
		conn.Close()
		srv.Close()
		return
	}
	conn, _ := net.Dial("tcp4", "127.0.0.1:12345")
	conn.Write([]byte("hello"))
	conn.(*net.TCPConn).CloseWrite()
	io.ReadAll(conn)
	conn.Close()
}
"""
HTTP_SERVER = ["python3", "-m", "http.server", "12345", "--bind", "127.0.0.1"]
NODE = ["node", "tests/programs/echo.js"]
BUILD = os.environ.get("BUILD", "build")


def built(name):
    return os.path.join(BUILD, "programs", name)


def masked(text):
    text = re.sub(rf"port=htons\({common.GIVEN_PORT}\)", "PORT", text)
    text = re.sub(r"0x[0-9a-f]{6,}", "0x...", text)
    return re.sub(r" +", " ", text).replace(" )", ")")


def is_compared(text):
    return (re.match(rf"({NETWORK.replace(',', '|')})\(", text) and
            "AF_NETLINK" not in text and "EAGAIN" not in text and
            not text.endswith("= ?"))


def join(lines):
    """(actor, call) of lines that are (actor, text)."""
    halves = {}
    for actor, text in lines:
        if text.endswith(" <unfinished ...>"):
            halves[actor] = text[:-len(" <unfinished ...>")]
            continue
        resumed = re.match(r"<\.\.\. \w+ resumed>(.*)", text)
        if resumed and actor in halves:
            text = halves.pop(actor) + resumed.group(1)
        yield actor, text


def summed(calls):
    """Sorted, what was received from each descriptor as one number."""
    sums, rest = {}, []
    for call in calls:
        received = re.match(r"recvfrom\((\d+), .* = (\d+)$", call)
        if received:
            fd, count = map(int, received.groups())
            sums[fd] = sums.get(fd, 0) + count
        else:
            rest.append(call)
    return sorted(rest + [f"recvfrom({fd}) = {count} in all"
                          for fd, count in sums.items()])


def strace(server, client, ends):
    """The calls of both, each in a sorted list. A server that is not over when
    it has closed its connections never ends."""
    script = """
        ip link set lo up
        strace -f -a 1 -qq -s 32 -e trace=$NETWORK -o "$1" $SERVER &
        server=$!
        until ss -ltnH | grep -q :12345; do :; done
        strace -f -a 1 -qq -s 32 -e trace=$NETWORK -o "$2" $CLIENT
        while ss -tnpH "sport = :12345" | grep -q users; do :; done
        test "$ENDS" || kill $(cat /proc/$server/task/*/children)
        wait"""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in "sc"]
        subprocess.run(["unshare", "-Urn", "sh", "-c", script, "sh", *paths],
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, check=False, timeout=400,
                       env={**os.environ, "SERVER": " ".join(server),
                            "CLIENT": " ".join(client), "NETWORK": NETWORK,
                            "ENDS": "yes" if ends else ""})
        for path in paths:
            with open(path, encoding="utf-8") as lines:
                calls = [line.rstrip("\n").split(None, 1) for line in lines]
            found.append(summed(masked(text) for _, text in join(calls)
                                if is_compared(text)))
    return found


def ours(server, client, ends):
    options = [] if ends else ["--end-with", "client"]
    told = subprocess.run(
        [sys.argv[1], "trace", "--plain", "--auto", "--noise", *options,
         "--when", "listening:12345", "server=", *server, "::", "client=", *client],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
        check=True, timeout=400).stdout
    lines = re.findall(r"^((?:server|client)(?:\.\d+)?): (.*)", told, re.M)
    found = {"server": [], "client": []}
    for actor, text in join(lines):
        if is_compared(text):
            found[actor.partition(".")[0]].append(masked(text))
    return [summed(found["server"]), summed(found["client"])]


def compare(name, server, client, ends=True):
    theirs, told = strace(server, client, ends), ours(server, client, ends)
    if all(theirs) and theirs == told:
        print(f"{name}: {sum(map(len, told))} calls")
        return True
    for who, a, b in zip(("server", "client"), theirs, told):
        print(f"{name}, {who}: strace says, and we say")
        for call in sorted(set(a + b)):
            print(f"  {a.count(call)} {b.count(call)} {call}")
    return False


def has(tool):
    if not shutil.which(tool):
        print(f"skipped: {tool} is not installed")
    return shutil.which(tool)


def go_pair(folder):
    """The path of a server and client in one, built; None without Go."""
    pair, source = (os.path.join(folder, name) for name in ("pair", "pair.go"))
    if not os.path.exists(pair) and has("go"):
        with open(source, "w", encoding="utf-8") as file:
            file.write(GO)
        subprocess.run(["go", "build", "-o", pair, source], check=True,
                       env={**os.environ, "GOCACHE": folder,
                            "CGO_ENABLED": "0"})
    return pair if os.path.exists(pair) else None


def pairs(folder):
    yield "C", [built("server")], [built("client")]
    yield ("Python and C", ["python3", "tests/programs/server.py"],
           [built("client")])
    if "OpenBSD" in subprocess.run(
            ["nc", "-h"], stderr=subprocess.PIPE, text=True,
            check=False).stderr:
        yield ("nc", ["nc", "-d", "-l", "127.0.0.1", "12345"],
               ["nc", "-d", "-z", "127.0.0.1", "12345"])
    if has("curl"):
        yield ("http.server and curl", HTTP_SERVER,
               ["curl", "-s", "http://127.0.0.1:12345/tests/README.md"],
               False)
    pair = go_pair(folder)
    if pair:
        yield "Go", [pair, "serve"], [pair]
    if has("node"):
        yield "Node", NODE, [*NODE, "hello"]


# --- source lines ------------------------------------------------------------

def stepped(words, steps):
    """What is told while the program makes that many calls: a step for each
    call that is told to be the next, and no other, for it would be the step of
    a later call."""
    with subprocess.Popen([sys.argv[1], "trace", "--plain", "p=", *words],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True,
                          bufsize=1) as tracer:
        told, left = "", steps
        for line in tracer.stdout:
            told += line
            left -= line.startswith("next, p: ")
            if left < 0:
                break
            if line.startswith("next, p: "):
                tracer.stdin.write("step\n")
            elif line.startswith("sockstep: "):
                break
        tracer.kill()
    return told


def named_lines(words, steps):
    """(call, line, file) of each stop."""
    return re.findall(r"^next, p: .*?(\w+)\(.* in line (\d+) of (\S+)$",
                      stepped(words, steps), re.M)


def check_functions(words, prefix, most):
    """Where no line is known: the innermost function that is not the C
    library's."""
    found = re.findall(r"^next, p: .* in (\S+)$", stepped(words, most), re.M)
    print(f"{words[-1]}: {len(found)} functions")
    wrong = [name for name in found if not name.startswith(prefix)]
    if wrong:
        print(f"{words}: {wrong}")
    return not wrong and len(found) >= most


def check_lines(words, most, folder="tests/programs", text_of="{}("):
    """The call stands in the line that is named for it, or what makes it."""
    lines = named_lines(words, most)
    wrong = 0
    for call, line, file in lines:
        with open(os.path.join(folder, file),
                  encoding="utf-8") as source:
            text = source.read().split("\n")[int(line) - 1]
        # The kernel's accept4() is called accept() by programs.
        if text_of.format(call.removesuffix("4")) not in text:
            wrong += 1
            print(f"{words}: {call}() is not in line {line} of {file}: {text}")
    print(f"{words[-1]}: {len(lines)} lines")
    return not wrong and len(lines) >= most


def main():
    for tool in ("strace", "unshare", "ss", "ip"):
        common.need(tool)
    if not common.has_namespaces():
        common.skip("no user namespaces here: sockstep doctor")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        good = [compare(*pair) for pair in pairs(folder)]
        pair = go_pair(folder)
        if pair:
            good.append(check_lines([pair, "serve"], 4, folder,
                                    "net.Listen("))
    if shutil.which("node"):
        good.append(check_functions(NODE, "uv_", 4))
    good.append(check_lines([built("server")], 4))
    good.append(check_lines(["python3", "tests/programs/server.py"], 4))
    sys.exit(not all(good))


main()
