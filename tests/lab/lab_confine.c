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
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
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
	{"cat /proc/sys/net/core/somaxconn >/dev/null && echo y", "y\n"},
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
	// Services of the machine are not there, and /tmp is the lab's own.
	{"ls /run", ""},
	{"echo x >/tmp/of-the-lab; cat /tmp/of-the-lab", "x\n"},
};
/* clang-format on */

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
		{"python3 -c 'import ctypes, os; l = ctypes.CDLL(None, "
		 "use_errno=True); r = [l.syscall(n, 0, 0, 0, 0, 0) for n in "
		 "(425, 323, 321, 298, 250)]; print(r)'",
		 "[-1, -1, -1, -1, -1]\n"},
		{"env | grep -E '^(SSH_AUTH_SOCK|TMUX|SECRET)'; echo $HOME",
		 "/tmp\n"},
		{"ls -A /root /home", "/home:\n\n/root:\n"},
		{"ulimit -c; ulimit -p 2>/dev/null || ulimit -u", "0\n256\n"},
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

/* A program of a shell line, in a folder; what it printed. */
static char *print(struct traced *traced, const char *line, const char *folder)
{
	int ends[2];
	struct err err = {0};
	struct buf text = {0};
	char bytes[256];
	const char *const argv[] = {"sh", "-c", line, NULL};
	(void)!pipe2(ends, O_CLOEXEC);
	struct trace_program program = {.name = "p",
					.argv = argv,
					.directory = folder,
					.stdio = {-1, ends[1], ends[1]}};
	if (!lab_trace_start(traced->lab, &program, NULL, &err))
		buf_printf(traced->found, "%s\n", err.text);
	close(ends[1]);
	traced_go(traced, NULL, UNTIL_EXIT, NULL, 0);
	traced_await(traced, "p", LAB_ACTOR_ENDED);
	for (ssize_t len; (len = read(ends[0], bytes, sizeof(bytes))) > 0;)
		buf_add(&text, bytes, (size_t)len);
	close(ends[0]);
	return text.len ? buf_take(&text) : xstrdup("");
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
			    print(&traced, rows[i].line, folder),
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
	static const struct attempt rows[] = {
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

/* A socket of the machine's in /tmp, as those of tmux are, is seen by a program
 * and leads nowhere; a file beside it is read, and a copy is written. */
static void reach_socket(struct buf *found)
{
	char folder[] = "/tmp/sockstep-confine-XXXXXX";
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	AUTO_CLOSE int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (!mkdtemp(folder))
		return;
	chmod(folder, 0777);
	snprintf(at.sun_path, sizeof(at.sun_path), "%s/socket", folder);
	bind(fd, (const struct sockaddr *)&at, sizeof(at));
	listen(fd, 5);
	chmod(at.sun_path, 0777);
	AUTO_FREE char *file = xprintf("%s/file", folder);
	AUTO_CLOSE int text = open(file, O_CREAT | O_RDWR | O_CLOEXEC, 0666);
	fchmod(text, 0666);
	(void)!write(text, "as it was\n", 10);
	AUTO_FREE char *connect = xprintf(
		"python3 -c 'import socket; print(socket.socket(socket.AF_UNIX)"
		".connect_ex(\"%s\"))'",
		at.sun_path);
	AUTO_FREE char *write =
		xprintf("cat %s; echo more >>%s; cat %s", file, file, file);
	const struct attempt rows[] = {
		{connect, "111\n"},
		{write, "as it was\nas it was\nmore\n"},
	};
	try_programs(found, rows, COUNT(rows));
	struct stat after;
	INSIDE_EXPECT(found, stat(file, &after) == 0 && after.st_size == 10,
		      "the file of the machine was changed");
	unlink(file);
	unlink(at.sun_path);
	rmdir(folder);
}

Test(lab_confine, sockets_of_the_machine)
{
	AUTO_FREE char *found = apart(reach_socket);
	cr_expect_str_empty(found, "%s", found);
}

/* A folder with a program to be judged, beside one that it must not see. */
static char *make_submission(void)
{
	char name[] = "submission-XXXXXX";
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
	static const struct attempt rows[] = {
		{"./program; ls; echo x 2>/dev/null >file || echo no",
		 "y\nprogram\nno\n"},
		{"ls .. | grep -v '^submission-'", ""},
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
