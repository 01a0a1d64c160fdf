/* history: the lines that were typed, in this run and in those before.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Several programs can run at once: each adds its own lines, at its end, to
 * what the file holds then, and replaces it as a whole (rename(2)). A file of
 * anything else, such as one cut off or a binary one, gives the lines in it
 * that are text.
 */
#include "ui/prompt/history.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "base/text.h"
#include "session/folder.h"

#include <errno.h>
#include <readline/history.h>
#include <stdio.h>
#include <string.h>

struct history {
	char *path; /* NULL: no home, nothing is kept */
	char **own; /* typed in this run, oldest first */
	size_t own_count, own_cap;
};

/* Text in UTF-8 without control characters. */
static bool is_line(const char *line)
{
	size_t len = strlen(line);
	if (!len || len > HISTORY_LONGEST)
		return false;
	uint32_t c;
	for (size_t i = 0; i < len;) {
		i += text_decode(line + i, len - i, &c);
		if (c < ' ' || c == 0x7f || c == 0xfffd)
			return false;
	}
	return true;
}

static void forget(const char *line)
{
	HIST_ENTRY **list = history_list();
	for (int i = 0; list && list[i]; i++) {
		if (strcmp(list[i]->line, line) != 0)
			continue;
		free_history_entry(remove_history(i));
		return;
	}
}

static void remember(const char *line)
{
	if (!is_line(line))
		return;
	forget(line);
	add_history(line);
}

/* Reads lines of any length; what is too long is no line. */
static void read_file(const char *path)
{
	FILE *file = path ? fopen(path, "re") : NULL;
	if (!file)
		return;
	char *line = NULL;
	size_t cap = 0;
	ssize_t len;
	while ((len = getline(&line, &cap, file)) > 0) {
		if (line[len - 1] == '\n')
			line[len - 1] = '\0';
		if (strlen(line) + 1 >= (size_t)len)
			remember(line);
	}
	free(line);
	fclose(file);
}

struct history *history_open(void)
{
	struct history *history = xcalloc(1, sizeof(*history));
	history->path = folder_path("history");
	clear_history();
	stifle_history(HISTORY_MOST);
	read_file(history->path);
	return history;
}

void history_note(struct history *history, const char *line)
{
	if (!is_line(line))
		return;
	remember(line);
	history->own = xgrow(history->own, &history->own_cap,
			     history->own_count + 1, sizeof(*history->own));
	history->own[history->own_count++] = xstrdup(line);
}

static bool write_list(FILE *file)
{
	HIST_ENTRY **list = history_list();
	for (int i = 0; list && list[i]; i++) {
		if (fprintf(file, "%s\n", list[i]->line) < 0)
			return false;
	}
	return true;
}

static bool save(const char *path, struct err *err)
{
	if (!folder_make(path, err))
		return FAILURE_IN(err, "keep-lines");
	AUTO_FREE char *beside = xprintf("%s.%ld", path, (long)getpid());
	FILE *file = fopen(beside, "we");
	bool ok = file && write_list(file);
	if (file && fclose(file) != 0)
		ok = false;
	if (ok && rename(beside, path) == 0)
		return true;
	FAILURE(err, "keep-lines-in", SLOT_TEXT("path", path),
		SLOT_TEXT("reason", strerror(errno)));
	unlink(beside);
	return false;
}

bool history_close(struct history *history, struct err *err)
{
	bool ok = true;
	if (!history)
		return true;
	if (history->path && history->own_count) {
		clear_history();
		read_file(history->path);
		for (size_t i = 0; i < history->own_count; i++)
			remember(history->own[i]);
		ok = save(history->path, err);
	}
	clear_history();
	for (size_t i = 0; i < history->own_count; i++)
		free(history->own[i]);
	free(history->own);
	free(history->path);
	free(history);
	return ok;
}
