/* lab_confine: nothing inside reaches outside, tried from inside.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files of the machine that must not be written are opened for writing and
 * left alone: nothing here would harm the machine if the lab let it through.
 */
#include "inside.h"
#include "stage.h"
#include "traced.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>

/* A shell line, and what it prints as an inhabitant of either kind. */
struct attempt {
	const char *line, *prints;
};

/* clang-format off */
static const struct attempt attempts[] = {
	// Writing to the machine by its /proc: the lab's own does not help.
	{"for f in /proc/sys/kernel/core_pattern /proc/sys/kernel/modprobe "
	 "/proc/sys/vm/swappiness /proc/sys/kernel/hostname; do "
	 "(: >>$f) 2>/dev/null && echo $f; done", ""},
	{"(: >>/proc/sys/net/ipv4/ip_forward) 2>/dev/null && echo opened", ""},
	{"id -u | grep -x 0; id -G | grep -w 0", ""},
	{"cat /proc/kcore /proc/keys /proc/timer_list /proc/sysrq-trigger "
	 "/proc/kmsg /proc/kallsyms /proc/modules /proc/config.gz "
	 "/proc/iomem 2>/dev/null | wc -c", "0\n"},
	{"find /sys -maxdepth 2 -writable ! -type l", ""},
	// Reading what is about the lab itself goes on.
	{"cat /proc/sys/net/ipv4/tcp_syncookies >/dev/null && echo y", "y\n"},
	{"cat /proc/sys/net/ipv4/ip_local_port_range >/dev/null && echo y", "y\n"},
	{"grep -c processor /proc/cpuinfo >/dev/null && echo y", "y\n"},
	// Devices: these and no others.
	{"ls /dev | tr '\n' ' '",
	 "fd full null ptmx pts random shm stderr stdin stdout tty urandom "
	 "zero "},
	{"ls /dev/pts | grep -v ptmx", ""},
	{"echo x >/dev/null; head -c 4 /dev/zero | wc -c; "
	 "head -c 4 /dev/urandom | wc -c; (echo x >/dev/full) 2>/dev/null || "
	 "echo full", "4\n4\nfull\n"},
	{"touch /dev/sockstep 2>/dev/null || echo no", "no\n"},
	{"echo x >/dev/shm/x && cat /dev/shm/x && rm /dev/shm/x", "x\n"},
	{"python3 -c 'import pty; a, b = pty.openpty(); import os; "
	 "print(os.ttyname(b))'", "/dev/pts/0\n"},
	{"python3 -c 'import multiprocessing as m; q = m.Lock(); "
	 "print(q.acquire())'", "True\n"},
	// Terminals are counted for all instances together, and so are files.
	{"python3 -c 'import pty\n"
	 "try:\n"
	 "    for i in range(65): pty.openpty()\n"
	 "except OSError: print(i)'", "64\n"},
	{"df --output=itotal /tmp /dev/shm | awk 'NR > 1 && $1 > 65536'",
	 ""},
	// What is counted for the user is not used up.
	{"python3 -c 'import ctypes; c = ctypes.CDLL(None)\n"
	 "print(sum(c.inotify_init1(0) >= 0 for i in range(99)))'", "16\n"},
	// A line discipline is a module of the machine.
	{"python3 -c 'import fcntl, pty; a, b = pty.openpty()\n"
	 "try: fcntl.ioctl(b, 0x5423, bytes(4))\n"
	 "except OSError as e: print(e.errno)'", "1\n"},
	// Services of the machine are not there, and /tmp is the lab's own.
	{"ls /run", ""},
	{"echo x >/tmp/of-the-lab; cat /tmp/of-the-lab", "x\n"},
};
/* clang-format on */

/* A crash leaves nothing with the machine's handler of crashes. */
static const char crash[] =
	"ulimit -c 0 2>/dev/null || echo no; python3 -c 'import resource\n"
	"soft, hard = resource.getrlimit(resource.RLIMIT_CORE)\n"
	"print(soft == hard, hard <= 1)\n"
	"try: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); print(0)\n"
	"except (OSError, ValueError): print(\"no\")'";
static const char crash_prints[] = "no\nTrue True\nno\n";

