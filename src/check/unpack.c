/* unpack: the files of a submission, copied into a folder of ours.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All goes through libarchive, folders too, by its readers of disks, so that
 * there is one place where paths are judged and bytes are counted. A path is
 * taken apart: "..", a leading slash and an empty part make the submission
 * unfit rather than another path. Links are left out, so that no later file can
 * be written through one; each file is made anew (O_EXCL, O_NOFOLLOW).
 */
#include "check/unpack.h"

#include "base/mem.h"
#include "base/sentence.h"

#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { BLOCK = 16 << 10, NAME_SHOWN = 80 };

struct unpacking {
	const char *folder;
	const char *strip;   /* of a folder on disk: what paths begin with */
	size_t files, links; /* taken, and left out */
	uint64_t bytes;
};

/* --- one entry -------------------------------------------------------------
 */

static bool fail_on(const char *path, const char *why, struct err *err)
{
	struct buf shown = {0};
	text_show(&shown, path, strlen(path), NAME_SHOWN);
	err_set(err, "%s: %s", buf_text(&shown), why);
	buf_done(&shown);
	return false;
}

/* Whether no part of it leads up. */
static bool is_inside(const char *path)
{
	if (path[0] == '/')
		return false;
	for (const char *at = path; *at;) {
		size_t len = strcspn(at, "/");
		if (len == 2 && !strncmp(at, "..", 2))
			return false;
		at += len + (at[len] == '/');
	}
	return true;
}

/* Makes the folders that lead to `path`, and the last part as well for a
 * folder. */
static bool make_folders(char *path, size_t begin, bool is_folder)
{
	for (char *at = path + begin; (at = strchr(at, '/')); *at++ = '/') {
		*at = '\0';
		bool ok = mkdir(path, 0755) == 0 || errno == EEXIST;
		if (!ok) {
			*at = '/';
			return false;
		}
	}
	return !is_folder || mkdir(path, 0755) == 0 || errno == EEXIST;
}

static bool copy_bytes(struct unpacking *all, struct archive *from, int fd,
		       const char *name, struct err *err)
{
	char block[BLOCK];
	la_ssize_t len;
	while ((len = archive_read_data(from, block, sizeof(block))) > 0) {
		all->bytes += (uint64_t)len;
		if (all->bytes > (uint64_t)UNPACK_MIB_MOST << 20)
			return FAILURE(err, "unpacked-mib-most",
				       SLOT_NUMBER("most", UNPACK_MIB_MOST));
		if (!fd_write(fd, block, (size_t)len))
			return FAILURE(err, "write-submission",
				       SLOT_TEXT("reason", strerror(errno)));
	}
	return len == 0 || fail_on(name, archive_error_string(from), err);
}

/* The path within the submission; NULL for what is not to be taken. */
static const char *name_of(const struct unpacking *all,
			   struct archive_entry *entry)
{
	const char *name = archive_entry_pathname(entry);
	size_t len = all->strip ? strlen(all->strip) : 0;
	if (name && len && !strncmp(name, all->strip, len)) {
		name += len;
		name += *name == '/';
	}
	while (name && !strncmp(name, "./", 2))
		name += 2;
	if (!name || !name[0] || !strcmp(name, ".") ||
	    !strncmp(name, "__MACOSX/", strlen("__MACOSX/")))
		return NULL;
	return name;
}

static bool take_file(struct unpacking *all, struct archive *from,
		      struct archive_entry *entry, const char *name,
		      const char *path, struct err *err)
{
	mode_t mode = archive_entry_perm(entry) & 0100 ? 0755 : 0644;
	AUTO_CLOSE int fd =
		open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		     mode);
	if (fd < 0 && errno == EEXIST)
		return fail_on(name, sentence_text(SENTENCE_ID("it-is-twice")),
			       err);
	if (fd < 0)
		return fail_on(name, strerror(errno), err);
	fchmod(fd, mode);
	return copy_bytes(all, from, fd, name, err);
}

