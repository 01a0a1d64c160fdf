/* trace_program: finds the file of a program, and packs it for the lab's init.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * execve(2) says "Exec format error" for a program of another machine, and runs
 * one that would change its user without doing so when it is traced. Both are
 * found before, by looking at the file, so that the sentence can say it.
 */
#include "lab/trace/trace_program.h"

#include "base/mem.h"
#include "base/sentence.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/xattr.h>

/* This machine, and the one of 32 bits whose programs it can run as well. */
#if defined(__x86_64__)
enum { OUR_MACHINE = EM_X86_64, NARROW_MACHINE = EM_386 };
#elif defined(__aarch64__)
enum { OUR_MACHINE = EM_AARCH64, NARROW_MACHINE = EM_ARM };
#endif

/* Bytes of a program that are searched for what it was compiled with. */
enum { LOOKED_INTO_MOST = 64 << 20 };

static bool check_elf(const char *name, const unsigned char *bytes, size_t len,
		      struct err *err)
{
	// The machine stands at the same place in both headers.
	Elf64_Ehdr header = {0};
	memcpy(&header, bytes, len);
	if (len >= sizeof(header) && bytes[EI_CLASS] == ELFCLASS64 &&
	    header.e_machine == OUR_MACHINE)
		return true;
	bool is_narrow = len >= sizeof(Elf32_Ehdr) &&
			 bytes[EI_CLASS] == ELFCLASS32 &&
			 (header.e_machine == NARROW_MACHINE ||
			  header.e_machine == OUR_MACHINE);
	return FAILURE(err, is_narrow ? "start-narrow" : "start-other-machine",
		       SLOT_TEXT("program", name));
}

/* What the first bytes say about who will execute it. */
static bool check_format(const char *path, const char *name, struct err *err)
{
	unsigned char bytes[sizeof(Elf64_Ehdr)];
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return true; // it may be executed without being read
	ssize_t len = read(fd, bytes, sizeof(bytes));
	if (len >= SELFMAG && !memcmp(bytes, ELFMAG, SELFMAG))
		return check_elf(name, bytes, (size_t)len, err);
	if (len >= 2 && bytes[0] == '#' && bytes[1] == '!')
		return true;
	return FAILURE(err, "start-no-program", SLOT_TEXT("program", name));
}

/* A traced process never gains rights by execve(2), see ptrace(2): the program
 * would run and fail in some other place. */
static bool check_rights(const char *path, const char *name,
			 const struct stat *stat, struct err *err)
{
	bool setuid = stat->st_mode & S_ISUID,
	     setgid = (stat->st_mode & (S_ISGID | S_IXGRP)) ==
		      (S_ISGID | S_IXGRP);
	if (!setuid && !setgid &&
	    getxattr(path, "security.capability", NULL, 0) <= 0)
		return true;
	return FAILURE(err,
		       setuid	? "start-setuid"
		       : setgid ? "start-setgid"
				: "start-capabilities",
		       SLOT_TEXT("program", name));
}

/* `x=./a` may have been meant as NAME= or as a variable of the shell. */
static bool fail_as_missing(const char *name, const char *why, struct err *err)
{
	const char *value = strchr(name, '=');
	if (!value || value == name || !value[1])
		return FAILURE(err, "start-program", SLOT_TEXT("program", name),
			       SLOT_TEXT("reason", why));
	int len = (int)(value - name);
	return FAILURE(err, "start-no-program-call", SLOT_TEXT("program", name),
		       SLOT_TEXT("reason", why), SLOT_PART("name", name, len),
		       SLOT_TEXT("value", value + 1));
}

/* Messages have the name as it was typed. */
static bool check_file(const char *path, const char *name, struct err *err)
{
	struct stat file;
	if (stat(path, &file) < 0)
		return fail_as_missing(
			name,
			errno == ENOENT
				? sentence_text(SENTENCE_ID("no-such-file"))
				: strerror(errno),
			err);
	if (S_ISDIR(file.st_mode))
		return FAILURE(err, "start-folder", SLOT_TEXT("program", name));
	if (!S_ISREG(file.st_mode) ||
	    faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) < 0)
		return FAILURE(err, "start-not-executable",
			       SLOT_TEXT("program", name));
	return check_rights(path, name, &file, err) &&
	       check_format(path, name, err);
}

static bool can_execute(const char *path)
{
	struct stat file;
	return !stat(path, &file) && S_ISREG(file.st_mode) &&
	       !faccessat(AT_FDCWD, path, X_OK, AT_EACCESS);
}

/* The first file of that name in PATH that can be executed. */
static char *search(const char *name, const char *directory)
{
	const char *paths = getenv("PATH");
	paths = paths ? paths : "/usr/bin:/bin";
	while (true) {
		size_t len = strcspn(paths, ":");
		char *path =
			*paths == '/'
				? xprintf("%.*s/%s", (int)len, paths, name)
				: xprintf("%s/%.*s%s%s", directory, (int)len,
					  paths, len ? "/" : "", name);
		if (can_execute(path))
			return path;
		free(path);
		if (!paths[len])
			return NULL;
		paths += len + 1;
	}
}

