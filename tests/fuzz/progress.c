/* progress: any bytes as the record of what a learner has done, and as one that
 * is imported; what is written then is read back.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "session/progress.h"

#include "fuzz_file.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look(struct progress *progress, struct buf *out)
{
	int step;
	progress_print(progress, out);
	progress_print_json(progress, out);
	progress_last(progress, &step);
	progress_language(progress);
	progress_state(progress, "tcp-conversation");
	progress_beats(progress, "tcp-conversation");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct progress_answer answer = {.step = 1};
	const struct progress_run run = {.lesson = "tcp-conversation",
					 .beats = 3,
					 .state = PROGRESS_BEGUN,
					 .answers = &answer,
					 .answer_count = 1};
	struct err err = {0};
	struct buf out = {0};
	fuzz_begin();
	fuzz_clear();
	fuzz_file("sockstep/progress.json", data, size);
	const char *path = fuzz_file("import.json", data, size);
	struct progress *progress = progress_open();
	look(progress, &out);
	progress_note(progress, &run);
	bool good = progress_save(progress, &err);
	assert(good || err.text[0]);
	progress_import(progress, path, &err);
	progress_free(progress);
	progress = progress_open();
	assert(!good || !progress_trouble(progress) ||
	       progress_trouble(progress)[0]);
	look(progress, &out);
	progress_free(progress);
	buf_done(&out);
	return 0;
}
