/* lab_reach: what of the machine is not inside, asked for from inside.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Something of each kind stands outside: a process, a socket without a path, a
 * queue of messages, shared memory, a lock. All is asked for by one
 * interpreter, for actors and commands, for programs and for submissions, as
 * root and as an ordinary user; no answer would harm the machine if the lab let
 * it through.
 */
#include "inside.h"
#include "stage.h"
#include "traced.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

/* What is tried, in Python, and what comes of it as an error's name or a value;
 * `program`: of programs of one's own, where that is another. */
struct reach {
	const char *what, *answer, *program;
};

/* `c` makes a system call, P is the process outside, a name in capitals a
 * number of a call. */
static const char prelude[] =
	"import ctypes, errno, fcntl, mmap, os, pty, resource, signal, socket, "
	"struct, subprocess\n"
	"l = ctypes.CDLL(None, use_errno=True)\n"
	"def fail(n): raise OSError(n, \"\")\n"
	"def c(n, *a):\n"
	"    r = l.syscall(ctypes.c_long(n), *[ctypes.c_long(x) if "
	"isinstance(x, int) else x for x in a])\n"
	"    return r if r >= 0 else fail(ctypes.get_errno())\n"
	"def read(p):\n"
	"    with open(p, \"rb\") as f: return len(f.read(9))\n"
	"def copy():\n"
	"    fd = os.memfd_create(\"x\", 0)\n"
	"    with open(\"/usr/bin/id\", \"rb\") as f: os.write(fd, f.read())\n"
	"    os.fchmod(fd, 0o4755)\n"
	"    return subprocess.run([f\"/proc/self/fd/{fd}\", \"-u\"], "
	"pass_fds=[fd], capture_output=True).stdout == b\"%d\\n\" % "
	"os.getuid()\n"
	"def status(word):\n"
	"    with open(\"/proc/self/status\") as f:\n"
	"        return [x.split()[1] for x in f if x.startswith(word)]\n"
	"def send():\n"
	"    s = socket.socket(socket.AF_UNIX)\n"
	"    s.connect(\"\\0\" + NAME)\n"
	"    s.sendmsg([b\"x\"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, "
	"(ctypes.c_int * 1)(0))])\n"
	"def handle():\n"
	"    h = ctypes.create_string_buffer(b\"\\x80\" + bytes(199))\n"
	"    m = ctypes.c_int()\n"
	"    c(NAME_TO_HANDLE, -100, ctypes.c_char_p(b\"/dev/shm\"), h, "
	"ctypes.byref(m), 0)\n"
	"    return c(OPEN_HANDLE, -100, h, 0)\n"
	"page = mmap.mmap(-1, 4096, flags=0x62, prot=7)\n" // MAP_32BIT
	"start = ctypes.addressof(ctypes.c_char.from_buffer(page))\n"
	// push rbx, rbp; rbp = rdi; eax … edi = six words of it; int 0x80
	"page[:30] = bytes.fromhex(\"53554889fd8b45008b5d048b4d088b550c8b7510"
	"8b7d14cd8048985d5bc3\")\n"
	"def low(*words):\n"
	"    page[64:64 + 4 * len(words)] = struct.pack(f\"{len(words)}i\", "
	"*words)\n"
	"    return start + 64\n"
	"def i(*words):\n"
	"    page[32:56] = struct.pack(\"6i\", *(words + 6 * (0,))[:6])\n"
	"    r = ctypes.CFUNCTYPE(ctypes.c_long, ctypes.c_long)(start)(start + "
	"32)\n"
	"    return r if r >= 0 else fail(-r)\n"
	"a, b = pty.openpty()\n"
	"two = (ctypes.c_long * 2)(1, 1)\n"
	"room = ctypes.create_string_buffer(256)\n"
	"def show(n, f):\n"
	"    try: v = f()\n"
	"    except OSError as e: v = errno.errorcode[e.errno]\n"
	"    except ValueError: v = \"no\"\n"
	"    print(n, v, flush=True)\n";