Test(lab_confine, commands)
{
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	for (size_t i = 0; i < COUNT(attempts); i++) {
		const struct event_output *output =
			stage_run(&stage, NULL, attempts[i].line);
		cr_expect_str_eq(output->text, attempts[i].prints, "%s: %s",
				 attempts[i].line, output->text);
	}
	stage_close(&stage);
	cr_expect(access("/tmp/of-the-lab", F_OK) < 0, "it left the lab");
}

/* What only strangers are refused, and who they are told they are. A program of
 * the learner's keeps what he has set, but what leads to an agent. */
Test(lab_confine, strangers)
{
	static const struct attempt rows[] = {
		{"unshare -Ur true 2>/dev/null || echo no", "no\n"},
		{"env | grep -E '^(SSH_AUTH_SOCK|TMUX|SECRET)'; echo $HOME",
		 "/tmp\n"},
		{"ls -A /root /home", "/home:\n\n/root:\n"},
		// Who they are has a name, and the machine's users keep theirs.
		{"whoami >/tmp/me && getent passwd \"$(id -un)\" root "
		 "2>&1 | grep -c :",
		 "2\n"},
		{"touch /tmp/mine && ls -l /tmp/mine | grep -cE ' [0-9]{3,} '",
		 "0\n"},
		{"ulimit -c; ulimit -p 2>/dev/null || ulimit -u", "0\n256\n"},
		{crash, crash_prints},
		// What a program of a lesson needs goes on.
		{"(sleep 0 & wait) && echo \"$(echo x | cat)\"", "x\n"},
		{"python3 -c 'import threading, subprocess; t = "
		 "threading.Thread(target=subprocess.run, "
		 "args=([\"true\"],)); t.start(); t.join(); print(\"y\")'",
		 "y\n"},
	};
	struct stage stage;
	setenv("SSH_AUTH_SOCK", "/run/agent", 1);
	setenv("TMUX", "/tmp/tmux-0/default,1,0", 1);
	setenv("SECRET", "word", 1);
	stage_open_whole(&stage, NULL, 0);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct event_output *output =
			stage_run(&stage, NULL, rows[i].line);
		cr_expect_str_eq(output->text, rows[i].prints, "%s: %s",
				 rows[i].line, output->text);
	}
	stage_close(&stage);
}

/* A line that makes system calls by their numbers here, and prints those that
 * are not refused with EPERM; each would fail otherwise, too, in another way.
 */
static char *calling(const int *numbers, size_t count)
{
	struct buf line = {0};
	buf_puts(&line, "python3 -c '\nimport ctypes\n"
			"c = ctypes.CDLL(None, use_errno=True)\nfor n in [");
	for (size_t i = 0; i < count; i++)
		buf_printf(&line, "%d, ", numbers[i]);
	buf_puts(&line, "]:\n    r = c.syscall(n, 0, 0, 0, 0, 0)\n"
			"    if r >= 0 or ctypes.get_errno() != 1: print(n)'");
	return buf_take(&line);
}

static const int refused_to_all[] = {
	SYS_bpf,	  SYS_perf_event_open,	 SYS_keyctl,  SYS_add_key,
	SYS_finit_module, SYS_open_by_handle_at, SYS_swapoff,
};

static const int refused_to_strangers[] = {
	SYS_mount,	    SYS_umount2,
	SYS_pivot_root,	    SYS_setns,
	SYS_unshare,	    SYS_userfaultfd,
	SYS_io_uring_setup, SYS_io_uring_enter,
	SYS_ptrace,	    SYS_process_vm_readv,
	SYS_pidfd_getfd,    SYS_fsopen,
	SYS_open_tree,	    SYS_move_mount,
	SYS_kcmp,
};

Test(lab_confine, calls_of_strangers)
{
	struct stage stage;
	stage_open_whole(&stage, NULL, 0);
	AUTO_FREE char *all = calling(refused_to_all, COUNT(refused_to_all));
	AUTO_FREE char *some =
		calling(refused_to_strangers, COUNT(refused_to_strangers));
	cr_expect_str_empty(stage_run(&stage, NULL, all)->text);
	cr_expect_str_empty(stage_run(&stage, NULL, some)->text);
	stage_close(&stage);
}

/* What is written beyond the room of /tmp is refused, and leaves the lab and
 * the one beside it as they were. */