static bool is_folder(const char *name, const char *directory)
{
	struct stat file;
	AUTO_FREE char *path = xprintf("%s/%s", directory, name);
	return !stat(path, &file) && S_ISDIR(file.st_mode);
}

char *trace_program_find(const char *name, const char *directory,
			 struct err *err)
{
	char *path;
	if (!*name)
		return FAILURE_NULL(err, "start-no-name");
	if (*name == '/')
		path = xstrdup(name);
	else if (strchr(name, '/'))
		path = xprintf("%s/%s", directory, name);
	else
		path = search(name, directory);
	if (!path && strchr(name, '=')) {
		fail_as_missing(name, sentence_text(SENTENCE_ID("not-in-path")),
				err);
		return NULL;
	}
	if (!path && is_folder(name, directory))
		return FAILURE_NULL(err, "start-folder",
				    SLOT_TEXT("program", name));
	if (!path)
		return FAILURE_NULL(err, "start-not-in-path",
				    SLOT_TEXT("program", name));
	if (check_file(path, name, err))
		return path;
	free(path);
	return NULL;
}

/* Words, each with its NUL, and an empty one behind the last would be
 * ambiguous: so their number comes first. */
static void pack_words(struct buf *out, const char *const *words)
{
	size_t count = 0;
	while (words[count])
		count++;
	buf_add(out, &count, sizeof(count));
	for (size_t i = 0; i < count; i++)
		buf_add(out, words[i], strlen(words[i]) + 1);
}

/* The leak check at the end of a program that was compiled with
 * -fsanitize=address or leak is a tracer of its own, and a thread has one at
 * most: it would end the program with status 1. Both kinds read this. */
static const char leaks[] = "LSAN_OPTIONS";

static void pack_environment(struct buf *out, const char *const *from)
{
	size_t count = 0, used = 0;
	const char *given = "";
	while (from[count])
		count++;
	const char **all = xcalloc(count + 2, sizeof(*all));
	for (size_t i = 0; i < count; i++)
		if (!strncmp(from[i], leaks, strlen(leaks)) &&
		    from[i][strlen(leaks)] == '=')
			given = from[i] + strlen(leaks) + 1;
		else
			all[used++] = from[i];
	// What is said last counts.
	AUTO_FREE char *without = xprintf("%s=%s%sdetect_leaks=0", leaks, given,
					  *given ? ":" : "");
	all[used] = without;
	pack_words(out, all);
	free(all);
}

/* What a sanitizer's library is known by, in two parts: this program has none
 * of them whole. */
static bool has_sign(const char *bytes, size_t size)
{
	static const char *const signs[][2] = {
		{"__asan", "_init"}, {"__lsan", "_init"}, {"liblsan", ".so"}};
	for (size_t i = 0; i < COUNT(signs); i++) {
		AUTO_FREE char *sign =
			xprintf("%s%s", signs[i][0], signs[i][1]);
		if (memmem(bytes, size, sign, strlen(sign)))
			return true;
	}
	return false;
}

bool trace_program_checks_leaks(const char *path)
{
	struct stat file;
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &file) < 0 || file.st_size <= 0 ||
	    file.st_size > LOOKED_INTO_MOST)
		return false;
	size_t size = (size_t)file.st_size;
	char *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (bytes == MAP_FAILED)
		return false;
	bool found = has_sign(bytes, size);
	munmap(bytes, size);
	return found;
}

int trace_program_pack(const struct trace_program *program, const char *path,
		       const char *directory, struct err *err)
{
	struct buf out = {0};
	const char *const places[] = {path, directory, NULL};
	pack_words(&out, places);
	pack_words(&out, program->argv);
	pack_environment(&out, program->environment
				       ? program->environment
				       : (const char *const *)environ);
	int fd = memfd_create("program", MFD_CLOEXEC);
	bool done = fd >= 0 && write(fd, out.data, out.len) == (ssize_t)out.len;
	buf_done(&out);
	if (done)
		return fd;
	FAILURE(err, "start-program", SLOT_TEXT("program", path),
		SLOT_TEXT("reason", strerror(errno)));
	if (fd >= 0)
		close(fd);
	return -1;
}

static char **unpack_words(char **at)
{
	size_t count;
	memcpy(&count, *at, sizeof(count));
	*at += sizeof(count);
	char **words = xcalloc(count + 1, sizeof(*words));
	for (size_t i = 0; i < count; i++) {
		words[i] = *at;
		*at += strlen(*at) + 1;
	}
	return words;
}

/* Nothing is ever freed: the process becomes another program. */
bool trace_program_unpack(int fd, struct trace_packed *packed)
{
	struct stat file;
	if (fstat(fd, &file) < 0)
		return false;
	char *at = mmap(NULL, (size_t)file.st_size, PROT_READ | PROT_WRITE,
			MAP_PRIVATE, fd, 0);
	if (at == MAP_FAILED)
		return false;
	char **places = unpack_words(&at);
	packed->path = places[0];
	packed->directory = places[1];
	packed->argv = unpack_words(&at);
	packed->environment = unpack_words(&at);
	return true;
}
