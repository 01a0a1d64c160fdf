/* export: runs as pages, transcripts and handouts.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lesson is played by itself first, its questions skipped: a page asks them
 * of who reads it. Of a log nothing is played, and the answers that were given
 * are told. Where an expectation was not met the page says so, as the screen
 * does, and it is written all the same.
 */
#include "ui/line/export.h"

#include "base/count.h"
#include "base/mem.h"
#include "base/sentence.h"
#include "base/text.h"
#include "lesson/catalogue.h"
#include "session/session.h"
#include "show/page/page.h"
#include "ui/file/output.h"
#include "ui/file/replay.h"
#include "ui/file/save.h"
#include "ui/line/consent.h"
#include "ui/line/lint.h"
#include "ui/line/needs.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* --- writing ---------------------------------------------------------------
 */

/* What a file becomes. */
struct wish {
	const char *path; /* NULL: nothing is wished */
	enum page_kind kind;
	enum page_form_id form;
	const enum notation *only; /* as a page_run has it */
};

enum { WISHES = 3 };

static void wishes_of(const struct options *options, struct wish wishes[WISHES])
{
	const char *sheet = options->worksheet;
	bool is_markdown = sheet && text_has_suffix(sheet, ".md");
	const enum notation *only =
		options->has_language ? &options->language : NULL;
	wishes[0] = (struct wish){options->html, PAGE_WHOLE, PAGE_HTML, only};
	wishes[1] = (struct wish){options->markdown, PAGE_WHOLE, PAGE_MARKDOWN,
				  only};
	wishes[2] = (struct wish){
		sheet, options->answers ? PAGE_ANSWERS : PAGE_SHEET,
		is_markdown ? PAGE_MARKDOWN : PAGE_HTML, only};
}

/* Asked before anything is played, so that no run is lost at its end. */
static bool can_write(const struct wish wishes[WISHES], struct err *err)
{
	size_t count = 0;
	for (int i = 0; i < WISHES; i++) {
		if (!wishes[i].path)
			continue;
		count++;
		if (!save_check_folder(wishes[i].path, err))
			return false;
	}
	return count || FAILURE(err, "export-no-form");
}

static bool write_all(const struct page_run *run,
		      const struct wish wishes[WISHES], struct err *err)
{
	bool ok = true;
	for (int i = 0; ok && i < WISHES; i++) {
		struct buf out = {0};
		if (!wishes[i].path)
			continue;
		struct page_run own = *run;
		own.only = wishes[i].only;
		page_print(&own, wishes[i].kind, wishes[i].form, &out);
		ok = output_file(wishes[i].path, &out, err);
		buf_done(&out);
	}
	return ok;
}

/* The run of a session, with the files of a site around it. */
static bool write_session(struct session *session, const struct page_run *site,
			  const struct wish wishes[WISHES], struct err *err)
{
	size_t live = session_live(session);
	const struct lesson **lessons = xcalloc(live + 1, sizeof(*lessons));
	struct page_run run = *site;
	bool ok = true;
	for (size_t i = 0; ok && i <= live; i++) {
		int moves = (int)i - (int)session_viewed(session);
		ok = !moves || session_look(session, moves, err);
		lessons[i] = session_lesson(session);
	}
	run.course = session_course(session);
	run.lessons = lessons;
	run.missing = session_missing(session);
	ok = ok && write_all(&run, wishes, err);
	free(lessons);
	return ok;
}

/* --- a lesson --------------------------------------------------------------
 */

static bool play(struct session *session, struct err *err)
{
	if (!session_play_out(session, err))
		return false;
	return session_state(session) == SESSION_OVER ||
	       FAILURE(err, "lost-there",
		       SLOT_TEXT("loss", session_loss(session)));
}

/* Whether it can be played, and its commands may run. */
static int prepare(const struct options *options, const struct lesson *lesson,
		   const struct session *session, struct err *err)
{
	const char *tool = needs_tool(lesson);
	bool is_confined = session_has_namespaces(session);
	if (tool) {
		FAILURE(err, "lesson-needs-tool", SLOT_TEXT("id", lesson->id),
			SLOT_TEXT("tool", tool));
		return STATUS_CANNOT;
	}
	if (consent_is_needed(options, lesson, is_confined) &&
	    !consent_ask(options, lesson, is_confined, err))
		return STATUS_USAGE;
	return STATUS_DONE;
}

static int export_played(struct session *session, const struct page_run *site,
			 const struct wish wishes[WISHES], struct err *err)
{
	if (!play(session, err) || !write_session(session, site, wishes, err))
		return STATUS_FAILED;
	size_t failures = session_failures(session);
	if (!failures)
		return STATUS_DONE;
	FAILURE(err, "export-not-met", SLOT_NUMBER("failures", failures));
	return STATUS_FAILED;
}

static int export_lesson(const struct options *options,
			 const struct lesson *lesson,
			 const struct page_run *site,
			 const struct wish wishes[WISHES], struct err *err)
{
	const struct session_options how = {
		.no_namespaces = options->no_namespaces,
	};
	if (lesson->is_exercise) {
		FAILURE(err, "export-exercise", SLOT_TEXT("id", lesson->id));
		return STATUS_USAGE;
	}
	struct loop *loop = loop_new(err);
	struct session *session =
		loop ? session_new(lesson, loop, &how, err) : NULL;
	int status = session ? prepare(options, lesson, session, err)
			     : STATUS_CANNOT;
	if (!status)
		status = export_played(session, site, wishes, err);
	if (session)
		session_free(session);
	if (loop)
		loop_free(loop);
	return status;
}

