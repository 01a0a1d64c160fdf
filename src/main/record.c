/* record: the commands about what learners did, one or a class.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The record is taken along and merged before it is saved, and printed after
 * that: what is shown is what was kept.
 */
#include "main/run.h"
#include "main/shown.h"
#include "ui/config/config.h"
#include "ui/file/output.h"
#include "ui/file/save.h"
#include "ui/line/class.h"

#include <unistd.h>

static int export_progress(const struct progress *progress, const char *path,
			   struct err *err)
{
	struct buf out = {0};
	progress_print_json(progress, &out);
	bool ok = output_file(path, &out, err);
	buf_done(&out);
	return ok ? STATUS_DONE : STATUS_FAILED;
}

int run_progress(const struct options *options, char **words, int count,
		 struct err *err)
{
	(void)words;
	(void)count;
	if (options->export && !save_check_folder(options->export, err))
		return STATUS_USAGE;
	struct progress *progress = shown_progress();
	struct buf out = {0};
	int status = STATUS_DONE;
	if (options->import && !progress_import(progress, options->import, err))
		status = STATUS_USAGE;
	else if (options->reset)
		progress_reset(progress);
	if (!status && !progress_save(progress, err))
		status = STATUS_FAILED;
	if (!status && options->export)
		status = export_progress(progress, options->export, err);
	else if (!status && options->json)
		progress_print_json(progress, &out);
	else if (!status)
		progress_print(progress, &out);
	progress_free(progress);
	return status ? status : output_end(&out, err);
}

int run_class(const struct options *options, char **words, int count,
	      struct err *err)
{
	(void)count;
	return class_report(options, words[0], err);
}

int run_config(const struct options *options, char **words, int count,
	       struct err *err)
{
	(void)options;
	const char *path = count ? words[0] : NULL;
	// What is there is told by config_write() itself.
	if (path && !text_is(path, "-") && access(path, F_OK) < 0 &&
	    !save_check_folder(path, err))
		return STATUS_USAGE;
	return config_write(path, err);
}
