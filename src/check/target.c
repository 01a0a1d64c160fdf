/* target: the program that is checked, found and built.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A learner's folder has whatever a learner's folder has. A Makefile says
 * itself what to do, and the program is then the executable that is there; of
 * C files all are one program; of Python files one is it. The compiler works in
 * the learner's folder, so that it and the debugger's lines name files as the
 * learner does, but what it makes goes to a folder of ours.
 */
#include "check/target.h"

#include "base/sentence.h"
#include "base/text.h"
#include "check/listing.h"
#include "check/tool.h"
#include "check/unpack.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

/* --- building --------------------------------------------------------------
 */

static void set_words(struct target *target, const char *const *words,
		      size_t count)
{
	const char **kept =
		arena_alloc(&target->arena, (count + 1) * sizeof(*kept));
	memcpy(kept, words, count * sizeof(*kept));
	target->words = kept;
}

/* Adds what the program has to see. A path within one that it sees already
 * adds nothing. */
static void see(struct target *target, const char *path)
{
	for (size_t i = 0; i < target->seen_count; i++) {
		size_t len = strlen(target->seen[i]);
		if (!strncmp(path, target->seen[i], len) &&
		    (!path[len] || path[len] == '/'))
			return;
	}
	if (target->seen_count < TARGET_SEEN_MOST)
		target->seen[target->seen_count++] =
			arena_strdup(&target->arena, path);
}

/* Where a program is, whose name is looked for as execvp(3) does; the caller
 * frees. */
static char *find_program(const char *name)
{
	const char *path = getenv("PATH");
	struct str rest = str_from(path ? path : "/usr/bin:/bin");
	if (strchr(name, '/'))
		return access(name, X_OK) ? NULL : realpath(name, NULL);
	while (rest.len) {
		struct str part = {rest.data, strcspn(rest.data, ":")};
		AUTO_FREE char *file =
			xprintf("%.*s/%s", (int)part.len, part.data, name);
		if (part.len && listing_is_program(file))
			return realpath(file, NULL);
		bool is_last = part.len == rest.len;
		rest.data += part.len + !is_last;
		rest.len -= part.len + !is_last;
	}
	return NULL;
}

/* The folder that `path` is in. */
static void see_folder_of(struct target *target, const char *path)
{
	const char *slash = strrchr(path, '/');
	if (slash > path)
		see(target, arena_strndup(&target->arena, path,
					  (size_t)(slash - path)));
}

bool target_take(struct target *target, char *const *words, struct err *err)
{
	size_t count = 0;
	AUTO_FREE char *found = words[0] ? find_program(words[0]) : NULL;
	AUTO_FREE char *here = getcwd(NULL, 0);
	while (words[count])
		count++;
	if (!count)
		return FAILURE(err, "check-no-program");
	if (!found || !here)
		return FAILURE(err, "check-not-executable",
			       SLOT_TEXT("program", words[0]));
	set_words(target, (const char *const *)words, count);
	target->folder = arena_strdup(&target->arena, here);
	see(target, here);
	see_folder_of(target, found);
	return true;
}

static bool run(const struct target *target, const char *const *words,
		struct buf *said, struct err *err)
{
	return target->run ? target->run(target->run_data, words,
					 target->folder, said, err)
			   : tool_run(words, target->folder, target->stop, said,
				      err);
}

static bool make_folder(struct target *target, struct err *err)
{
	if (target->made)
		return true;
	target->made = unpack_make(err);
	if (!target->made)
		return FAILURE_IN(err, "folder-for-program");
	// In the lab root is somebody else, who has to come in, too.
	if (chmod(target->made, 0755) < 0)
		return FAILURE(err, "open-to-all",
			       SLOT_TEXT("path", target->made),
			       SLOT_TEXT("reason", strerror(errno)));
	see(target, target->made);
	return true;
}

static bool compile(struct target *target, const char *const *files,
		    size_t count, struct buf *said, struct err *err)
{
	static const char *const first[] = {"cc",    "-g",	"-O1",
					    "-Wall", "-Wextra", "-o"};
	const char *out =
		arena_printf(&target->arena, "%s/%s",
			     target->is_ours ? target->folder : target->made,
			     target->is_ours ? ".program" : "program");
	size_t used = COUNT(first);
	const char **words = arena_alloc(&target->arena,
					 (used + count + 3) * sizeof(*words));
	memcpy(words, first, sizeof(first));
	words[used++] = out;
	memcpy(words + used, files, count * sizeof(*words));
	words[used + count] = "-pthread";
	if (!run(target, words, said, err))
		return FAILURE_IN(err, count > 1 ? "compile-all" : "compile",
				  SLOT_TEXT("file", files[0]));
	// What it only warned of is the learner's to see in his own build.
	buf_clear(said);
	set_words(target, &out, 1);
	return true;
}

