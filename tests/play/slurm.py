#!/usr/bin/env python3
"""slurm: the array script of assets/grade, run by a Slurm of its own.

SPDX-License-Identifier: GPL-3.0-or-later
Run as: python3 tests/play/slurm.py PROGRAM

One node, this machine: munged, slurmctld and slurmd with sockets, ports, keys
and state in a folder that goes with them. Where they are not installed, or
cannot run, a word says so.
"""
import csv
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.pop(0)  # the folder of this file, where socket.py is another one
import socket  # noqa: E402

SOCKSTEP = pathlib.Path(sys.argv[1]).absolute()
TOP = pathlib.Path(__file__).absolute().parent.parent.parent
DEADLINE = 120
EXERCISE = TOP / "tests/play/exercises/01-tiny.md"
CONFIGURATION = """ClusterName=test
SlurmctldHost=localhost(127.0.0.1)
SlurmUser=root
SlurmdUser=root
SlurmctldPort=%(control)d
SlurmdPort=%(node)d
AuthType=auth/munge
AuthInfo=socket=%(folder)s/munge.sock
CredType=cred/munge
StateSaveLocation=%(folder)s/state
SlurmdSpoolDir=%(folder)s/spool
SlurmctldPidFile=%(folder)s/control.pid
SlurmdPidFile=%(folder)s/node.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
ReturnToService=2
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
NodeName=one NodeHostname=%(host)s NodeAddr=127.0.0.1 CPUs=2 RealMemory=8192
PartitionName=all Nodes=one Default=YES MaxTime=INFINITE State=UP
"""


class Skipped(Exception):
    pass


def find(name):
    path = shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")
    if not path:
        raise Skipped(f"{name} is not installed")
    return path


def free_ports(count):
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


class Cluster:
    """Three servers, ended when it is left."""

    def __init__(self, folder):
        self.folder = folder
        self.servers = []
        self.env = {"PATH": f"{SOCKSTEP.parent}:{os.environ['PATH']}",
                    "HOME": str(folder), "LC_ALL": "C.UTF-8",
                    "SLURM_CONF": str(folder / "slurm.conf")}

    def __enter__(self):
        control, node = free_ports(2)
        for name in "state", "spool":
            (self.folder / name).mkdir()
        (self.folder / "key").write_bytes(os.urandom(1024))
        (self.folder / "key").chmod(0o400)
        (self.folder / "slurm.conf").write_text(CONFIGURATION % {
            "control": control, "node": node, "folder": self.folder,
            "host": socket.gethostname().split(".")[0]})
        (self.folder / "cgroup.conf").write_text("CgroupAutomount=no\n")
        return self

    def __exit__(self, *_):
        for server in reversed(self.servers):
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()

    def start(self, name, *words):
        with open(self.folder / f"{name}.out", "w") as out:
            self.servers.append(subprocess.Popen(
                # It ends with this test, however that ends.
                ["setpriv", "--pdeathsig", "KILL", find(name),
                 *map(str, words)], env=self.env, stdout=out, stderr=out, stdin=subprocess.DEVNULL, cwd=self.folder))

    def await_that(self, holds, what):
        deadline = time.monotonic() + DEADLINE
        while not holds():
            dead = [one for one in self.servers if one.poll() is not None]
            if dead or time.monotonic() > deadline:
                told = "".join(path.read_text()[-300:] for path
                               in self.folder.glob("*.out"))
                raise Skipped(f"{what}: Slurm cannot run here: {told}")
            time.sleep(0.1)

    def run(self, *words):
        return subprocess.run([find(words[0]), *map(str, words[1:])],
                              env=self.env, cwd=self.folder, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=DEADLINE)

    def up(self):
        folder = self.folder
        self.start("munged", "--foreground", "--force",
                   f"--key-file={folder}/key",
                   f"--socket={folder}/munge.sock",
                   f"--pid-file={folder}/munge.pid",
                   f"--seed-file={folder}/seed")
        self.await_that((folder / "munge.sock").exists, "munged")
        self.start("slurmctld", "-D", "-f", folder / "slurm.conf")
        self.start("slurmd", "-D", "-N", "one", "-f", folder / "slurm.conf")
        self.await_that(
            lambda: "idle" in self.run("sinfo", "-h", "-o", "%T").stdout,
            "sinfo")


def an_array_grades(folder):
    (folder / "subs").mkdir()
    (folder / "subs/a.py").write_text("print('yes')\n")
    (folder / "subs/b.py").write_text("print()\n")
    shutil.copy(EXERCISE, folder)
    with Cluster(folder) as cluster:
        cluster.up()
        done = cluster.run(
            "sbatch", "--wait", "--mem=0", "--array=1-2",
            "--output=job%a.txt", TOP / "assets/grade/slurm.sh",
            "01-tiny.md", "subs", "out", "3")
        told = "".join(path.read_text() for path in folder.glob("job*.txt"))
    assert done.returncode == 0, f"{done} {told}"
    merged = subprocess.run(
        [SOCKSTEP, "grade", "--merge", "out/shard1", "out/shard2", "--out",
         "all"], cwd=folder, env=cluster.env, capture_output=True, text=True)
    assert merged.returncode == 0, f"{merged} {told}"
    with open(folder / "all/grades.csv", newline="") as file:
        scores = {row["name"]: row["score"] for row in csv.DictReader(file)}
    assert scores == {"a": "2", "b": "0"}, f"{scores} {told}"


def main():
    # Not below /tmp, of which a lab may have another one.
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        os.chmod(folder, 0o755)
        try:
            for name in "munged", "slurmctld", "slurmd", "sbatch", "sinfo":
                find(name)
            if os.geteuid():
                raise Skipped("slurmd needs root")
            an_array_grades(pathlib.Path(folder))
            print("ok      an_array_grades")
            return 0
        except Skipped as why:
            print(f"skipped: {why}")
            return 77
        except AssertionError as error:
            print(f"FAILED  an_array_grades: {error}")
            return 1


sys.exit(main())
