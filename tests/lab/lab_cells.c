/* lab_cells: each cell of the table of what inhabitants may do, tried from
 * inside.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row of the table has at least one attempt for each inhabitant here, or a
 * test fails; lab_confine.c and lab_bombs.c have more of them. All attempts of
 * one inhabitant are made by one program, for a lab takes longer than they do.
 */
#include "inside.h"
#include "lab/inside/promise.h"
#include "stage.h"
#include "traced.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>

enum {
	AGENT = 1 << INHABITANT_AGENT,
	PROGRAM = 1 << INHABITANT_PROGRAM,
	SUBMISSION = 1 << INHABITANT_SUBMISSION,
	STRANGER = AGENT | SUBMISSION,
	ALL = STRANGER | PROGRAM,
};

/* A row of the table, for whom, a shell line and the words that it prints. */
struct cell {
	const char *of;
	unsigned who;
	const char *line, *prints;
};

/* The errno of connecting to what listens outside, which has this name. */
#define OUTSIDE "sockstep-cell"
#define CONNECT(path)                                                          \
	"python3 -c 'import socket; print(socket.socket(socket.AF_UNIX)."      \
	"connect_ex(\"" path "\"))'"

#define TEXT_OF(number) #number
#define TEXT(number) TEXT_OF(number)
#define CALL(number)                                                           \
	"python3 -c 'import ctypes; c = ctypes.CDLL(None, use_errno=True); "   \
	"print(c.syscall(" TEXT(                                               \
		number) ", 0, 0, 0, 0, 0), ctypes.get_errno())'"

/* clang-format off */
static const struct cell cells[] = {
	{"files seen", STRANGER, "ls -A /root /home | grep -v :", ""},
	{"files seen", ALL, "ls -A /run; test -r /etc/passwd -a -x /usr/bin/env && echo y", "y"},
	{"files seen", PROGRAM, "test -d /root -a -d /var/tmp && echo y", "y"},
	{"files written", ALL,
	 "for i in /tmp /dev/shm; do echo x >$i/cell; cat $i/cell; done; "
	 "for i in /etc /usr /var/tmp /; do (: >$i/cell) || echo no; done", "x x no no no no"},
	{"sockets", ALL, CONNECT("\\0" OUTSIDE), "111"},
	{"devices", ALL, "ls /dev",
	 "fd full null ptmx pts random shm stderr stdin stdout tty urandom zero"},
	{"devices", ALL, "mknod /tmp/device c 1 3 || echo no", "no"},
	{"processes", ALL, "cat /proc/1/comm; test $(ls -d /proc/[0-9]* | wc -l) -lt 40 && echo y",
	 "sockstep-init y"},
	{"processes", STRANGER, CALL(SYS_ptrace), "-1 1"},
	{"processes", STRANGER, "for i in mem comm; do (: <>/proc/$$/$i) || echo no; done; cat /proc/$$/comm",
	 "no no sh"},
	{"processes", PROGRAM, "for i in mem comm; do (: <>/proc/$$/$i) || echo no; done; cat /proc/$$/comm", "sh"},
	{"kernel", ALL, "(: >>/proc/sys/kernel/core_pattern) || echo no; "
	 "cat /proc/sys/net/ipv4/ip_local_port_range >/dev/null && echo y; cat /proc/kcore | wc -c", "no y 0"},
	{"kernel", ALL, CALL(SYS_keyctl), "-1 1"},
	{"kernel", STRANGER, "unshare -Ur true || echo no", "no"},
	{"environment", ALL, "echo $DBUS_SESSION_BUS_ADDRESS", ""},
	{"environment", STRANGER, "echo $CELL $HOME", "/tmp"},
	{"environment", PROGRAM, "echo $CELL", "word"},
	{"limits", AGENT, "ulimit -p 2>/dev/null || ulimit -u; ulimit -Hn; df -m --output=size /tmp", "256 512 1M-blocks 256"},
	{"limits", PROGRAM, "df -m --output=size /tmp", "1M-blocks 256"},
	{"limits", SUBMISSION, "ulimit -p 2>/dev/null || ulimit -u; ulimit -Hn; df -m --output=size /tmp", "64 512 1M-blocks 64"},
};
/* clang-format on */

Test(lab_cells, every_cell_has_an_attempt)
{
	size_t count;
	struct arena arena = {0};
	const struct promise *rows = promises(&arena, &count);
	for (size_t row = 0; row < count; row++) {
		unsigned tried = 0;
		for (size_t i = 0; i < COUNT(cells); i++)
			if (!strcmp(cells[i].of, rows[row].of))
				tried |= cells[i].who;
		cr_expect_eq(tried, ALL, "%s is not tried by all",
			     rows[row].of);
	}
	arena_done(&arena);
}

/* One shell line for all that `who` tries, with the number of each. */
static char *all_lines(enum inhabitant who)
{
	struct buf out = {0};
	for (size_t i = 0; i < COUNT(cells); i++)
		if (cells[i].who & 1U << who)
			buf_printf(&out, "echo %zu: $( (%s) 2>/dev/null)\n", i,
				   cells[i].line);
	return buf_take(&out);
}

static char *all_words(enum inhabitant who)
{
	struct buf out = {0};
	for (size_t i = 0; i < COUNT(cells); i++)
		if (cells[i].who & 1U << who)
			buf_printf(&out, "%zu:%s%s\n", i,
				   *cells[i].prints ? " " : "",
				   cells[i].prints);
	return buf_take(&out);
}

/* A socket without a path that all of the machine's network can reach. */
static int listen_outside(void)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	memcpy(at.sun_path + 1, OUTSIDE, strlen(OUTSIDE));
	socklen_t len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 +
				    strlen(OUTSIDE));
	bind(fd, (const struct sockaddr *)&at, len);
	listen(fd, 5);
	return fd;
}

static void set_variables(void)
{
	setenv("CELL", "word", 1);
	setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/bus", 1);
}

Test(lab_cells, commands)
{
	struct stage stage;
	AUTO_CLOSE int outside = listen_outside();
	(void)outside; // only has to be open
	AUTO_FREE char *line = all_lines(INHABITANT_AGENT);
	AUTO_FREE char *words = all_words(INHABITANT_AGENT);
	set_variables();
	stage_open_whole(&stage, NULL, 0);
	cr_expect_str_eq(stage_run(&stage, NULL, line)->text, words);
	stage_close(&stage);
}

static void try_as(struct buf *found, enum inhabitant who)
{
	struct traced traced;
	const struct lab_config config = {.who = who};
	AUTO_CLOSE int outside = listen_outside();
	(void)outside; // only has to be open
	AUTO_FREE char *line = all_lines(who);
	AUTO_FREE char *words = all_words(who);
	set_variables();
	if (!traced_open_as(&traced, found, &config))
		return;
	traced_same(&traced, promise_name(who),
		    traced_print(&traced, line, "/tmp"), words);
	traced_close(&traced);
}

static void as_program(struct buf *found)
{
	try_as(found, INHABITANT_PROGRAM);
}

Test(lab_cells, programs)
{
	AUTO_FREE char *found = apart(as_program);
	cr_expect_str_empty(found, "%s", found);
}

static void as_submission(struct buf *found)
{
	try_as(found, INHABITANT_SUBMISSION);
}

Test(lab_cells, submissions)
{
	AUTO_FREE char *found = apart(as_submission);
	cr_expect_str_empty(found, "%s", found);
}