/* Compiles the file, as C is compiled before it is started: a program that is
 * none would fail its way through checks of failures. A byte of another
 * encoding in a comment is not found by that, and ends it all the same. Asks
 * for the interpreter itself: what PATH names may be a script that looks for
 * it, by dozens of processes each time. Behind it come the folders of its
 * modules. */
static bool use_python(struct target *target, const char *file,
		       struct buf *said, struct err *err)
{
	static const char question[] =
		"import sys, tokenize, traceback\n"
		"try:\n"
		"  name = sys.argv[1]\n"
		"  compile(open(name, 'rb').read(), name, 'exec')\n"
		"  tokenize.open(name).read()\n"
		"except (SyntaxError, ValueError) as fault:\n"
		"  said = traceback.format_exception_only(fault)\n"
		"  sys.exit(''.join(said))\n"
		"print(sys.executable, sys.prefix, sys.base_prefix, sep='\\n')";
	const char *const ask[] = {"python3", "-I",	"-W", "ignore",
				   "-c",      question, file, NULL};
	if (!run(target, ask, said, err))
		return FAILURE_IN(err, "compile", SLOT_TEXT("file", file));
	struct str rest = {buf_text(said), said->len}, line;
	const char *words[] = {"python3", arena_printf(&target->arena, "%s/%s",
						       target->folder, file)};
	for (size_t i = 0; str_next_line(&rest, &line); i++) {
		const char *path =
			arena_strndup(&target->arena, line.data, line.len);
		if (!i)
			words[0] = path;
		else if (strncmp(path, "/usr", 4) != 0)
			see(target, path);
	}
	set_words(target, words, COUNT(words));
	buf_clear(said);
	return true;
}

static bool use_program(struct target *target, const char *file)
{
	const char *path =
		arena_printf(&target->arena, "%s/%s", target->folder, file);
	set_words(target, &path, 1);
	return true;
}

/* What there is to be checked, as the learner's folder has it. */
struct wish {
	enum target_language language;
	const char *const *names;
	size_t name_count;
};

static const char *name_of(const struct target *target)
{
	return target->called ? target->called : target->folder;
}

static bool run_make(struct target *target, const struct wish *wish,
		     struct buf *said, struct err *err)
{
	const char *const words[] = {"make", "--no-print-directory", NULL};
	struct listing listing = {.arena = &target->arena};
	if (!run(target, words, said, err))
		return FAILURE_IN(err, "build-with-make");
	buf_clear(said);
	if (!listing_read(&listing, target->folder, err))
		return false;
	const char *program =
		listing_choose(listing.programs, listing.program_count,
			       wish->names, wish->name_count);
	if (program)
		return use_program(target, program);
	return FAILURE(err,
		       listing.program_count ? "make-left-several"
					     : "make-left-none",
		       SLOT_TEXT("folder", name_of(target)));
}

/* What is there all the same, and what keeps it from being the program. */
static bool fail_without_program(const struct target *target,
				 const struct listing *listing, struct err *err)
{
	if (listing->shut && !listing->program_count)
		return FAILURE(err, "program-shut",
			       SLOT_TEXT("name", listing->shut));
	if (listing->archive && !listing->program_count)
		return FAILURE(err, "archive-beside",
			       SLOT_TEXT("name", listing->archive));
	return FAILURE(err, "nothing-to-check",
		       SLOT_TEXT("folder", name_of(target)));
}