static bool take_entry(struct unpacking *all, struct archive *from,
		       struct archive_entry *entry, struct err *err)
{
	const char *name = name_of(all, entry);
	mode_t type = archive_entry_filetype(entry);
	bool is_link = archive_entry_hardlink(entry) != NULL;
	if (name && (is_link || type == AE_IFLNK))
		all->links++;
	if (!name || is_link || (type != AE_IFREG && type != AE_IFDIR))
		return true;
	if (!is_inside(name))
		return fail_on(name, sentence_text(SENTENCE_ID("path-leaves")),
			       err);
	if (++all->files > UNPACK_FILES_MOST)
		return FAILURE(err, "unpacked-files-most",
			       SLOT_NUMBER("most", UNPACK_FILES_MOST));
	AUTO_FREE char *path = xprintf("%s/%s", all->folder, name);
	for (size_t len = strlen(path); path[len - 1] == '/'; len--)
		path[len - 1] = '\0';
	if (!make_folders(path, strlen(all->folder) + 1, type == AE_IFDIR))
		return fail_on(name, strerror(errno), err);
	return type == AE_IFDIR || take_file(all, from, entry, name, path, err);
}

/* --- all of them -----------------------------------------------------------
 */

static bool take_all(struct unpacking *all, struct archive *from,
		     bool is_on_disk, struct err *err)
{
	struct archive_entry *entry;
	for (;;) {
		int found = archive_read_next_header(from, &entry);
		if (found == ARCHIVE_EOF)
			return true;
		// A name in another encoding is a warning; its bytes are there.
		if (found != ARCHIVE_OK && found != ARCHIVE_WARN)
			return FAILURE(err, "it-is-unread",
				       SLOT_TEXT("reason",
						 archive_error_string(from)));
		if (archive_entry_is_encrypted(entry))
			return FAILURE(err, "archive-encrypted");
		if (!take_entry(all, from, entry, err))
			return false;
		if (is_on_disk)
			archive_read_disk_descend(from);
	}
}

static bool unpack_archive(struct unpacking *all, const char *path,
			   struct err *err)
{
	struct archive *from = archive_read_new();
	archive_read_support_format_zip(from);
	archive_read_support_format_tar(from);
	archive_read_support_filter_gzip(from);
	archive_read_support_filter_bzip2(from);
	archive_read_support_filter_xz(from);
	archive_read_support_filter_zstd(from);
	bool ok = archive_read_open_filename(from, path, BLOCK) == ARCHIVE_OK;
	if (!ok)
		FAILURE(err, "not-unpacked",
			SLOT_TEXT("reason", archive_error_string(from)));
	all->strip = NULL;
	ok = ok && take_all(all, from, false, err);
	archive_read_free(from);
	return ok;
}

static bool copy_disk(struct unpacking *all, const char *path, struct err *err)
{
	struct archive *from = archive_read_disk_new();
	archive_read_disk_set_symlink_physical(from);
	archive_read_disk_set_behavior(from,
				       ARCHIVE_READDISK_NO_TRAVERSE_MOUNTS |
					       ARCHIVE_READDISK_NO_XATTR |
					       ARCHIVE_READDISK_NO_ACL |
					       ARCHIVE_READDISK_NO_FFLAGS);
	struct stat status;
	bool is_folder = !stat(path, &status) && S_ISDIR(status.st_mode);
	const char *slash = strrchr(path, '/');
	AUTO_FREE char *above =
		xprintf("%.*s", slash ? (int)(slash - path) : 0, path);
	all->strip = is_folder ? path : above;
	bool ok = archive_read_disk_open(from, path) == ARCHIVE_OK;
	if (!ok)
		FAILURE(err, "it-is-unread",
			SLOT_TEXT("reason", archive_error_string(from)));
	ok = ok && take_all(all, from, true, err);
	all->strip = NULL;
	archive_read_free(from);
	return ok;
}

bool unpack_is_archive(const char *path)
{
	static const char *const suffixes[] = {
		".zip", ".tar",	    ".tar.gz", ".tgz",	  ".tar.xz",
		".txz", ".tar.bz2", ".tbz2",   ".tar.zst"};
	struct stat status;
	size_t len = strlen(path);
	for (size_t i = 0; i < COUNT(suffixes); i++) {
		size_t own = strlen(suffixes[i]);
		if (len > own && !strcasecmp(path + len - own, suffixes[i]))
			return !lstat(path, &status) && S_ISREG(status.st_mode);
	}
	return false;
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* The path of what is alone in a folder, or NULL; the caller frees. */
static char *only_entry(const char *folder)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, is_visible, alphasort);
	char *only = count == 1 ? xprintf("%s/%s", folder, entries[0]->d_name)
				: NULL;
	for (int i = 0; i < count; i++)
		free(entries[i]);
	if (count >= 0)
		free(entries);
	return only;
}