Test(lab_confine, room_is_limited)
{
	struct stage stage, other;
	stage_open_whole(&stage, NULL, 0);
	stage_open_whole(&other, NULL, 0);
	static const char fill[] =
		"python3 -c '\n"
		"import errno, os\n"
		"total = 0\n"
		"try:\n"
		"    for i in range(4):\n"
		"        fd = os.open(f\"/tmp/{i}\", os.O_CREAT | "
		"os.O_WRONLY)\n"
		"        for j in range(100):\n"
		"            total += os.write(fd, bytes(1 << 20))\n"
		"except OSError as e: print(e.errno == errno.ENOSPC, "
		"200 < total >> 20 <= 256)'; rm /tmp/*; echo x >/tmp/x; "
		"cat /tmp/x";
	cr_expect_str_eq(stage_run(&stage, NULL, fill)->text, "True True\nx\n");
	cr_expect_str_eq(
		stage_run(&other, NULL, "echo y >/tmp/y; cat /tmp/y")->text,
		"y\n");
	stage_close(&other);
	stage_close(&stage);
}

/* More processes than a lab may have are refused; sixty more than that are
 * tried, and then all are gone, whatever the machine does. */
Test(lab_confine, processes_are_limited)
{
	static const char line[] =
		"python3 -c '\n"
		"import os, time\n"
		"made, refused = [], 0\n"
		"for i in range(316):\n"
		"    try: pid = os.fork()\n"
		"    except BlockingIOError: refused += 1; continue\n"
		"    if not pid: time.sleep(1000)\n"
		"    made.append(pid)\n"
		"for pid in made: os.kill(pid, 9); os.waitpid(pid, 0)\n"
		"print(200 < len(made) <= 256, refused >= 60)'";
	struct stage stage, other;
	stage_open_whole(&stage, NULL, 0);
	stage_open_whole(&other, NULL, 0);
	cr_expect_str_eq(stage_run(&stage, NULL, line)->text, "True True\n");
	cr_expect_str_eq(stage_run(&other, NULL, "echo $(echo y)")->text,
			 "y\n");
	cr_expect_str_eq(stage_run(&stage, NULL, "echo $(echo y)")->text,
			 "y\n");
	stage_close(&other);
	stage_close(&stage);
}

/* Processes that a command leaves behind in groups of their own, as many as it
 * gets: the lab ends with a sentence when the next one is to begin, and the one
 * beside it goes on. */
Test(lab_confine, a_crowd_ends_its_own_lab)
{
	static const char line[] =
		"python3 -c '\n"
		"import os, time\n"
		"while True:\n"
		"    try: pid = os.fork()\n"
		"    except BlockingIOError: break\n"
		"    if not pid: os.setsid(); os.closerange(0, 99); "
		"time.sleep(10000)\n"
		"print(\"full\")'";
	struct stage stage, other;
	stage_open_whole(&stage, NULL, 0);
	stage_open_whole(&other, NULL, 0);
	cr_expect_str_eq(stage_run(&stage, NULL, line)->text, "full\n");
	size_t place = journal_count(stage.journal);
	const struct event_output *output = stage_run(&stage, NULL, "echo x");
	cr_expect_str_eq(output->text, "");
	const struct event *note = stage_await_event(&stage, place, EVENT_NOTE);
	cr_expect(strstr(note->as.note, "full of processes, of which it may "
					"have 256"),
		  "%s", note->as.note);
	cr_expect_eq(lab_actor_state(stage.lab, "server"), LAB_ACTOR_ENDED);
	cr_expect_str_eq(stage_run(&other, NULL, "echo $(echo y)")->text,
			 "y\n");
	stage_close(&other);
	stage_close(&stage);
}

/* One lab for each line: the name of a program that ended stays taken. */
static void try_in(struct buf *found, const struct lab_config *config,
		   const char *folder, const struct attempt *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct traced traced;
		if (!traced_open_as(&traced, found, config))
			return;
		traced_same(&traced, rows[i].line,
			    traced_print(&traced, rows[i].line, folder),
			    rows[i].prints);
		traced_close(&traced);
	}
}

static void try_programs(struct buf *found, const struct attempt *rows,
			 size_t count)
{
	const struct lab_config config = {.who = INHABITANT_PROGRAM};
	try_in(found, &config, "/tmp", rows, count);
}

static void programs(struct buf *found)
{
	try_programs(found, attempts, COUNT(attempts));
	INSIDE_EXPECT(found, access("/tmp/of-the-lab", F_OK) < 0,
		      "it left the lab");
}