static int export_file(const struct options *options, const char *file,
		       const struct wish wishes[WISHES], struct err *err)
{
	struct buf faults = {0};
	const struct page_run site = {0};
	struct lesson *lesson = lint_read(file, &faults, err);
	int status = STATUS_USAGE;
	if (lesson)
		status = export_lesson(options, lesson, &site, wishes, err);
	else
		output_faults(&faults);
	buf_done(&faults);
	lesson_free(lesson);
	return status;
}

static int export_named(const struct options *options, const char *name,
			const struct wish wishes[WISHES], struct err *err)
{
	const struct page_run site = {0};
	struct catalogue catalogue = {0};
	if (!catalogue_open(&catalogue, err))
		return STATUS_USAGE;
	const struct lesson *lesson = catalogue_find(&catalogue, name, err);
	int status = lesson ? export_lesson(options, lesson, &site, wishes, err)
			    : STATUS_USAGE;
	catalogue_close(&catalogue);
	return status;
}

/* --- a log -----------------------------------------------------------------
 */

static int export_log(const char *path, const struct wish wishes[WISHES],
		      struct err *err)
{
	const struct page_run site = {0};
	struct replay replay = {0};
	struct loop *loop = loop_new(err);
	struct session *session =
		loop ? replay_open(&replay, path, loop, err) : NULL;
	int status = STATUS_USAGE;
	if (session) {
		if (replay.unsaid.len)
			output_error("%s", buf_text(&replay.unsaid));
		status = write_session(session, &site, wishes, err)
				 ? STATUS_DONE
				 : STATUS_FAILED;
		session_free(session);
	}
	replay_close(&replay);
	if (loop)
		loop_free(loop);
	return status;
}

/* --- all lessons -----------------------------------------------------------
 */

static const char *file_of(const struct lesson *lesson, struct arena *arena)
{
	return arena_printf(arena, "%s.html", lesson->id);
}

/* A lesson that cannot be played here has no page, and the index says why. */
static int export_page(const struct options *options,
		       const struct page_entry *entries, size_t count,
		       size_t at, struct err *err)
{
	AUTO_FREE char *path = xprintf("%s/%s", options->all, entries[at].file);
	struct wish wishes[WISHES];
	wishes_of(options, wishes);
	wishes[0].path = path;
	wishes[1].path = wishes[2].path = NULL;
	const struct page_run site = {
		.index = "index.html",
		.before = at ? entries[at - 1].file : NULL,
		.after = at + 1 < count ? entries[at + 1].file : NULL,
	};
	return export_lesson(options, entries[at].lesson, &site, wishes, err);
}

static bool write_index(const char *folder, const struct page_entry *entries,
			size_t count, struct err *err)
{
	AUTO_FREE char *path = xprintf("%s/index.html", folder);
	struct buf out = {0};
	page_print_index(entries, count, &out);
	bool ok = output_file(path, &out, err);
	buf_done(&out);
	return ok;
}

static bool make_folder(const char *folder, struct err *err)
{
	struct stat found;
	if (!mkdir(folder, 0777) || (errno == EEXIST && !stat(folder, &found) &&
				     S_ISDIR(found.st_mode)))
		return true;
	return FAILURE(err, "make-folder", SLOT_TEXT("path", folder),
		       SLOT_TEXT("reason", strerror(errno)));
}

static int export_all(const struct options *options, struct err *err)
{
	struct catalogue catalogue = {0};
	struct arena arena = {0};
	int status = STATUS_DONE;
	if (!catalogue_open(&catalogue, err))
		return STATUS_USAGE;
	size_t count = catalogue.count;
	struct page_entry *entries =
		arena_alloc(&arena, (count + 1) * sizeof(*entries));
	for (size_t i = 0; i < count; i++) {
		entries[i].lesson = catalogue.lessons[i];
		entries[i].file = file_of(catalogue.lessons[i], &arena);
	}
	if (!make_folder(options->all, err))
		status = STATUS_USAGE;
	for (size_t i = 0; !err->text[0] && i < count; i++) {
		int own = export_page(options, entries, count, i, err);
		if (own)
			output_error("%s: %s", entries[i].lesson->id,
				     err->text);
		if (own)
			entries[i].why = arena_strdup(&arena, err->text);
		status = own ? STATUS_FAILED : status;
		err->text[0] = '\0';
	}
	if (!status || !err->text[0])
		status = write_index(options->all, entries, count, err)
				 ? status
				 : STATUS_FAILED;
	arena_done(&arena);
	catalogue_close(&catalogue);
	return status;
}

/* --- what was asked for ----------------------------------------------------
 */

/* Of a word with a slash or the suffix of a lesson it is a file; with that of a
 * log, a run that was. */
int export_run(const struct options *options, const char *word, struct err *err)
{
	struct wish wishes[WISHES];
	wishes_of(options, wishes);
	if (options->all && word) {
		FAILURE(err, "export-all-one", SLOT_TEXT("word", word));
		return STATUS_USAGE;
	}
	if (options->all)
		return export_all(options, err);
	if (!word) {
		FAILURE(err, "export-no-lesson");
		return STATUS_USAGE;
	}
	if (!can_write(wishes, err))
		return STATUS_USAGE;
	if (replay_is_log(word))
		return export_log(word, wishes, err);
	if (strchr(word, '/') || text_has_suffix(word, ".md"))
		return export_file(options, word, wishes, err);
	return export_named(options, word, wishes, err);
}