/* clang-format off */
static const struct reach rows[] = {
	// Processes outside have no number here.
	{"os.kill(P, 0)", "ESRCH", NULL},
	{"c(PIDFD_OPEN, P, 0)", "ESRCH", NULL},
	{"resource.prlimit(P, resource.RLIMIT_NOFILE)", "ESRCH", NULL},
	{"os.setpriority(os.PRIO_PROCESS, P, 19)", "ESRCH", NULL},
	{"os.sched_setaffinity(P, {0})", "ESRCH", NULL},
	{"c(IOPRIO_SET, 1, P, 3 << 13)", "ESRCH", NULL},
	{"c(KCMP, os.getpid(), P, 0, 0, 0)", "EPERM", "ESRCH"},
	{"c(PROCESS_VM_READV, P, 0, 0, 0, 0, 0)", "EPERM", "0"},
	{"c(PROCESS_VM_WRITEV, P, 0, 0, 0, 0, 0)", "EPERM", "0"},
	{"c(PTRACE, 16, P, 0, 0)", "EPERM", "ESRCH"},
	{"os.path.exists(f\"/proc/{P}\")", "False", NULL},
	// The first process inside is the lab's, and closed.
	{"read(\"/proc/1/mem\")", "EACCES", NULL},
	{"read(\"/proc/1/environ\")", "EACCES", NULL},
	{"read(\"/proc/1/maps\")", "EACCES", NULL},
	{"os.open(\"/proc/1/fd/0\", os.O_RDONLY)", "EACCES", NULL},
	{"os.readlink(\"/proc/1/fd/0\")", "EACCES", NULL},
	{"os.listdir(\"/proc/1/root\")", "EACCES", NULL},
	{"os.readlink(\"/proc/1/cwd\")", "EACCES", NULL},
	{"c(SETNS, os.open(\"/proc/1/ns/net\", os.O_RDONLY), 0)", "EACCES", NULL},
	{"c(PIDFD_GETFD, c(PIDFD_OPEN, 1, 0), 0, 0)", "EPERM", NULL},
	// Nobody gains anything by a file's bits, and none becomes quicker.
	{"copy()", "True", NULL},
	{"status(\"NoNewPrivs\")", "['1']", NULL},
	{"os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))", "EPERM", NULL},
	{"os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))", "EPERM", NULL},
	{"resource.setrlimit(resource.RLIMIT_RTPRIO, (99, 99))", "no", NULL},
	{"resource.setrlimit(resource.RLIMIT_NPROC, (1 << 20, 1 << 20))", "no", NULL},
	{"os.nice(-1)", "EPERM", NULL},
	{"c(IOPRIO_SET, 1, 0, 1 << 13 | 4)", "EPERM", NULL},
	// What others have without a path, and by which descriptors could leave.
	{"send()", "ECONNREFUSED", NULL},
	{"c(MQ_OPEN, ctypes.c_char_p(NAME.encode()), 0, 0, 0)", "ENOENT", NULL},
	{"c(SHMGET, KEY, 0, 0)", "ENOENT", NULL},
	{"[n for i, n in socket.if_nameindex() if n not in (\"lo\", \"wire0\", \"tap0\")]", "[]", NULL},
	{"socket.socket(38, 5)", "EPERM", NULL}, // AF_ALG
	{"socket.socket(40, 1)", "EPERM", NULL}, // AF_VSOCK
	{"socket.socket(42, 2)", "EPERM", NULL}, // AF_QIPCRTR
	{"socket.socket(17, 3)", "EPERM", ""},	 // AF_PACKET
	{"socket.socket(44, 3)", "EPERM", ""},	 // AF_XDP
#ifdef __x86_64__
	// The same by the 32-bit calls, whose arguments may lie in memory; those
	// that a program may make fail by the flags, or what they point to.
	{"i(20) == os.getpid()", "True", NULL},
	{"i(21)", "EPERM", "EFAULT"}, // mount
	{"i(310, 1 << 28 | 1)", "EPERM", "EINVAL"}, // unshare, as a new user
	{"i(120, 1 << 28 | 1 << 9)", "EPERM", "EINVAL"}, // clone, the same
	{"i(435)", "ENOSYS", "EINVAL"}, // clone3
	{"i(359, 40, 1)", "EPERM", NULL}, // socket
	{"i(102, 1, low(40, 1, 0))", "EPERM", NULL}, // socketcall
	{"i(340, 0, 4, low(9, 0, 0, 0))", "EPERM", "EINVAL"}, // prlimit of cores
	{"i(288, 0, -3)", "EPERM", NULL}, // keyctl
	{"i(357, 0, low(0), 128)", "EPERM", NULL}, // bpf
	{"i(54, b, 0x5412, low(0))", "EPERM", NULL}, // TIOCSTI
	{"i(354, 1, 8, low(0))", "EPERM", NULL}, // seccomp with a listener
	{"c(0x40000000 | 165)", "EPERM", "ENOSYS"}, // mount, by x32
#endif
	// A lock that is held outside is not in the way, so none is the other way.
	{"fcntl.flock(os.open(LOCKED, os.O_RDONLY), 6)", "None", NULL},
	// Files by their handles, and what is asked of whole file systems.
	{"handle()", "EPERM", NULL},
	{"c(FANOTIFY_INIT, 0, 0)", "EPERM", NULL},
	{"c(QUOTACTL, 0x80000700, 0, 0, 0)", "EPERM", NULL},
	{"c(SWAPON, ctypes.c_char_p(b\"/tmp/x\"), 0)", "EPERM", NULL},
	{"c(CHROOT, ctypes.c_char_p(b\"/tmp\"))", "EPERM", NULL},
	{"os.mknod(\"/tmp/node\", 0o20666, os.makedev(1, 3))", "EPERM", NULL},
	{"os.open(\"/dev/fuse\", os.O_RDWR)", "ENOENT", NULL},
	{"os.path.exists(\"/proc/sys/fs/binfmt_misc/register\")", "False", NULL},
	{"os.path.exists(\"/sys/fs/cgroup/cgroup.procs\") and os.access(\"/sys/fs/cgroup/cgroup.procs\", os.W_OK)", "False", NULL},
	{"os.open(\"/proc/sys/kernel/core_pattern\", os.O_WRONLY)", "EACCES", NULL},
	// The machine's clock, keys, names, logs and modules.
	{"c(PERSONALITY, 0x40000)", "EPERM", "0"},
	{"c(KEYCTL, 0, -3, 0)", "EPERM", NULL},
	{"c(ADD_KEY, ctypes.c_char_p(b\"user\"), ctypes.c_char_p(b\"x\"), ctypes.c_char_p(b\"y\"), 1, -3)", "EPERM", NULL},
	{"c(CLOCK_SETTIME, 0, two)", "EPERM", NULL},
	{"c(SETTIMEOFDAY, two, 0)", "EPERM", NULL},
	{"c(CLOCK_ADJTIME, 0, room)", "EPERM", NULL},
	{"c(TIMERFD_CREATE, 8, 0)", "EPERM", NULL}, // CLOCK_REALTIME_ALARM
	{"c(SETHOSTNAME, ctypes.c_char_p(b\"x\"), 1)", "EPERM", NULL},
	{"c(SYSLOG, 3, room, 100)", "EPERM", NULL},
	{"c(ACCT, 0)", "EPERM", NULL},
	{"c(PERF, room, 0, -1, -1, 0)", "EPERM", NULL},
	{"c(BPF, 0, room, 128)", "EPERM", NULL},
	{"c(SECCOMP, 1, 8, 0)", "EPERM", NULL}, // with a listener
	// Terminals: typing for others, their console, another discipline.
	{"fcntl.ioctl(b, 0x5412, b\"x\")", "EPERM", NULL},
	{"fcntl.ioctl(b, 0x541c, bytes(8))", "EPERM", NULL},
	{"fcntl.ioctl(b, 0x541d, 0)", "EPERM", NULL},
	{"fcntl.ioctl(b, 0x5423, bytes(4))", "EPERM", NULL},
	{"fcntl.ioctl(b, 0x5437, 0)", "EPERM", NULL},
	{"c(VHANGUP)", "EPERM", NULL},
};

