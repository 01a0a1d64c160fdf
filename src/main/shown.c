/* shown: what a command shows, on the screen or in lines.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every command that shows a run ends here, with a lesson or, for the menu,
 * the catalogue. Which of the two it is, is decided once: the screen where
 * somebody sits at a terminal that can, else plain lines. The learner's record
 * is opened before and saved behind, whatever came between.
 */
#include "main/shown.h"

#include "base/sentence.h"
#include "ui/app.h"
#include "ui/file/output.h"
#include "ui/plain/plain_menu.h"
#include "ui/plain/plain_ui.h"
#include "ui/plain/review.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

bool shown_plain(const struct options *options)
{
	const char *term = getenv("TERM");
	if (options->plain)
		return true;
	if (options->script)
		return false;
	return !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || !term ||
	       !term[0] || !strcmp(term, "dumb");
}

/* The learner's record; what is wrong with it is said. */
struct progress *shown_progress(void)
{
	struct progress *progress = progress_open();
	if (progress_trouble(progress))
		output_error("%s", progress_trouble(progress));
	return progress;
}

uint64_t shown_seed(const struct options *options)
{
	const char *wanted = getenv("SOCKSTEP_SHUFFLE");
	uint64_t seed = 0;
	if (wanted && wanted[0])
		return strtoull(wanted, NULL, 10);
	if (!options->automatic && !options->script && !options->presents &&
	    isatty(STDIN_FILENO) &&
	    getrandom(&seed, sizeof(seed), GRND_NONBLOCK) != sizeof(seed))
		seed = 0;
	return seed;
}

void shown_shuffle_all(const struct options *options,
		       struct catalogue *catalogue)
{
	uint64_t seed = shown_seed(options);
	for (size_t i = 0; i < catalogue->count; i++)
		lesson_shuffle(catalogue->lessons[i], seed);
}

/* Before the menu, where somebody sits at a terminal, what is due is offered.
 */
static void offer_recall(const struct options *options,
			 const struct catalogue *catalogue,
			 struct progress *progress)
{
	struct err err;
	if (options->automatic || options->script || !isatty(STDIN_FILENO) ||
	    !isatty(STDOUT_FILENO))
		return;
	if (!review_ask(catalogue, progress,
			options_notation(options, progress), true, &err))
		output_error("%s", err.text);
}

int shown_run(const struct options *options, const struct catalogue *catalogue,
	      const struct lesson *lesson, struct err *err)
{
	if (options->presents && shown_plain(options)) {
		FAILURE(err, "usage-present-terminal");
		return STATUS_USAGE;
	}
	if (options->record && shown_plain(options)) {
		FAILURE(err, "usage-record-terminal");
		return STATUS_USAGE;
	}
	struct progress *progress = shown_progress();
	int status;
	if (!lesson)
		offer_recall(options, catalogue, progress);
	if (!shown_plain(options))
		status = app_run(options, catalogue, lesson, progress, err);
	else if (lesson)
		status = plain_run(options, catalogue, lesson, progress, err);
	else
		status = plain_menu(options, catalogue, progress, err);
	struct err unsaved;
	if (!progress_save(progress, &unsaved))
		output_error("%s", unsaved.text);
	progress_free(progress);
	return status;
}
