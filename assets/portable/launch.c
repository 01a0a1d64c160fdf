/* launch: the head of the portable file, which unpacks the rest and runs it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     launcher │ tree of files, tar, gzip │ where the tree begins, its digest
 *
 * The program needs libraries that have no static form, or that open others
 * while they run. So the file carries them, and the loader that belongs to
 * them: nothing of the machine's own C library is used, be it older or musl.
 *
 * The kernel wants the loader's absolute path in the program (PT_INTERP), and
 * where the tree is going to be is only known here. The program is linked with
 * room for any path, and the launcher writes the true one. Running the loader
 * with the program as its argument would do without that, but /proc/self/exe
 * were the loader then, and the program starts itself by that name.
 *
 * A tree is kept in the cache of its user under a name made of its digest and
 * of where it is, so it is unpacked once, a newer file has a tree of its own,
 * and one that was moved is not taken. It gets its name when it is complete.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum {
	BLOCK = 512,
	OFFSET_LEN = 20,
	DIGEST_LEN = 64,
	FOOTER_LEN = OFFSET_LEN + DIGEST_LEN,
};

/* What the end of the file says. */
struct footer {
	off_t begin;
	char digest[DIGEST_LEN + 1];
};

/* A member of a tar archive, as far as `ustar` and its plain files go. */
struct member {
	char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], sum[8];
	char type, link[100], magic[6], version[2], user[32], group[32];
	char major[8], minor[8], prefix[155], rest[12];
};
_Static_assert(sizeof(struct member) == BLOCK, "a header is a block");

/* What did not work, a line each. It is shown when nothing else does. */
static char failures[4 * PATH_MAX];

static bool fail(const char *what, const char *which)
{
	size_t len = strlen(failures);
	snprintf(failures + len, sizeof(failures) - len,
		 "sockstep: %s %s: %s\n", what, which, strerror(errno));
	return false;
}

static bool read_footer(int self, struct footer *footer)
{
	char text[FOOTER_LEN + 1] = "";
	off_t end = lseek(self, -FOOTER_LEN, SEEK_END);
	if (end < 0 || read(self, text, FOOTER_LEN) != FOOTER_LEN)
		return fail("read the end of", "this file");
	memcpy(footer->digest, text + OFFSET_LEN, DIGEST_LEN + 1);
	text[OFFSET_LEN] = '\0';
	char *rest;
	footer->begin = strtol(text, &rest, 10);
	if (!*rest && footer->begin > 0 && footer->begin < end)
		return true;
	errno = ENODATA; // cut short
	return fail("read the end of", "this file");
}

/* Makes a folder and those above it that are missing. */
static bool make_folders(char *path)
{
	for (char *at = path + 1; (at = strchr(at, '/')); at++) {
		*at = '\0';
		bool made = !mkdir(path, 0700) || errno == EEXIST;
		*at = '/';
		if (!made)
			return false;
	}
	return !mkdir(path, 0700) || errno == EEXIST;
}

/* Whether nobody else can put something into that folder. */
static bool is_mine(const char *path)
{
	struct stat st;
	return !lstat(path, &st) && S_ISDIR(st.st_mode) &&
	       st.st_uid == geteuid() && !(st.st_mode & (S_IWGRP | S_IWOTH));
}

static bool copy_member(gzFile from, int to, size_t size)
{
	char block[BLOCK];
	while (size) {
		size_t len = size < BLOCK ? size : BLOCK;
		if (gzread(from, block, BLOCK) != BLOCK ||
		    write(to, block, len) != (ssize_t)len)
			return false;
		size -= len;
	}
	return true;
}

static bool unpack_file(gzFile from, const char *path,
			const struct member *member)
{
	size_t size = strtoul(member->size, NULL, 8);
	mode_t mode = (mode_t)strtoul(member->mode, NULL, 8) & 0755;
	int to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (to < 0)
		return false;
	bool done = copy_member(from, to, size);
	return !close(to) && done;
}

static bool unpack(int self, off_t begin, const char *folder)
{
	int copy = lseek(self, begin, SEEK_SET) == begin ? dup(self) : -1;
	gzFile from = copy < 0 ? NULL : gzdopen(copy, "rb");
	if (!from)
		return false;
	struct member member = {0};
	bool good = true, more = true;
	while (good && more) {
		char path[PATH_MAX];
		good = gzread(from, &member, BLOCK) == BLOCK;
		more = good && member.name[0];
		int len = snprintf(path, sizeof(path), "%s/%.100s", folder,
				   member.name);
		if (!more)
			break;
		if (member.type == '5')
			path[len - 1] = '\0'; // tar ends a folder with a slash
		good = member.type == '5' ? !mkdir(path, 0755)
					  : unpack_file(from, path, &member);
	}
	gzclose(from);
	return good;
}

