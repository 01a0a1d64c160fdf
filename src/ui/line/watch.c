/* watch: the checks of an exercise, at every save.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kernel tells of saves (inotify(7)): a file that was written and closed,
 * or moved to its place, as editors do that write another one first. Only what
 * is source counts, so that neither what make leaves nor an editor's own files
 * begin anything. One save can be several events, so it is looked again until
 * there were none for a moment. A save while the checks are played begins the
 * next round; only what make wrote meanwhile does not.
 */
#include "base/mem.h"
#include "base/sentence.h"
#include "check/parallel.h"
#include "check/report.h"
#include "show/reason/situation.h"
#include "ui/file/output.h"
#include "ui/line/consent.h"
#include "ui/line/exercises.h"
#include "ui/line/needs.h"
#include "ui/line/watch_parts.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>

/* How long no event may come, in milliseconds, before a save is over. */
enum { CALM_MS = 50 };

/* Takes all events that are there. Returns whether one was a save. */
static bool take_events(int fd)
{
	char bytes[4096]
		__attribute__((aligned(__alignof__(struct inotify_event))));
	bool saved = false;
	ssize_t len;
	while ((len = read(fd, bytes, sizeof(bytes))) > 0) {
		for (char *at = bytes; at < bytes + len;) {
			const struct inotify_event *event = (void *)at;
			saved |= event->len && watch_is_source(event->name);
			at += sizeof(*event) + event->len;
		}
	}
	return saved;
}

static bool open_watch(struct watch *watch, struct err *err)
{
	struct stat status;
	AUTO_FREE char *real = realpath(watch->task.path, NULL);
	if (!real || stat(real, &status) < 0)
		return FAILURE(err, "watch-path",
			       SLOT_TEXT("path", watch->task.path),
			       SLOT_TEXT("reason", strerror(errno)));
	if (!S_ISDIR(status.st_mode))
		*strrchr(real, '/') = '\0';
	watch->folder = xstrdup(real);
	watch->fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (watch->fd < 0 ||
	    inotify_add_watch(watch->fd, watch->folder,
			      IN_CLOSE_WRITE | IN_MOVED_TO) < 0)
		return FAILURE(err, "watch-path",
			       SLOT_TEXT("path", watch->folder),
			       SLOT_TEXT("reason", strerror(errno)));
	return true;
}

/* --- a round ---------------------------------------------------------------
 */

static void forget_report(struct watch *watch)
{
	if (watch->report)
		report_done(watch->report);
	free(watch->report);
	watch->report = NULL;
}

/* From here on it is the program as it is now that is spoken of. */
static void note_time(struct watch *watch)
{
	time_t now = time(NULL);
	struct tm local;
	strftime(watch->of, sizeof(watch->of), "%H:%M:%S",
		 localtime_r(&now, &local));
	watch->has_put_off = false;
	AUTO_FREE char *text =
		SENTENCE_NEW("watch-checking",
			     SLOT_TEXT("title", watch->task.exercise->title),
			     SLOT_TEXT("time", watch->of));
	output_print("%s\n\n", text);
	fflush(stdout);
}

/* The last lines, which stand on the screen until the next save. */
static void print_state(const struct watch *watch)
{
	AUTO_FREE char *text = SENTENCE_NEW(watch->report ? "watch-checked"
							  : "watch-not-checked",
					    SLOT_TEXT("time", watch->of),
					    SLOT_TEXT("folder", watch->folder));
	output_print("\n%s\n", text);
	watch_print_keys(watch);
	fflush(stdout);
}

static void note_failing(struct watch *watch, const struct report *report)
{
	size_t first = SIZE_MAX;
	for (size_t i = report->exercise->step_count; i-- > 0;) {
		if (report->outcomes[i].verdict == VERDICT_FAILED)
			first = i;
	}
	// The hints of a check go on where they were.
	if (first != watch->failing)
		watch->hint = 0;
	watch->failing = first;
}

static bool print_part(struct buf *out)
{
	struct err lost;
	bool ok = output_flush(out, &lost);
	return ok || (output_status(&lost), false);
}

/* The feedback of one at a time: all would not fit the screen. Why a check
 * could not be played is said, once. */
static bool print_over(void *data, size_t check)
{
	struct watch *watch = data;
	struct buf out = {0};
	enum verdict verdict = watch->report->outcomes[check].verdict;
	bool is_first = verdict == VERDICT_FAILED && !watch->has_shown;
	watch->has_shown |= is_first;
	report_print_check(
		watch->report, check,
		is_first || report_is_new_error(watch->report, check), &out);
	bool ok = print_part(&out);
	buf_done(&out);
	return ok;
}

static bool play(struct watch *watch, struct parallel *parallel,
		 struct err *err)
{
	struct buf out = {0};
	watch->has_shown = false;
	bool ok = parallel_play(parallel, print_over, watch, err);
	if (ok) {
		buf_putc(&out, '\n');
		report_print_sum(watch->report, &out);
		ok = print_part(&out);
		if (!report_count(watch->report, VERDICT_ERROR))
			exercises_keep(watch->report->exercise->id,
				       report_points(watch->report),
				       report_most(watch->report));
	}
	note_failing(watch, watch->report);
	buf_done(&out);
	return ok || watch->signals.ending;
}

