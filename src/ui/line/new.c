/* new: a template of an exercise or of a lesson.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each is complete and right as it is, so that who writes the next one changes
 * something that works. What stands for the name is filled in once.
 */
#include "base/sentence.h"
#include "lesson/catalogue.h"
#include "lesson/lesson.h"
#include "ui/file/output.h"
#include "ui/line/exercises.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>

static const char of_exercise[] =
	"---\n"
	"id: %s\n"
	"title: Says hello\n"
	"module: 2 Connections\n"
	"kind: exercise\n"
	"objective: Write a server that says hello.\n"
	"requires: []\n"
	"minutes: {demo: 5, lab: 30}\n"
	"actors: {client: {}}\n"
	"---\n\n"
	"Write a program that is given an address and a port, listens there "
	"and says\n`hello` to who connects.\n\n"
	"```starter server.py\n"
	"import sys\n\n"
	"address, port = sys.argv[1], int(sys.argv[2])\n"
	"```\n\n"
	"## Check: says hello (2 points)\n\n"
	"```hints\n"
	"- Who speaks first?\n"
	"- accept gives the socket to send on.\n"
	"```\n\n"
	"Your program is started, and listens.\n\n"
	"```program\n127.0.0.1 $port\n```\n\n"
	"```expect\nprogram.listener: LISTEN 127.0.0.1:$port\n```\n\n"
	"A client connects.\n\n"
	"```c client\n"
	"cli = socket(AF_INET, SOCK_STREAM, 0);\n"
	"connect(cli, 127.0.0.1:$port);\n"
	"```\n\n"
	"It is told hello.\n\n"
	"```c client\nrecv(cli, 100);\n```\n\n"
	"```expect\ngets \"hello\\n\"\n```\n";

static const char of_lesson[] =
	"---\n"
	"id: %s\n"
	"title: A first listener\n"
	"module: 2 Connections\n"
	"kind: core\n"
	"objective: Say what listen does.\n"
	"requires: []\n"
	"minutes: {demo: 3, lab: 6}\n"
	"actors: {server: {}}\n"
	"---\n\n"
	"A server says that it takes connections.\n\n"
	"## Get ready: an address\n\n"
	"```c server setup\n"
	"srv = socket(AF_INET, SOCK_STREAM, 0);\n"
	"bind(srv, 127.0.0.1:12345);\n"
	"```\n\n"
	"The socket has an address.\n"
	"`listen` makes it ready for connections.\n\n"
	"```c server\nlisten(srv, 5);\n```\n\n"
	"```expect\n"
	"returns 0\n"
	"srv: LISTEN 127.0.0.1:12345 recv-q 0 send-q 5\n"
	"```\n\n"
	"Send-Q is how many may wait.\n";

static const struct template
{
	const char *kind, *text;
}
templates[] = {
	{"exercise", of_exercise},
	{"lesson", of_lesson},
};

static const struct template *find_template(const char *kind)
{
	for (size_t i = 0; i < COUNT(templates); i++) {
		if (!strcmp(templates[i].kind, kind))
			return &templates[i];
	}
	return NULL;
}

/* An id has small letters, digits and hyphens. */
static bool is_id(const char *name)
{
	size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
	return islower((unsigned char)name[0]) && !name[len];
}

static bool write_template(const char *path, const char *text, const char *id,
			   struct err *err)
{
	struct buf out = {0};
	const char *place = strstr(text, "%s");
	buf_add(&out, text, (size_t)(place - text));
	buf_puts(&out, id);
	buf_puts(&out, place + 2);
	AUTO_CLOSE int fd =
		open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	bool ok = fd >= 0 && write(fd, out.data, out.len) == (ssize_t)out.len;
	buf_done(&out);
	return ok || FAILURE(err, "write-file", SLOT_TEXT("path", path),
			     SLOT_TEXT("reason", strerror(errno)));
}

/* Whether no installed one has that id: by it progress is kept. */
static bool is_free(const struct template *template, const char *id,
		    struct err *err)
{
	struct catalogue catalogue;
	struct err none;
	bool opened = template->text == of_exercise
			      ? catalogue_open_exercises(&catalogue, &none)
			      : catalogue_open(&catalogue, &none);
	const char *file = NULL;
	for (size_t i = 0; opened && i < catalogue.count; i++) {
		if (!strcmp(catalogue.lessons[i]->id, id))
			file = catalogue.lessons[i]->file;
	}
	if (file)
		FAILURE(err, "new-name-taken",
			SLOT_TEXT("kind", template->kind), SLOT_TEXT("id", id),
			SLOT_TEXT("file", file));
	if (opened)
		catalogue_close(&catalogue);
	return !file;
}

int exercises_new(const struct options *options, char *const *words,
		  size_t count, struct err *err)
{
	(void)options;
	const struct template *template = find_template(words[0]);
	const char *name = count > 1 ? words[1] : "";
	// The number is its place in the curriculum; 99 is behind all.
	bool has_number = isdigit((unsigned char)name[0]) &&
			  isdigit((unsigned char)name[1]) && name[2] == '-';
	const char *id = has_number ? name + 3 : name;
	AUTO_FREE char *path =
		xprintf("%s%s.md", has_number ? "" : "99-", name);
	if (!template)
		FAILURE(err, "new-kind", SLOT_TEXT("word", words[0]));
	else if (count < 2)
		FAILURE(err, "argument-is-missing", SLOT_TEXT("command", "new"),
			SLOT_TEXT("argument", NOTATION("NAME")));
	else if (!name[0])
		FAILURE(err, "new-name", SLOT_TEXT("kind", words[0]));
	else if (!is_id(id))
		FAILURE(err, "new-name-unfit", SLOT_TEXT("kind", words[0]),
			SLOT_TEXT("name", name));
	if (!template || !is_id(id) || !is_free(template, id, err))
		return STATUS_USAGE;
	if (!write_template(path, template->text, id, err))
		return STATUS_FAILED;
	AUTO_FREE char *said = SENTENCE_NEW(template->text == of_exercise
						    ? "reply-new-exercise"
						    : "reply-new-lesson",
					    SLOT_TEXT("path", path));
	output_print("%s\n", said);
	return STATUS_DONE;
}