#define CALLS(X)                                                               \
	X(PIDFD_OPEN, pidfd_open) X(IOPRIO_SET, ioprio_set) X(KCMP, kcmp)      \
	X(PROCESS_VM_READV, process_vm_readv)                                  \
	X(PROCESS_VM_WRITEV, process_vm_writev) X(PTRACE, ptrace)              \
	X(SETNS, setns) X(PIDFD_GETFD, pidfd_getfd) X(MQ_OPEN, mq_open)        \
	X(SHMGET, shmget) X(NAME_TO_HANDLE, name_to_handle_at)                 \
	X(OPEN_HANDLE, open_by_handle_at) X(FANOTIFY_INIT, fanotify_init)      \
	X(QUOTACTL, quotactl) X(SWAPON, swapon) X(CHROOT, chroot)              \
	X(PERSONALITY, personality) X(KEYCTL, keyctl) X(ADD_KEY, add_key)      \
	X(CLOCK_SETTIME, clock_settime) X(SETTIMEOFDAY, settimeofday)          \
	X(CLOCK_ADJTIME, clock_adjtime) X(TIMERFD_CREATE, timerfd_create)      \
	X(SETHOSTNAME, sethostname) X(SYSLOG, syslog) X(ACCT, acct)            \
	X(PERF, perf_event_open) X(BPF, bpf) X(SECCOMP, seccomp)               \
	X(VHANGUP, vhangup)
