/* config_write: a config file to begin with, or what is wrong with one.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be set stands in the tables of themes, styles, keys and options, and
 * the file is made from them: every line a comment that holds what is so
 * without it.
 */
#include "base/sentence.h"
#include "base/text.h"
#include "session/folder.h"
#include "show/canvas/style.h"
#include "ui/command/keys.h"
#include "ui/config/config.h"
#include "ui/file/output.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* A comment of whole lines, below an empty one but at the beginning. */
static void add_comment(const char *id, struct buf *out)
{
	enum { COLUMNS = 78 };
	struct str rest = str_from(sentence_text(id)), line;
	buf_puts(out, out->len ? "\n" : "");
	while (text_wrap(&rest, COLUMNS, &line))
		buf_printf(out, "# %.*s\n", (int)line.len, line.data);
}

static void add_options(struct buf *out)
{
	static const struct {
		const char *value, *help;
	} usual[] = {
		{NOTATION("c          "), SENTENCE_ID("reply-config-language")},
		{NOTATION("no        "), SENTENCE_ID("reply-config-plain")},
		{NOTATION("no        "), SENTENCE_ID("reply-config-noise")},
		{NOTATION("server,client "),
		 SENTENCE_ID("reply-config-actors")},
	};
	size_t count;
	const char *const *names = config_options(&count);
	add_comment(SENTENCE_ID("reply-config-options"), out);
	for (size_t i = 0; i < count && i < COUNT(usual); i++)
		buf_printf(out, "# %s: %s # %s\n", names[i], usual[i].value,
			   sentence_text(usual[i].help));
}

static void add_themes(struct buf *out)
{
	size_t count;
	const struct style_words *themes = style_themes(&count);
	add_comment(SENTENCE_ID("reply-config-themes"), out);
	for (size_t i = 0; i < count; i++)
		buf_printf(out, "#   %-10s %s\n", themes[i].name,
			   sentence_text(themes[i].help));
	buf_printf(out, NOTATION("# theme: %s\n"), themes[0].name);
}

static void add_colours(struct buf *out)
{
	add_comment(SENTENCE_ID("reply-config-colours"), out);
	buf_puts(out, NOTATION("# colours:\n"));
	for (size_t i = 0; i < STYLE_COUNT; i++) {
		const struct style_words *words = style_words((enum style)i);
		AUTO_FREE char *name = xprintf("%s:", words->name);
		struct buf look = {0};
		style_print((enum style)i, &look);
		buf_printf(out, "#   %-10s %-20s # %s\n", name, buf_text(&look),
			   sentence_text(words->help));
		buf_done(&look);
	}
}

/* Whether a row above has the same command. */
static bool was_written(const struct key *rows, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (!strcmp(rows[i].command, rows[at].command))
			return true;
	}
	return false;
}

static void add_key(const struct key *row, struct buf *out)
{
	buf_printf(out, "#   \"%s\": [", row->command);
	for (size_t i = 0; i < COUNT(row->codes) && row->codes[i]; i++) {
		buf_puts(out, i ? ", \"" : "\"");
		key_print_name(row->codes[i], out);
		buf_putc(out, '"');
	}
	buf_puts(out, "]");
	const char *help = key_help(row);
	if (help)
		buf_printf(out, "  # %s", help);
	buf_putc(out, '\n');
}

static void add_keys(struct buf *out)
{
	size_t count;
	const struct key *rows = keys_table(&count);
	add_comment(SENTENCE_ID("reply-config-keys"), out);
	buf_puts(out, NOTATION("# keys:\n"));
	for (size_t i = 0; i < count; i++) {
		if (!was_written(rows, i))
			add_key(&rows[i], out);
	}
}

static void print_template(struct buf *out)
{
	add_comment(SENTENCE_ID("reply-config-head"), out);
	add_themes(out);
	add_options(out);
	add_colours(out);
	add_keys(out);
}

/* --- writing and checking --------------------------------------------------
 */

/* Tells what the learner's file is; `path` is the one that is there. */
static int check(const char *path, struct err *err)
{
	struct config config = {0};
	struct options options = {0};
	struct buf out = {0};
	config_open(&config, COMMAND_LINE_RUN, &options);
	size_t faults = config.faults.count;
	if (faults)
		faults_print(&config.faults, path, &out);
	else
		SENTENCE_LINE(&out, "", "\n", "reply-config-fine",
			      SLOT_TEXT("path", path));
	config_close(&config);
	bool ok = output_flush(&out, err);
	buf_done(&out);
	return !ok ? output_status(err) : faults ? STATUS_USAGE : STATUS_DONE;
}

/* Never over a file that is there, nor into a folder that is not. */
static int write_new(const char *path, const struct buf *text, struct err *err)
{
	AUTO_CLOSE int fd =
		open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0 || write(fd, text->data, text->len) != (ssize_t)text->len) {
		bool is_there = fd < 0 && errno == EEXIST;
		FAILURE(err, is_there ? "write-new-file" : "write-file",
			SLOT_TEXT("path", path),
			SLOT_TEXT("reason", strerror(errno)));
		return is_there ? STATUS_USAGE : STATUS_FAILED;
	}
	AUTO_FREE char *said =
		SENTENCE_NEW("reply-wrote", SLOT_TEXT("path", path));
	output_print("%s\n", said);
	return STATUS_DONE;
}

int config_write(const char *path, struct err *err)
{
	struct buf text = {0};
	AUTO_FREE char *own = path ? NULL : config_path();
	int status = STATUS_FAILED;
	if (own && access(own, F_OK) == 0)
		return check(own, err);
	print_template(&text);
	if (text_is(path, "-"))
		status = output_flush(&text, err) ? STATUS_DONE
						  : output_status(err);
	else if (path)
		status = write_new(path, &text, err);
	else if (!own)
		FAILURE(err, "config-no-home");
	else if (folder_make(own, err))
		status = write_new(own, &text, err);
	buf_done(&text);
	return status;
}
