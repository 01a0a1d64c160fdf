/* script: command lines from a file, in the place of fingers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/script.h"

#include "base/mem.h"
#include "ui/say.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct script {
	char *text;
	struct str rest;
	int number; /* of the last line that was given */
};

static bool next_line(struct str *rest, struct str *line, int *number)
{
	while (str_next_line(rest, line)) {
		++*number;
		*line = str_trim(*line);
		if (line->len && line->data[0] != '#')
			return true;
	}
	return false;
}

static char *read_all(const char *path, size_t *len, struct err *err)
{
	FILE *file = fopen(path, "re");
	if (!file)
		return err_null(err, "read the script %s: %s", path,
				strerror(errno));
	struct buf all = {0};
	char part[4096];
	size_t n;
	while ((n = fread(part, 1, sizeof(part), file)) > 0)
		buf_add(&all, part, n);
	bool bad = ferror(file);
	fclose(file);
	if (bad) {
		buf_done(&all);
		return err_null(err, "read the script %s: %s", path,
				strerror(errno));
	}
	*len = all.len;
	return buf_take(&all);
}

struct script *script_open(const char *path, struct err *err)
{
	size_t len = 0;
	char *text = read_all(path, &len, err);
	if (!text)
		return NULL;
	struct str rest = {text, len}, line;
	int number = 0;
	struct err fault;
	while (next_line(&rest, &line, &number)) {
		if (say_check(line, &fault))
			continue;
		err_at(err, path, number, "%s", fault.text);
		free(text);
		return NULL;
	}
	struct script *script = xcalloc(1, sizeof(*script));
	script->text = text;
	script->rest = (struct str){text, len};
	return script;
}

void script_close(struct script *script)
{
	if (!script)
		return;
	free(script->text);
	free(script);
}

bool script_next(struct script *script, struct str *line)
{
	return next_line(&script->rest, line, &script->number);
}

int script_line(const struct script *script)
{
	return script->number;
}

bool script_is_over(const struct script *script)
{
	struct str rest = script->rest, line;
	int number = 0;
	return !next_line(&rest, &line, &number);
}