/* What make writes can be source, too. */
static bool has_makefile(const struct watch *watch)
{
	AUTO_FREE char *path = xprintf("%s/Makefile", watch->folder);
	AUTO_FREE char *other = xprintf("%s/makefile", watch->folder);
	return !access(path, F_OK) || !access(other, F_OK);
}

/* A program that cannot be built is no end: it will be saved again. */
static bool build(struct watch *watch)
{
	struct err unbuilt;
	take_events(watch->fd);
	bool is_built = task_build(watch->options, &watch->task, &unbuilt);
	if (has_makefile(watch))
		take_events(watch->fd);
	signals_look(&watch->signals);
	if (!is_built && !watch->signals.ending)
		output_error("%s", unbuilt.text);
	return is_built;
}

/* The report would be of another program than the one that a key is for. */
static void on_key(void *data, uint32_t ready)
{
	struct watch *watch = data;
	char key = 'q';
	(void)ready;
	if (read(STDIN_FILENO, &key, 1) == 1 && key != 'q') {
		watch_put_off(watch);
		return;
	}
	watch->is_quit = true;
	watch->signals.ending = SIGINT;
}

static bool play_and_hear(struct watch *watch, struct parallel *parallel,
			  struct err *err)
{
	struct loop *loop = watch->signals.loop;
	if (watch->has_keys &&
	    !loop_add(loop, STDIN_FILENO, EPOLLIN, on_key, watch, err))
		return false;
	bool ok = play(watch, parallel, err);
	if (watch->has_keys)
		loop_remove(loop, STDIN_FILENO);
	return ok;
}

/* Builds and plays. */
static bool play_round(struct watch *watch, struct err *err)
{
	const struct play_options how = {.ending = &watch->signals.ending,
					 .explain = situation_why};
	struct report *report = xcalloc(1, sizeof(*report));
	report_begin(report, watch->task.exercise);
	struct parallel *parallel =
		parallel_begin(report, NULL, &watch->task.target,
			       watch->signals.loop, &how, err);
	bool ok = parallel;
	forget_report(watch);
	if (parallel && build(watch)) {
		watch->report = report;
		ok = play_and_hear(watch, parallel, err);
	} else {
		watch->failing = SIZE_MAX;
		report_done(report);
		free(report);
	}
	parallel_end(parallel);
	return ok;
}

static bool round_over(struct watch *watch, struct err *err)
{
	struct err lost;
	note_time(watch);
	target_done(&watch->task.target);
	watch->task.target.stop = &watch->signals.fd;
	if (!task_find(watch->options, &watch->task, &lost))
		output_error("%s", lost.text);
	else if (!play_round(watch, err))
		return false;
	if (!watch->signals.ending)
		print_state(watch);
	return true;
}

/* Waits for a save, or for a key that asks for a round. False: it is over. */
static bool await_round(struct watch *watch, struct err *err)
{
	bool saved = false;
	while (!watch->signals.ending) {
		struct pollfd ready[] = {
			{.fd = watch->fd, .events = POLLIN},
			{.fd = watch->has_keys ? STDIN_FILENO : -1,
			 .events = POLLIN},
			{.fd = watch->signals.fd, .events = POLLIN},
		};
		int count = poll(ready, COUNT(ready), saved ? CALM_MS : -1);
		char key = 0;
		if (!count)
			return true;
		if (ready[0].revents)
			saved |= take_events(watch->fd);
		if (ready[1].revents && read(STDIN_FILENO, &key, 1) != 1)
			return false;
		if (ready[2].revents && !loop_once(watch->signals.loop, 0, err))
			return false;
		if (key == 'q')
			return false;
		// It is for what stands on the screen, which is old then.
		if (key && (saved |= take_events(watch->fd))) {
			watch_put_off(watch);
			continue;
		}
		if (key == '\n' && watch->failing == SIZE_MAX)
			return true;
		watch_obey(watch, key);
	}
	return false;
}

static int go_round(struct watch *watch, struct err *err)
{
	err->text[0] = '\0';
	do {
		if (!round_over(watch, err))
			return err->text[0] ? STATUS_CANNOT : STATUS_FAILED;
	} while (await_round(watch, err));
	if (watch->signals.ending && !watch->is_quit)
		return STATUS_SIGNAL + watch->signals.ending;
	return err->text[0] ? STATUS_CANNOT : STATUS_DONE;
}

int exercises_watch(const struct options *options, char *const *words,
		    size_t count, struct err *err)
{
	struct watch watch = {
		.options = options, .fd = -1, .failing = SIZE_MAX};
	int status = STATUS_USAGE;
	struct loop *loop = NULL;
	if (task_read(options, words, count, &watch.task, err) &&
	    (!consent_is_needed(options, watch.task.exercise, true) ||
	     consent_ask(options, watch.task.exercise, true, err)) &&
	    open_watch(&watch, err)) {
		loop = loop_new(err);
		status = STATUS_CANNOT;
	}
	if (loop && signals_open(&watch.signals, loop, false, err)) {
		watch_take_keys(&watch);
		status = go_round(&watch, err);
		watch_give_keys_back(&watch);
		signals_close(&watch.signals);
	}
	loop_free(loop);
	if (watch.fd >= 0)
		close(watch.fd);
	free(watch.folder);
	forget_report(&watch);
	task_done(&watch.task);
	return status;
}