static bool build_folder(struct target *target, const struct wish *wish,
			 struct buf *said, struct err *err)
{
	struct listing listing = {.arena = &target->arena};
	if (!listing_read(&listing, target->folder, err))
		return false;
	bool c = listing.c_count && wish->language != TARGET_PYTHON;
	bool python = listing.python_count && wish->language != TARGET_C;
	if (c && python)
		return FAILURE(err, "two-languages",
			       SLOT_TEXT("folder", name_of(target)));
	if (listing.has_makefile && !python)
		return run_make(target, wish, said, err);
	if (c)
		return compile(target, listing.c, listing.c_count, said, err);
	const char *file =
		python ? listing_choose(listing.python, listing.python_count,
					wish->names, wish->name_count)
		       : NULL;
	if (file)
		return use_python(target, file, said, err);
	if (python)
		return FAILURE(err, "several-python",
			       SLOT_TEXT("folder", target->folder),
			       SLOT_TEXT("file", listing.python[0]));
	const char *program =
		listing_choose(listing.programs, listing.program_count,
			       wish->names, wish->name_count);
	if (program && wish->language == TARGET_ANY)
		return use_program(target, program);
	return fail_without_program(target, &listing, err);
}

static bool build_file(struct target *target, struct buf *said, struct err *err)
{
	const char *name = target->file;
	AUTO_FREE char *path = xprintf("%s/%s", target->folder, name);
	if (text_has_suffix(name, ".c"))
		return compile(target, &name, 1, said, err);
	if (text_has_suffix(name, ".py"))
		return use_python(target, name, said, err);
	if (listing_is_program(path))
		return use_program(target, name);
	return FAILURE(err, "not-to-execute", SLOT_TEXT("path", path),
		       SLOT_TEXT("name", name));
}

/* In the lab root is somebody else, who does not come into a folder that is
 * root's alone: then its files are copied. */
static bool is_closed(const char *path)
{
	struct stat status;
	const mode_t wanted = S_IROTH | S_IXOTH;
	return geteuid() == 0 && !stat(path, &status) &&
	       (S_ISDIR(status.st_mode) ? (status.st_mode & wanted) != wanted
					: !(status.st_mode & S_IROTH));
}

/* Puts the copy's path into `*path`, which was allocated, when there has to be
 * one. */
static bool open_up(struct target *target, char **path, bool is_folder,
		    struct err *err)
{
	const char *slash = strrchr(*path, '/');
	size_t len = is_folder || slash == *path ? strlen(*path)
						 : (size_t)(slash - *path);
	AUTO_FREE char *folder = xprintf("%.*s", (int)len, *path);
	if (target->is_ours || (!is_closed(*path) && !is_closed(folder)))
		return true;
	if (!make_folder(target, err))
		return false;
	AUTO_FREE char *copy = xprintf("%s/files", target->made);
	if (mkdir(copy, 0755) < 0 || chmod(copy, 0755) < 0)
		return FAILURE(err, "make-path", SLOT_TEXT("path", copy),
			       SLOT_TEXT("reason", strerror(errno)));
	struct buf did = {0};
	bool ok = unpack(folder, copy, &did, err);
	buf_done(&did);
	if (!ok)
		return FAILURE_IN(err, "copy-for-root",
				  SLOT_TEXT("folder", folder));
	target->called = arena_strdup(&target->arena, folder);
	char *inside = xprintf("%s%s", copy, is_folder ? "" : slash);
	free(*path);
	*path = inside;
	return true;
}

/* The folder, and what in it was named. */
static void set_place(struct target *target, const char *path, bool is_folder)
{
	const char *slash = strrchr(path, '/');
	size_t len = is_folder ? strlen(path) : (size_t)(slash - path);
	target->folder = len ? arena_strndup(&target->arena, path, len) : "/";
	target->file =
		is_folder ? NULL : arena_strdup(&target->arena, slash + 1);
	see(target, target->folder);
}

bool target_find(struct target *target, const char *path, struct err *err)
{
	AUTO_FREE char *real = realpath(path, NULL);
	struct stat status;
	if (!real || stat(real, &status) < 0)
		return FAILURE(err, "check-path", SLOT_TEXT("path", path),
			       SLOT_TEXT("reason", strerror(errno)));
	bool is_folder = S_ISDIR(status.st_mode);
	if (!open_up(target, &real, is_folder, err))
		return false;
	set_place(target, real, is_folder);
	return target->is_ours || make_folder(target, err);
}

bool target_build(struct target *target, enum target_language language,
		  const char *const *names, size_t name_count, struct buf *said,
		  struct err *err)
{
	const struct wish wish = {language, names, name_count};
	return target->file ? build_file(target, said, err)
			    : build_folder(target, &wish, said, err);
}

void target_done(struct target *target)
{
	unpack_remove(target->made);
	free(target->made);
	arena_done(&target->arena);
	*target = (struct target){0};
}