static bool is_folder(const char *path)
{
	struct stat status;
	return !lstat(path, &status) && S_ISDIR(status.st_mode);
}

char *unpack_root(const char *folder)
{
	char *root = xstrdup(folder), *only;
	while ((only = only_entry(root)) && is_folder(only)) {
		free(root);
		root = only;
	}
	free(only);
	return root;
}

/* That an archive was all there was, and what became of it. */
static void tell_inner(const char *path, struct buf *did)
{
	struct buf shown = {0};
	const char *name = strrchr(path, '/') + 1;
	text_show(&shown, name, strlen(name), NAME_SHOWN);
	SENTENCE(did, "archive-in-archive",
		 SLOT_TEXT("file", buf_text(&shown)));
	buf_putc(did, '\n');
	buf_done(&shown);
}

/* Unpacks the archive that is all there is, however deep it lies. */
static bool unpack_inner(struct unpacking *all, struct buf *did,
			 struct err *err)
{
	for (int depth = 0;; depth++) {
		AUTO_FREE char *root = unpack_root(all->folder);
		AUTO_FREE char *only = only_entry(root);
		struct unpacking inner = *all;
		if (!only || !unpack_is_archive(only))
			return true;
		if (depth + 1 >= UNPACK_DEPTH_MOST)
			return FAILURE(err, "archive-too-deep",
				       SLOT_NUMBER("most", UNPACK_DEPTH_MOST));
		// Out of the way of what it has, which may be called so.
		AUTO_FREE char *aside = xprintf("%s/.packed", all->folder);
		inner.folder = root;
		if (rename(only, aside) < 0 ||
		    !unpack_archive(&inner, aside, err))
			return false;
		unlink(aside);
		tell_inner(only, did);
		all->files = inner.files;
		all->links = inner.links;
		all->bytes = inner.bytes;
	}
}

bool unpack(const char *path, const char *folder, struct buf *did,
	    struct err *err)
{
	struct unpacking all = {.folder = folder};
	bool ok = unpack_is_archive(path) ? unpack_archive(&all, path, err)
					  : copy_disk(&all, path, err);
	ok = ok && unpack_inner(&all, did, err);
	if (ok && all.links) {
		SENTENCE(did, "links-left-out",
			 SLOT_NUMBER("count", all.links));
		buf_putc(did, '\n');
	}
	return ok;
}

/* --- our own folder --------------------------------------------------------
 */

char *unpack_make(struct err *err)
{
	const char *tmp = getenv("TMPDIR");
	char *name =
		xprintf("%s/sockstep-XXXXXX", tmp && tmp[0] ? tmp : "/tmp");
	if (mkdtemp(name))
		return name;
	err_set(err, "%s: %s", name, strerror(errno));
	free(name);
	return NULL;
}

/* --- taking it away --------------------------------------------------------
 */

static int take_away(const char *path, const struct stat *status, int type,
		     struct FTW *ftw)
{
	(void)status;
	(void)type;
	(void)ftw;
	return remove(path);
}

/* What a build made of it may have no rights for us. */
static int let_in(const char *path, const struct stat *status, int type,
		  struct FTW *ftw)
{
	(void)status;
	(void)ftw;
	if (type == FTW_D || type == FTW_DNR)
		(void)!chmod(path, 0700);
	return 0;
}

void unpack_remove(const char *folder)
{
	enum { OPEN_MOST = 16 };
	const int how = FTW_DEPTH | FTW_PHYS;
	if (folder && nftw(folder, take_away, OPEN_MOST, how) != 0) {
		nftw(folder, let_in, OPEN_MOST, FTW_PHYS);
		nftw(folder, take_away, OPEN_MOST, how);
	}
}