/* clang-format on */

enum { KEY = 0x5ac37e57 };

#define LOCKED "/usr/bin/env"

/* What stands outside. */
struct outside {
	char name[64]; /* of the socket and of the queue */
	int listener, memory, lock;
};

static void open_outside(struct outside *outside)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	snprintf(outside->name, sizeof(outside->name), "sockstep-reach-%d",
		 (int)getpid());
	size_t len = strlen(outside->name);
	memcpy(at.sun_path + 1, outside->name, len);
	outside->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	cr_assert(bind(outside->listener, (struct sockaddr *)&at,
		       (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 +
				   len)) == 0 &&
		  listen(outside->listener, 1) == 0);
	outside->memory = shmget(KEY, 64, IPC_CREAT | 0666);
	AUTO_CLOSE int queue = (int)syscall(SYS_mq_open, outside->name,
					    O_CREAT | O_RDWR, 0666, NULL);
	outside->lock = open(LOCKED, O_RDONLY | O_CLOEXEC);
	cr_assert(outside->memory >= 0 && queue >= 0 &&
			  flock(outside->lock, LOCK_SH) == 0,
		  "%s", strerror(errno));
}

static void close_outside(const struct outside *outside)
{
	close(outside->listener);
	close(outside->lock);
	shmctl(outside->memory, IPC_RMID, NULL);
	syscall(SYS_mq_unlink, outside->name);
}

/* The shell line that tries all. */
static char *line_of(const struct outside *outside)
{
	struct buf line = {0};
	buf_puts(&line, "python3 -c '\n");
#define ASSIGN(name, call) buf_printf(&line, #name " = %d\n", SYS_##call);
	CALLS(ASSIGN)
#undef ASSIGN
	buf_printf(&line, "P, KEY, NAME, LOCKED = %d, %d, \"%s\", \"%s\"\n",
		   (int)getpid(), KEY, outside->name, LOCKED);
	buf_puts(&line, prelude);
	for (size_t i = 0; i < COUNT(rows); i++)
		buf_printf(&line, "show(%zu, lambda: %s)\n", i, rows[i].what);
	buf_puts(&line, "' 2>&1");
	return buf_take(&line);
}

/* Adds what was answered otherwise than it should have been. */
static void compare(const char *text, bool is_program, struct buf *found)
{
	struct str rest = str_from(text), line;
	size_t at = 0;
	for (; at < COUNT(rows) && str_next_line(&rest, &line); at++) {
		const char *expected = is_program && rows[at].program
					       ? rows[at].program
					       : rows[at].answer;
		AUTO_FREE char *whole = xprintf("%zu %s", at, expected);
		if (*expected && !str_is(line, whole))
			buf_printf(found, "%s: %.*s, not %s\n", rows[at].what,
				   (int)line.len, line.data, whole);
	}
	if (at < COUNT(rows))
		buf_printf(found, "only %zu answers: %s\n", at, text);
}

Test(lab_reach, commands)
{
	struct stage stage;
	struct outside outside;
	struct buf found = {0};
	stage_open_whole(&stage, NULL, 0);
	open_outside(&outside);
	AUTO_FREE char *line = line_of(&outside);
	compare(stage_run(&stage, NULL, line)->text, false, &found);
	cr_expect_str_empty(buf_text(&found), "%s", buf_text(&found));
	buf_done(&found);
	close_outside(&outside);
	stage_close(&stage);
}

static void try_as(struct buf *found, enum inhabitant who)
{
	const struct lab_config config = {.who = who};
	struct traced traced;
	struct outside outside;
	if (!traced_open_as(&traced, found, &config))
		return;
	open_outside(&outside);
	AUTO_FREE char *line = line_of(&outside);
	AUTO_FREE char *text = traced_print(&traced, line, "/tmp");
	compare(text, who == INHABITANT_PROGRAM, found);
	close_outside(&outside);
	traced_close(&traced);
}

static void as_program(struct buf *found)
{
	try_as(found, INHABITANT_PROGRAM);
}

static void as_submission(struct buf *found)
{
	try_as(found, INHABITANT_SUBMISSION);
}

Test(lab_reach, programs)
{
	AUTO_FREE char *found = apart(as_program);
	cr_expect_str_empty(found, "%s", found);
}

Test(lab_reach, submissions)
{
	AUTO_FREE char *found = apart(as_submission);
	cr_expect_str_empty(found, "%s", found);
}
