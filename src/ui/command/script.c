/* script: command lines from a file, in the place of fingers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/command/script.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "ui/command/say.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct script {
	char *path;
	char *text;
	struct str rest;
	int number;	      /* of the last line that was given */
	struct script *outer; /* that loaded this one, or NULL */
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
		return FAILURE_NULL(err, "read-script", SLOT_TEXT("path", path),
				    SLOT_TEXT("reason", strerror(errno)));
	struct buf all = {0};
	char part[4096];
	size_t n;
	while ((n = fread(part, 1, sizeof(part), file)) > 0)
		buf_add(&all, part, n);
	bool bad = ferror(file);
	fclose(file);
	if (bad) {
		buf_done(&all);
		return FAILURE_NULL(err, "read-script", SLOT_TEXT("path", path),
				    SLOT_TEXT("reason", strerror(errno)));
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
	script->path = xstrdup(path);
	script->text = text;
	script->rest = (struct str){text, len};
	return script;
}

/* Frees one and gives the one that loaded it. */
static struct script *leave(struct script *script)
{
	struct script *outer = script->outer;
	free(script->path);
	free(script->text);
	free(script);
	return outer;
}

void script_close(struct script *script)
{
	while (script)
		script = leave(script);
}

bool script_push(struct script **script, const char *path, struct err *err)
{
	enum { DEPTH_MOST = 16 };
	int depth = 0;
	for (const struct script *at = *script; at; at = at->outer)
		depth++;
	if (depth > DEPTH_MOST)
		return FAILURE(err, "load-too-deep", SLOT_TEXT("path", path),
			       SLOT_NUMBER("most", DEPTH_MOST));
	struct script *inner = script_open(path, err);
	if (!inner)
		return false;
	inner->outer = *script;
	*script = inner;
	return true;
}

bool script_next(struct script **script, struct str *line)
{
	while (*script) {
		if (next_line(&(*script)->rest, line, &(*script)->number))
			return true;
		*script = leave(*script);
	}
	return false;
}

int script_line(const struct script *script)
{
	return script->number;
}

const char *script_path(const struct script *script)
{
	return script->path;
}

bool script_is_over(const struct script *script)
{
	struct str line;
	int number = 0;
	for (; script; script = script->outer) {
		struct str rest = script->rest;
		if (next_line(&rest, &line, &number))
			return false;
	}
	return true;
}
