/* trace_start: what a program gets when it is started, and what cannot be.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "inside.h"
#include "traced.h"

#include <criterion/criterion.h>
#include <elf.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

static char folder[] = "/tmp/sockstep-start-XXXXXX";

static void check(void (*fn)(struct buf *found))
{
	AUTO_FREE char *found = apart(fn);
	cr_expect_str_empty(found, "%s", found);
}

static void write_file(const char *name, const void *bytes, size_t len,
		       mode_t mode)
{
	AUTO_FREE char *path = xprintf("%s/%s", folder, name);
	AUTO_CLOSE int fd =
		open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0700);
	(void)!write(fd, bytes, len);
	fchmod(fd, mode);
}

static void write_text(const char *name, const char *text, mode_t mode)
{
	write_file(name, text, strlen(text), mode);
}

static void make_files(void)
{
	Elf64_Ehdr other = {.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS64},
			    .e_machine = EM_S390};
	Elf32_Ehdr narrow = {.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS32},
			     .e_machine = EM_386};
#ifdef __aarch64__
	narrow.e_machine = EM_ARM;
#endif
	write_text("plain", "#!/bin/sh\n", 0600);
	write_text("setuid", "#!/bin/sh\n", 04755);
	write_text("bare", "echo hello\n", 0700);
	write_text("lost", "#!/nowhere/python\n", 0700);
	write_file("other", &other, sizeof(other), 0700);
	write_file("narrow", &narrow, sizeof(narrow), 0700);
}

/* Takes the lab down, and the folder with what is in it. */
static void clean_up(struct traced *traced)
{
	static const char *const names[] = {"plain", "setuid", "bare", "lost",
					    "other", "narrow", "file"};
	traced_close(traced);
	for (size_t i = 0; i < COUNT(names); i++) {
		AUTO_FREE char *path = xprintf("%s/%s", folder, names[i]);
		unlink(path);
	}
	rmdir(folder);
}

static void refuse(struct buf *found)
{
	static const struct {
		const char *program, *says;
	} rows[] = {
		{"no-such-program", "no program of that name in PATH"},
		{"./no-such-file", "there is no such file"},
		{"./plain", "not executable"},
		{"./setuid", "setuid"},
		{"./bare", "name its interpreter"},
		{"./lost", "interpreter"},
		{"./other", "another kind of machine"},
		{"./narrow", "a 32-bit program"},
		{"/tmp", "it is a folder"},
		{"", "its name is empty"},
	};
	struct traced traced;
	if (!mkdtemp(folder) || !traced_open(&traced, found, false))
		return;
	make_files();
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct err err = {0};
		const char *const argv[] = {rows[i].program, NULL};
		struct trace_program program = {.name = "p",
						.argv = argv,
						.directory = folder,
						.stdio = {-1, -1, -1}};
		bool started =
			lab_trace_start(traced.lab, &program, NULL, &err);
		INSIDE_EXPECT(found,
			      !started && strstr(err.text, rows[i].says) &&
				      strstr(err.text, rows[i].program),
			      "%s: %s", rows[i].program, err.text);
	}
	clean_up(&traced);
}

Test(trace_start, refused)
{
	check(refuse);
}

/* Runs a shell line as a traced program; what it printed. */
static char *print(struct traced *traced, const char *line,
		   const char *const *environment, const char *directory)
{
	int ends[2];
	struct err err = {0};
	struct buf text = {0};
	const char *const argv[] = {"sh", "-c", line, NULL};
	char bytes[256];
	(void)!pipe2(ends, O_CLOEXEC);
	struct trace_program program = {.name = "p",
					.argv = argv,
					.environment = environment,
					.directory = directory,
					.stdio = {-1, ends[1], ends[1]}};
	if (!lab_trace_start(traced->lab, &program, NULL, &err))
		buf_printf(traced->found, "%s\n", err.text);
	close(ends[1]);
	traced_go(traced, NULL, UNTIL_EXIT, NULL, 0);
	traced_await(traced, "p", LAB_ACTOR_ENDED);
	for (ssize_t len; (len = read(ends[0], bytes, sizeof(bytes))) > 0;)
		buf_add(&text, bytes, (size_t)len);
	close(ends[0]);
	return buf_take(&text);
}

/* Arguments, environment and folder are what was given; it has no power but
 * root's over files and ports, its descriptors are its own, and its files can
 * be read but not changed. */
static void look_around(struct buf *found)
{
	static const char line[] =
		"echo $WORD; pwd; cat file; (echo x >/etc/x) 2>/dev/null || "
		"echo read-only; ls /proc/self/fd | wc -l; "
		"grep CapEff /proc/self/status; exit 5";
	static const char *const environment[] = {"WORD=a b",
						  "PATH=/usr/bin:/bin", NULL};
	struct traced traced;
	if (!mkdtemp(folder) || !traced_open(&traced, found, false))
		return;
	write_text("file", "text\n", 0600);
	AUTO_FREE char *expected = xprintf("a b\n%s\ntext\nread-only\n4\n"
					   "CapEff:\t000000000000%s\n",
					   folder, geteuid() ? "0000" : "2406");
	traced_same(&traced, "what it sees",
		    print(&traced, line, environment, folder), expected);
	INSIDE_EXPECT(found, traced_end(&traced, "p")->status == 5,
		      "the exit status is lost");
	// cat, ls, wc and grep are nobody's concern.
	traced_same(&traced, "the actors", traced_births(&traced), "p ");
	clean_up(&traced);
}

Test(trace_start, look_around)
{
	check(look_around);
}

/* One folder can be left writable. */
static void write_there(struct buf *found)
{
	struct traced traced;
	struct lab_config config = {.who = INHABITANT_PROGRAM,
				    .writable = folder};
	if (!mkdtemp(folder) || !traced_open_as(&traced, found, &config))
		return;
	traced_same(&traced, "what it can write",
		    print(&traced,
			  "echo new >file; cat file; (echo >/etc/other) "
			  "2>/dev/null || echo read-only",
			  NULL, folder),
		    "new\nread-only\n");
	AUTO_FREE char *path = xprintf("%s/file", folder);
	INSIDE_EXPECT(found, access(path, F_OK) == 0,
		      "the file that it wrote is not in the folder");
	clean_up(&traced);
}

Test(trace_start, writable)
{
	check(write_there);
}

/* A taken name, and no such host. */
static void refuse_names(struct buf *found)
{
	struct traced traced;
	struct err err = {0};
	const char *const argv[] = {"sleep", "100", NULL};
	struct trace_program program = {
		.name = "p", .argv = argv, .stdio = {-1, -1, -1}};
	if (!traced_open(&traced, found, false))
		return;
	INSIDE_EXPECT(found, lab_trace_start(traced.lab, &program, NULL, &err),
		      "%s", err.text);
	INSIDE_EXPECT(found,
		      !lab_trace_start(traced.lab, &program, NULL, &err) &&
			      strstr(err.text, "named p"),
		      "%s", err.text);
	program.name = "q";
	program.host = "mars";
	INSIDE_EXPECT(found,
		      !lab_trace_start(traced.lab, &program, NULL, &err) &&
			      strstr(err.text, "mars"),
		      "%s", err.text);
	traced_close(&traced);
}

Test(trace_start, names)
{
	check(refuse_names);
}
