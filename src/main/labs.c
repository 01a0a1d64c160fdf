/* labs: the commands that show a run without a lesson.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A free lab, programs that are traced, a log and a talk are each a blank
 * lesson, which says who is there, and options that say what comes into it:
 * the program knows one way only to show a run.
 */
#include "base/sentence.h"
#include "lab/inside/host.h"
#include "lesson/lesson.h"
#include "main/run.h"
#include "main/shown.h"
#include "ui/file/programs.h"
#include "ui/file/replay.h"
#include "ui/line/actors.h"
#include "ui/share/follow.h"
#include "ui/share/room_page.h"

#include <string.h>
#include <unistd.h>

int run_shell(const struct options *options, char **words, int count,
	      struct err *err)
{
	struct actor_spec actors[ACTORS_MOST];
	AUTO_FREE char *text =
		xstrdup(options->actors ? options->actors : "server,client");
	size_t actor_count = actors_cut(text, actors, err);
	if (!actor_count)
		return STATUS_USAGE;
	struct options with = *options;
	with.lines = count && strcmp(words[0], "-") != 0 ? words[0] : NULL;
	with.plain |= count > 0;
	struct lesson *lesson = lesson_blank(actors, actor_count, NULL, 0);
	int status = shown_run(&with, NULL, lesson, err);
	lesson_free(lesson);
	return status;
}

/* The lessons of the log take the place of the blank one. */
int run_replay(const struct options *options, char **words, int count,
	       struct err *err)
{
	(void)count;
	struct options with = *options;
	with.replay = words[0];
	struct lesson *lesson = lesson_blank(NULL, 0, NULL, 0);
	int status = shown_run(&with, NULL, lesson, err);
	lesson_free(lesson);
	return status;
}

/* The page that browsers follow with asks for the code itself. */
static int write_room(const struct options *options, char **words, int count,
		      struct err *err)
{
	if (count > 1) {
		FAILURE(err, "usage-follow-html");
		return STATUS_USAGE;
	}
	if (!room_page_check(words[0], err))
		return STATUS_USAGE;
	return room_page_write(words[0], options->html, err) ? STATUS_DONE
							     : STATUS_CANNOT;
}

int run_follow(const struct options *options, char **words, int count,
	       struct err *err)
{
	if (options->html)
		return write_room(options, words, count, err);
	if (count < 2) {
		FAILURE(err, "usage-follow-code");
		return STATUS_USAGE;
	}
	struct options with = *options;
	with.follow = words[0];
	with.room = words[1];
	if (!follow_check(with.follow, with.room, err))
		return STATUS_USAGE;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		FAILURE(err, "usage-follow-terminal");
		return STATUS_USAGE;
	}
	struct lesson *lesson = lesson_blank(NULL, 0, NULL, 0);
	int status = shown_run(&with, NULL, lesson, err);
	lesson_free(lesson);
	return status;
}

/* "h1=10.0.0.1/24,fd00::1/64", which is cut at its first "=". */
static bool read_host(char *text, struct host_spec *host, struct err *err)
{
	char *equals = strchr(text, '=');
	if (!equals || equals == text || !equals[1])
		return FAILURE(err, "usage-host-form", SLOT_TEXT("text", text));
	*equals = '\0';
	for (char *comma = equals; (comma = strchr(comma + 1, ','));)
		*comma = ' ';
	*host = (struct host_spec){text, equals + 1};
	const struct lab_host config = {text, equals + 1};
	struct host known;
	struct err why;
	return host_parse(&config, &known, &why) ||
	       FAILURE(err, "usage-host-error", SLOT_TEXT("name", text),
		       SLOT_TEXT("addresses", equals + 1),
		       SLOT_TEXT("error", why.text));
}

/* Whether no host in front of it has its name. */
static bool check_host(const struct host_spec *hosts, size_t at,
		       struct err *err)
{
	for (size_t i = 0; i < at; i++) {
		if (!strcmp(hosts[i].name, hosts[at].name))
			return FAILURE(err, "usage-host-twice",
				       SLOT_TEXT("name", hosts[at].name));
	}
	return true;
}

static int trace(const struct options *options, const struct programs *programs,
		 struct err *err)
{
	struct host_spec hosts[OPTIONS_HOSTS_MOST];
	struct arena arena = {0};
	bool read = true;
	for (size_t i = 0; read && i < options->host_count; i++)
		read = read_host(arena_strdup(&arena, options->hosts[i]),
				 &hosts[i], err) &&
		       check_host(hosts, i, err);
	int status = STATUS_USAGE;
	if (read) {
		struct options with = *options;
		with.programs = programs;
		with.no_namespaces |= with.pid != 0;
		struct lesson *lesson =
			lesson_blank(NULL, 0, hosts, options->host_count);
		lesson->title = sentence_text("reply-programs");
		status = shown_run(&with, NULL, lesson, err);
		lesson_free(lesson);
	}
	arena_done(&arena);
	return status;
}

static bool check_end_with(const struct options *options,
			   const struct programs *programs, struct err *err)
{
	if (!options->end_with)
		return true;
	for (size_t i = 0; i < programs->count; i++) {
		if (!strcmp(programs->items[i].name, options->end_with))
			return true;
	}
	return FAILURE(err, "usage-end-with-name",
		       SLOT_TEXT("name", options->end_with));
}

static bool check_when(const struct options *options,
		       const struct programs *programs, struct err *err)
{
	if (!options->when || programs->count > 1)
		return true;
	return FAILURE(err, "usage-when", SLOT_TEXT("name", options->when));
}

int run_trace(const struct options *options, char **words, int count,
	      struct err *err)
{
	struct programs programs = {0};
	struct arena arena = {0};
	bool read = true;
	if (!options->pid)
		read = programs_read(&programs, words, count, options->when,
				     &arena, err) &&
		       check_when(options, &programs, err) &&
		       check_end_with(options, &programs, err);
	else if (count)
		read = FAILURE(err, "usage-pid-program",
			       SLOT_NUMBER("pid", options->pid),
			       SLOT_TEXT("word", words[0]));
	int status = read ? trace(options, &programs, err) : STATUS_USAGE;
	arena_done(&arena);
	return status;
}