static void surroundings(struct buf *found)
{
	AUTO_FREE char *calls = calling(refused_to_all, COUNT(refused_to_all));
	const struct attempt rows[] = {
		{calls, ""},
		{"env | grep -E '^(SSH_AUTH_SOCK|TMUX|SECRET)'",
		 "SECRET=word\n"},
		{"python3 -c 'import fcntl, termios, pty; a, b = "
		 "pty.openpty()\n"
		 "try: fcntl.ioctl(b, termios.TIOCSTI, b\"x\")\n"
		 "except OSError as e: print(e.errno)'",
		 "1\n"},
		{"unshare -Ur true && echo yes", "yes\n"},
	};
	setenv("SSH_AUTH_SOCK", "/run/agent", 1);
	setenv("TMUX", "/tmp/tmux-0/default,1,0", 1);
	setenv("SECRET", "word", 1);
	try_programs(found, rows, COUNT(rows));
}

Test(lab_confine, surroundings_of_programs)
{
	AUTO_FREE char *found = apart(surroundings);
	cr_expect_str_empty(found, "%s", found);
}

Test(lab_confine, programs)
{
	AUTO_FREE char *found = apart(programs);
	cr_expect_str_empty(found, "%s", found);
}

/* What listens outside: a socket and a named pipe in a folder, and a file. */
struct outside {
	char *folder, *socket, *pipe, *file;
	int listener, reader;
};

static bool outside_open(struct outside *outside, const char *template)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	AUTO_FREE char *folder = xstrdup(template);
	*outside = (struct outside){.listener = -1, .reader = -1};
	if (!mkdtemp(folder) || chmod(folder, 0777) < 0)
		return false;
	outside->folder = realpath(folder, NULL);
	outside->socket = xprintf("%s/socket", outside->folder);
	outside->pipe = xprintf("%s/pipe", outside->folder);
	outside->file = xprintf("%s/file", outside->folder);
	if (strlen(outside->socket) >= sizeof(at.sun_path))
		return false;
	strcpy(at.sun_path, outside->socket);
	outside->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bind(outside->listener, (const struct sockaddr *)&at, sizeof(at));
	listen(outside->listener, 5);
	mkfifo(outside->pipe, 0666);
	outside->reader =
		open(outside->pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	AUTO_CLOSE int text =
		open(outside->file, O_CREAT | O_RDWR | O_CLOEXEC, 0666);
	return chmod(outside->socket, 0777) == 0 &&
	       chmod(outside->pipe, 0666) == 0 &&
	       chmod(outside->file, 0666) == 0 &&
	       write(text, "as it was\n", 10) == 10;
}

static void outside_close(struct outside *outside)
{
	close(outside->listener);
	close(outside->reader);
	unlink(outside->file);
	unlink(outside->pipe);
	unlink(outside->socket);
	rmdir(outside->folder);
	free(outside->file);
	free(outside->pipe);
	free(outside->socket);
	free(outside->folder);
}

static char *connecting(const char *path)
{
	return xprintf("python3 -c 'import socket; print(socket.socket("
		       "socket.AF_UNIX).connect_ex(\"%s\"))'",
		       path);
}

/* Opening the end of a pipe that nobody reads: ENXIO. */
static char *piping(const char *path)
{
	return xprintf("python3 -c 'import os\n"
		       "try: os.open(\"%s\", os.O_WRONLY | os.O_NONBLOCK); "
		       "print(0)\n"
		       "except OSError as e: print(e.errno)'",
		       path);
}

/* Sockets of the machine, as those of tmux and of agents are, are seen by a
 * program and lead nowhere; a file beside them is read. */
static void reach(struct buf *found, const char *template)
{
	struct outside outside;
	if (outside_open(&outside, template)) {
		AUTO_FREE char *connect = connecting(outside.socket);
		AUTO_FREE char *pipe = piping(outside.pipe);
		AUTO_FREE char *read = xprintf("cat %s", outside.file);
		const struct attempt rows[] = {
			{connect, "111\n"},
			{pipe, "6\n"},
			{read, "as it was\n"},
		};
		try_programs(found, rows, COUNT(rows));
	} else {
		INSIDE_EXPECT(found, false, "%s: %s", template,
			      strerror(errno));
	}
	outside_close(&outside);
}

static void reach_sockets(struct buf *found)
{
	reach(found, "/tmp/sockstep-confine-XXXXXX");
	reach(found, "/var/tmp/sockstep-confine-XXXXXX");
	// An ordinary user may not write where the checkout is.
	if (!access(".", W_OK))
		reach(found, "confine-XXXXXX");
}

