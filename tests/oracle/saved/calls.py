"""calls: the calls of a run, and those of its programs under strace.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import glob
import json
import re

TRACED = ("socket,bind,listen,accept,accept4,connect,sendto,recvfrom,read,"
          "write,shutdown,close,getsockname,getpeername,setsockopt,getsockopt,"
          "clone,wait4,kill,exit_group,alarm,clock_nanosleep,rt_sigaction,"
          "socketpair,pipe2,dup,dup2,fcntl,ioctl,poll,pselect6,"
          "epoll_create1,epoll_ctl,epoll_wait,sendmsg,recvmsg,readv,writev")
LINE = re.compile(r"(\w+)\((-?\d+)?(<[^>]*>?)?")
# A descriptor that is none of the files that a program loads, nor where
# perror(3) writes.
SOCKET = re.compile(r"<[\w-]*:\[")
# What Python makes of a call, and what the C library does for both.
ALIKE = {"accept4": "accept", "dup": "fcntl"}
BY_LIBRARY = ("getaddrinfo", "getnameinfo", "pthread_create")


class Run:
    """What a log says: each actor's calls, who was forked by whom, who slept at
    the end, whether names were looked up, and whether anything but calls was
    done: then the kernel's answers may be others the next time."""

    def __init__(self, log):
        self.calls, self.asleep, self.ended = {}, set(), set()
        self.parents, self.pids, self.children = {}, {}, {}
        self.alone, self.resolves = True, False
        with open(log, encoding="utf-8") as lines:
            for line in lines:
                self.take(json.loads(line))
        self.asleep -= self.ended

    def take(self, event):
        kind, phase, actor = (event.get(key) for key in
                              ("event", "phase", "actor"))
        if kind == "call" and event["name"] in BY_LIBRARY:
            self.resolves = True
            return
        if kind == "call" and phase == "enter":
            self.calls.setdefault(actor, []).append(event["text"])
            self.asleep.add(actor)
        elif kind == "call" and phase == "return":
            self.asleep.discard(actor)
            self.calls[actor][-1] = event["text"]
        elif kind == "actor" and phase == "born":
            self.parents[actor] = event.get("parent")
            self.pids[actor] = event["pid"]
            if event.get("parent"):
                self.children.setdefault(event["parent"], []).append(actor)
        elif kind == "actor" and phase == "ended":
            self.ended.add(actor)
        elif kind == "output":
            self.alone = False
        elif kind == "order" and not event["order"].startswith("wait"):
            self.alone = False

    def root(self, actor):
        while self.parents.get(actor):
            actor = self.parents[actor]
        return actor

    def roots(self):
        """Those that become programs."""
        return sorted({self.root(actor) for actor in self.calls})

    def family(self, root):
        return [actor for actor in self.calls if self.root(actor) == root]

    def has(self, name):
        return any(text.startswith(name + "(") for calls in
                   self.calls.values() for text in calls)


def name_of(text):
    """A call's name alone, in the words of both languages."""
    name = LINE.match(text).group(1)
    return ALIKE.get(name, name)


def squeezed(text, pids):
    """Without what every run has anew: ports that the kernel chose, addresses
    of memory, what stands in a buffer that was not filled, processes and users,
    and the old action of a signal, which a program does not ask for; and with
    what the process sees of an interrupted call."""
    def process(match):
        return match.group(1) + pids.get(match.group(2), match.group(2))

    text = re.sub(r"htons\((\d+)\)", lambda port: "htons(*)" if 32768 <= int(
        port.group(1)) <= 60999 else port.group(0), text)
    text = re.sub(r"0x[0-9a-f]{6,}", "0x...", text)
    text = re.sub(r"= \? ERESTART(SYS|_RESTARTBLOCK) \(.*\)",
                  "= -1 EINTR (Interrupted system call)", text)
    text = re.sub(r"\}, (\{[^}]*\}|NULL|0x\.\.\.), 8\)", "}, *, 8)", text)
    text = re.sub(r"^((?:kill|wait4)\()(\d+)", process, text)
    text = re.sub(r"(\{pid=)(\d+)", process, text)
    text = re.sub(r"uid=\d+, gid=\d+", "uid=*, gid=*", text)
    if text.startswith(("clone(", "wait4(")):
        text = re.sub(r"(= )(\d+)$", process, text.strip())
    return re.sub(r" +", " ", text).replace(" )", ")").strip()


def read_trace(path):
    """What strace saw of sockets and processes in one process."""
    calls = []
    with open(path, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            match = LINE.match(line)
            if match and not (match.group(3) and
                              not SOCKET.match(match.group(3))):
                calls.append(re.sub(r"(?<=\d)<[\w-]*:\[[^]]*\]>", "", line))
    return calls


def without_start(calls):
    """From the first socket or pipe on: before it a program is loaded."""
    first = [i for i, text in enumerate(calls)
             if name_of(text) in ("socket", "pipe2")]
    return calls[first[0]:] if first else []


def find_processes(run, root, trace):
    """The trace of each actor of a program: the nth fork that succeeded made
    the nth child. Also says which process each actor was."""
    traces = {path.rsplit(".", 1)[1]: read_trace(path)
              for path in glob.glob(trace + ".*")}
    forked = {pid: [re.search(r"= (\d+)$", text.strip()).group(1)
                    for text in calls
                    if re.match(r"clone\(.*= \d+$", text.strip())]
              for pid, calls in traces.items()}
    children = {child for pids in forked.values() for child in pids}
    first = [pid for pid in traces if pid not in children]
    found, pids, todo = {}, {}, [(root, first[0])] if len(first) == 1 else []
    while todo:
        actor, pid = todo.pop()
        found[actor] = traces.get(pid, [])
        pids[pid] = actor
        todo += zip(run.children.get(actor, []), forked.get(pid, []))
    if root in found:
        found[root] = without_start(found[root])
    return found, pids


def without_turns(run, ours, theirs):
    """Without what a C program does to take turns, and its end."""
    own = ["clock_nanosleep(CLOCK_REALTIME, 0, {tv_sec=0, tv_nsec=1000000}"]
    if not run.has("alarm"):
        own += ["alarm(", "rt_sigaction(SIGALRM"]
    theirs = [text for text in theirs if not text.startswith(tuple(own))]
    if not (ours and ours[-1].startswith("exit_group")):
        theirs = [text for text in theirs
                  if not text.startswith("exit_group")]
    return theirs


def is_same(run, ours, theirs, language):
    """Whether the program made these calls. In C, where nobody else did
    anything, the answers are the same, too; a call that never came back has
    none. Python makes calls of its own between them, and so does the C library
    to find a name."""
    if language == "c" and run.alone:
        most = len(ours)
        ours = [text for text in ours if "<unfinished" not in text]
        if run.resolves:
            rest = iter(theirs)
            return all(text in rest for text in ours)
        return ours == theirs[:len(ours)] and len(theirs) <= most
    rest = iter([name_of(text) for text in theirs])
    return all(name_of(text) in rest for text in ours)


def compare(run, root, trace, language):
    """The faults of one program, as texts."""
    faults = []
    found, pids = find_processes(run, root, trace)
    numbers = {str(pid): actor for actor, pid in run.pids.items()}
    for actor in run.family(root):
        ours = [squeezed(text, numbers) for text in run.calls[actor]]
        theirs = [squeezed(text, pids) for text in found.get(actor, [])]
        theirs = without_turns(run, ours, theirs)
        if not is_same(run, ours, theirs, language):
            faults.append("\n".join([f"{actor}.{language}: the run:", *ours,
                                     "the program:", *theirs]))
    return faults
