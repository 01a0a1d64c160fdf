/* plain_menu: the list of lessons as lines, and a question for one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/plain/plain_menu.h"

#include "base/sentence.h"
#include "show/plain/assignment.h"
#include "ui/file/output.h"
#include "ui/line/list.h"
#include "ui/plain/plain_ui.h"
#include "ui/prompt/ask.h"

#include <string.h>
#include <unistd.h>

/* Asks for a lesson until there is one. Returns false when nobody wants one,
 * with `err` filled only when that is a failure. */
static bool choose(const struct catalogue *catalogue,
		   const struct lesson **lesson, struct err *err)
{
	AUTO_FREE char *prompt = xprintf("%s ", sentence_text("ask-lesson"));
	struct ask ask = {0};
	struct buf line = {0};
	struct signals signals = {.fd = -1};
	struct loop *loop = loop_new(err);
	bool is_waiting = loop != NULL;
	while (is_waiting && !*lesson) {
		err->text[0] = '\0';
		is_waiting =
			ask_line(&ask, prompt, loop, &signals, &line, err) &&
			strcmp(buf_text(&line), "q") != 0;
		if (is_waiting && !strcmp(buf_text(&line), "?"))
			output_print("%s\n", sentence_text("ask-lesson-help"));
		else if (is_waiting && line.len)
			*lesson =
				catalogue_find(catalogue, buf_text(&line), err);
		if (is_waiting && err->text[0])
			output_error("%s", err->text);
	}
	loop_free(loop);
	ask_done(&ask);
	buf_done(&line);
	return *lesson != NULL;
}

/* It is not played here. */
static int tell_exercise(const struct lesson *exercise, struct err *err)
{
	struct buf out = {0};
	buf_printf(&out, "%s\n\n", exercise->title);
	assignment_print(exercise, sentence_text("plain-what-is-checked"),
			 &out);
	assignment_print_way(exercise, &out);
	return output_end(&out, err);
}

int plain_menu(const struct options *options, const struct catalogue *catalogue,
	       struct progress *progress, struct err *err)
{
	struct buf out = {0};
	list_print(catalogue, progress, &out);
	bool ok = output_flush(&out, err);
	buf_done(&out);
	if (!ok)
		return output_status(err);
	if (!isatty(STDIN_FILENO))
		return STATUS_DONE;
	const struct lesson *lesson = NULL;
	if (!choose(catalogue, &lesson, err))
		return err->text[0] ? STATUS_CANNOT : STATUS_DONE;
	if (lesson->is_exercise)
		return tell_exercise(lesson, err);
	return plain_run(options, catalogue, lesson, progress, err);
}