/* What is shared is reached by all but submissions, and what is beside it is
 * not; a variable that names it is kept. */
static void share_sockets(struct buf *found)
{
	struct outside outside, other;
	INSIDE_EXPECT(
		found,
		outside_open(&outside, "/var/tmp/sockstep-share-XXXXXX") &&
			outside_open(&other, "/tmp/sockstep-share-XXXXXX"),
		"%s", strerror(errno));
	AUTO_FREE char *connect = connecting(outside.socket);
	AUTO_FREE char *connect_other = connecting(other.socket);
	AUTO_FREE char *pipe = piping(outside.pipe);
	AUTO_FREE char *value = xprintf("%s\n", outside.socket);
	const struct attempt rows[] = {
		{connect, "0\n"},
		{connect_other, "0\n"},
		{pipe, "6\n"},
		{"echo $SSH_AUTH_SOCK", value},
	};
	const char *const shared[] = {outside.socket, other.folder, NULL};
	struct lab_config config = {.who = INHABITANT_PROGRAM,
				    .shared = shared};
	setenv("SSH_AUTH_SOCK", outside.socket, 1);
	try_in(found, &config, "/tmp", rows, COUNT(rows));
	outside_close(&outside);
	outside_close(&other);
}

Test(lab_confine, shared_sockets)
{
	AUTO_FREE char *found = apart(share_sockets);
	cr_expect_str_empty(found, "%s", found);
}

/* A file of the machine's in /tmp is changed for the lab alone. */
static void write_above(struct buf *found)
{
	struct outside outside;
	struct stat after;
	INSIDE_EXPECT(found,
		      outside_open(&outside, "/tmp/sockstep-confine-XXXXXX"),
		      "%s", strerror(errno));
	const char *file = outside.file;
	AUTO_FREE char *write =
		xprintf("cat %s; echo more >>%s; cat %s", file, file, file);
	const struct attempt rows[] = {
		{write, "as it was\nas it was\nmore\n"},
	};
	try_programs(found, rows, COUNT(rows));
	INSIDE_EXPECT(found, stat(file, &after) == 0 && after.st_size == 10,
		      "the file of the machine was changed");
	outside_close(&outside);
}

Test(lab_confine, files_of_the_machine)
{
	AUTO_FREE char *found = apart(write_above);
	cr_expect_str_empty(found, "%s", found);
}

Test(lab_confine, sockets_of_the_machine)
{
	AUTO_FREE char *found = apart(reach_sockets);
	cr_expect_str_empty(found, "%s", found);
}

static bool write_text(const char *path, const char *text)
{
	AUTO_CLOSE int fd = open(path, O_WRONLY | O_CLOEXEC);
	return fd >= 0 &&
	       write(fd, text, strlen(text)) == (ssize_t)strlen(text);
}