/* Writes which loader the program is for into the room that was left. */
static bool set_loader(const char *program, const char *loader)
{
	int fd = open(program, O_RDWR | O_CLOEXEC);
	Elf64_Ehdr head;
	Elf64_Phdr part = {0};
	bool good =
		fd >= 0 && pread(fd, &head, sizeof(head), 0) == sizeof(head);
	for (int i = 0; good && part.p_type != PT_INTERP; i++)
		good = i < head.e_phnum &&
		       pread(fd, &part, sizeof(part),
			     (off_t)head.e_phoff + i * head.e_phentsize) ==
			       sizeof(part);
	size_t len = strlen(loader) + 1;
	if (good && len > part.p_filesz) {
		errno = ENAMETOOLONG;
		good = false;
	}
	good = good &&
	       pwrite(fd, loader, len, (off_t)part.p_offset) == (ssize_t)len;
	return (fd < 0 || !close(fd)) && good;
}

static int remove_one(const char *path, const struct stat *st, int flag,
		      struct FTW *walk)
{
	(void)st, (void)flag, (void)walk;
	return remove(path);
}

static void remove_tree(const char *folder)
{
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* Unpacks beside `tree` and gives it its name. Another process may be doing
 * the same; whoever comes second takes the tree of the first. */
static bool make_tree(int self, off_t begin, const char *tree)
{
	char fresh[PATH_MAX], program[PATH_MAX], loader[PATH_MAX];
	snprintf(fresh, sizeof(fresh), "%s.XXXXXX", tree);
	if (!mkdtemp(fresh))
		return false;
	snprintf(program, sizeof(program), "%s/bin/sockstep", fresh);
	snprintf(loader, sizeof(loader), "%s/lib/ld.so", tree);
	bool good =
		unpack(self, begin, fresh) && set_loader(program, loader) &&
		!chmod(fresh, 0755) &&
		(!rename(fresh, tree) || errno == ENOTEMPTY || errno == EEXIST);
	int saved = errno;
	remove_tree(fresh);
	errno = saved;
	return good;
}

/* Where no system folder describes this terminal, the tree does; its folder
 * is named only then, for programs that are traced see it as well. */
static void describe_terminal(const char *tree)
{
	static const char *const folders[] = {
		"/etc/terminfo",
		"/lib/terminfo",
		"/usr/share/terminfo",
		"/usr/lib/terminfo",
	};
	const char *term = getenv("TERM");
	if (!term || !term[0] || strchr(term, '/'))
		return;
	char path[PATH_MAX];
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		snprintf(path, sizeof(path), "%s/%c/%s", folders[i], term[0],
			 term);
		if (!access(path, R_OK))
			return;
	}
	snprintf(path, sizeof(path), ":%s/terminfo", tree);
	setenv("TERMINFO_DIRS", path, 0);
}

/* FNV-1a, of which name to give. */
static uint64_t hash(uint64_t from, const char *text)
{
	for (; *text; text++)
		from = (from ^ (unsigned char)*text) * 0x100000001b3;
	return from;
}

/* Runs the program of a tree below `cache`, which is made where it is missing.
 * Returns when that cannot be. */
static void run_below(int self, const struct footer *footer, char *cache,
		      char **argv)
{
	char tree[PATH_MAX], program[PATH_MAX];
	if (!make_folders(cache)) {
		fail("make", cache);
		return;
	}
	if (!is_mine(cache)) {
		errno = EPERM;
		fail("trust", cache);
		return;
	}
	uint64_t name = hash(hash(0xcbf29ce484222325, footer->digest), cache);
	snprintf(tree, sizeof(tree), "%s/%016jx", cache, (uintmax_t)name);
	snprintf(program, sizeof(program), "%s/bin/sockstep", tree);
	if (access(program, F_OK) && !make_tree(self, footer->begin, tree)) {
		fail("unpack to", tree);
		return;
	}
	describe_terminal(tree);
	execv(program, argv);
	fail("run", program);
}

/* Runs the program, and returns when that cannot be. */
static void run(char **argv)
{
	struct footer footer;
	int self = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	if (self < 0) {
		fail("open", "/proc/self/exe");
		return;
	}
	if (!read_footer(self, &footer))
		return;
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	char folder[PATH_MAX] = "";
	if (cache && cache[0] == '/')
		snprintf(folder, sizeof(folder), "%s/sockstep", cache);
	else if (home && home[0] == '/')
		snprintf(folder, sizeof(folder), "%s/.cache/sockstep", home);
	if (folder[0])
		run_below(self, &footer, folder, argv);
	// A home that is not there, is full, or runs nothing.
	snprintf(folder, sizeof(folder), "/tmp/sockstep-%ju",
		 (uintmax_t)geteuid());
	run_below(self, &footer, folder, argv);
}

int main(int argc, char **argv)
{
	(void)argc;
	run(argv);
	fputs(failures, stderr);
	return 1;
}