/* Mounts of this process alone, whoever it is. */
static bool make_own_mounts(void)
{
	unsigned uid = geteuid(), gid = getegid();
	AUTO_FREE char *users = xprintf("%u %u 1", uid, uid);
	AUTO_FREE char *groups = xprintf("%u %u 1", gid, gid);
	int flags = CLONE_NEWNS | (uid ? CLONE_NEWUSER : 0);
	return unshare(flags) == 0 &&
	       (!uid || (write_text("/proc/self/setgroups", "deny") &&
			 write_text("/proc/self/uid_map", users) &&
			 write_text("/proc/self/gid_map", groups))) &&
	       mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

/* Where others have mounted something below /tmp no layer goes over the whole:
 * what is there is seen all the same, what is changed stays in the lab, and
 * neither sockets nor pipes lead anywhere. */
static void mount_below(struct buf *found)
{
	char place[] = "/tmp/sockstep-mount-XXXXXX";
	struct outside outside;
	INSIDE_EXPECT(
		found,
		make_own_mounts() && mkdtemp(place) &&
			mount("tmpfs", place, "tmpfs", 0, NULL) == 0 &&
			outside_open(&outside, "/tmp/sockstep-confine-XXXXXX"),
		"%s", strerror(errno));
	AUTO_FREE char *inner = xprintf("%s/of-it", place);
	AUTO_CLOSE int text = open(inner, O_CREAT | O_CLOEXEC, 0644);
	INSIDE_EXPECT(found, text >= 0, "%s: %s", inner, strerror(errno));
	AUTO_FREE char *connect = connecting(outside.socket);
	AUTO_FREE char *pipe = piping(outside.pipe);
	AUTO_FREE char *list = xprintf("ls %s; ls -d /tmp/layer*", place);
	AUTO_FREE char *new = xprintf("%s-new", place);
	AUTO_FREE char *make = xprintf("echo x >%s; cat %s", new, new);
	AUTO_FREE char *change =
		xprintf("echo more >>%s; cat %s", outside.file, outside.file);
	const struct attempt rows[] = {
		{connect, "111\n"},
		{pipe, "6\n"},
		{list, "of-it\nls: cannot access '/tmp/layer*': No such file "
		       "or directory\n"},
		{change, "as it was\nmore\n"},
		{make, "x\n"},
	};
	struct stat after;
	try_programs(found, rows, COUNT(rows));
	INSIDE_EXPECT(found,
		      stat(outside.file, &after) == 0 && after.st_size == 10 &&
			      access(new, F_OK) < 0,
		      "the machine's /tmp was changed");
	outside_close(&outside);
	umount2(place, MNT_DETACH);
	rmdir(place);
}

Test(lab_confine, mounts_below_tmp)
{
	AUTO_FREE char *found = apart(mount_below);
	cr_expect_str_empty(found, "%s", found);
}

/* A folder with a program to be judged, beside one that it must not see. */
static char *make_submission(void)
{
	char here[] = "submission-XXXXXX";
	char there[] = "/var/tmp/submission-XXXXXX";
	char *name = access(".", W_OK) ? there : here;
	char *folder = mkdtemp(name) ? realpath(name, NULL) : NULL;
	AUTO_FREE char *file = folder ? xprintf("%s/program", folder) : NULL;
	AUTO_CLOSE int fd =
		file ? open(file, O_CREAT | O_WRONLY | O_CLOEXEC, 0755) : -1;
	if (fd < 0)
		return NULL;
	dprintf(fd, "#!/bin/sh\necho y\n");
	fchmod(fd, 0755);
	chmod(folder, 0755);
	return folder;
}

static void submission(struct buf *found)
{
	AUTO_FREE char *all = calling(refused_to_all, COUNT(refused_to_all));
	AUTO_FREE char *some =
		calling(refused_to_strangers, COUNT(refused_to_strangers));
	const struct attempt rows[] = {
		{all, ""},
		{some, ""},
		{crash, crash_prints},
		{"ulimit -p 2>/dev/null || ulimit -u; df -m --output=size /tmp "
		 "| "
		 "tail -n 1 | tr -d \" \"",
		 "64\n64\n"},
		{"./program; ls; echo x 2>/dev/null >file || echo no",
		 "y\nprogram\nno\n"},
		// What programs are made of is seen, and so is a checkout
		// there.
		{"case $PWD in /opt/*|/usr/*) ;; "
		 "*) ls .. | grep -v '^submission-';; esac",
		 ""},
		{"find /root /home /srv /mnt /media /var -type f 2>/dev/null | "
		 "grep -v \"^$PWD/\"",
		 ""},
		{"touch ../file /root/file /home/file /etc/file 2>/dev/null; "
		 "ls ../file /root/file /home/file /etc/file 2>/dev/null",
		 ""},
		{"env | grep -E '^(SSH_AUTH_SOCK|TMUX|SECRET)'; echo $HOME",
		 "/tmp\n"},
		{"unshare -Ur true 2>/dev/null || echo no", "no\n"},
		{"echo x >/tmp/x; cat /tmp/x", "x\n"},
	};
	AUTO_FREE char *folder = make_submission();
	INSIDE_EXPECT(found, folder, "no folder can be made here");
	const char *const seen[] = {folder, NULL};
	const struct lab_config config = {.who = INHABITANT_SUBMISSION,
					  .seen = seen};
	setenv("SECRET", "word", 1);
	if (folder) {
		try_in(found, &config, folder, rows, COUNT(rows));
		try_in(found, &config, folder, attempts, COUNT(attempts));
		AUTO_FREE char *file = xprintf("%s/program", folder);
		unlink(file);
		rmdir(folder);
	}
}

Test(lab_confine, submissions)
{
	AUTO_FREE char *found = apart(submission);
	cr_expect_str_empty(found, "%s", found);
}
