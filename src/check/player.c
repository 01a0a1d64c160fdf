/* player: one check of a set, played by a process of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between it and who started it is a socket. To one side go the words that
 * start the program, when they are known, to the other the outcome, when there
 * is one, as texts that end with a 0. The end of the stream ends the other
 * side: a player whose parent is gone ends its lab.
 */
#include "check/player.h"

#include "base/sentence.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>

/* In the place of a verdict: this machine cannot play it. */
enum { OUTCOME_CANNOT = VERDICT_COUNT };

static void put_text(struct buf *out, const char *text)
{
	buf_puts(out, text ? text : "");
	buf_putc(out, '\0');
}

static void tell(int fd, int what, const struct outcome_of *outcome)
{
	struct buf out = {0};
	buf_printf(&out, "%d %llu", what, (unsigned long long)outcome->elapsed);
	buf_putc(&out, '\0');
	put_text(&out, outcome->told);
	put_text(&out, outcome->brief);
	put_text(&out, outcome->lesson);
	(void)!fd_write(fd, buf_text(&out), out.len);
	buf_done(&out);
}

/* Waits for the words that start the program; false when none will come. */
static bool hear_words(int fd, struct target *target)
{
	struct buf said = {0};
	const char **words = NULL;
	size_t count = 0, cap = 0;
	char byte = 1;
	while (!count || words[count - 1]) {
		ssize_t len = read(fd, &byte, 1);
		if (len < 0 && errno == EINTR)
			continue;
		if (len <= 0)
			break;
		if (byte) {
			buf_putc(&said, byte);
			continue;
		}
		words = xgrow(words, &cap, count + 1, sizeof(*words));
		// The first byte says that it is a word at all.
		words[count++] = said.len ? arena_strdup(&target->arena,
							 buf_text(&said) + 1)
					  : NULL;
		buf_clear(&said);
	}
	buf_done(&said);
	target->words = words;
	return count && !words[count - 1];
}

struct ending {
	int fd, number;
	struct loop *loop;
};

/* Nobody is there any more who wants to know. */
static void on_end(void *data, uint32_t ready)
{
	struct ending *ending = data;
	(void)ready;
	loop_remove(ending->loop, ending->fd);
	ending->number = SIGTERM;
}

static bool play(struct report *report, size_t check,
		 const struct target *built, const struct play_options *how,
		 int fd, struct err *err)
{
	struct ending ending = {.fd = fd, .loop = loop_new(err)};
	struct play_options options = *how;
	struct target target = *built;
	options.ending = &ending.number;
	struct playing *playing =
		ending.loop ? playing_open(report, check, &target, ending.loop,
					   &options, err)
			    : NULL;
	if (!playing)
		return false;
	if (!hear_words(fd, &target))
		ending.number = SIGTERM;
	else if (!loop_add(ending.loop, fd, EPOLLIN, on_end, &ending, err))
		return false;
	playing_run(playing);
	tell(fd, (int)report->outcomes[check].verdict,
	     &report->outcomes[check]);
	return true;
}

_Noreturn void player_run(struct report *report, size_t check,
			  const struct target *target,
			  const struct play_options *options, int fd)
{
	struct err err;
	bool ok = play(report, check, target, options, fd, &err);
	if (!ok)
		tell(fd, OUTCOME_CANNOT,
		     &(struct outcome_of){.brief = err.text});
	_exit(!ok);
}

/* --- the other side --------------------------------------------------------
 */

void player_tell_words(int fd, const char *const *words)
{
	struct buf out = {0};
	for (size_t i = 0; words[i]; i++) {
		buf_putc(&out, '=');
		put_text(&out, words[i]);
	}
	buf_putc(&out, '\0');
	// One that has ended is told of when its end is read.
	(void)!send(fd, buf_text(&out), out.len, MSG_NOSIGNAL);
	buf_done(&out);
}

static const char *take_text(struct arena *arena, struct str *rest)
{
	size_t len = strnlen(rest->data, rest->len);
	const char *text = arena_strndup(arena, rest->data, len);
	rest->data += len + (len < rest->len);
	rest->len -= len + (len < rest->len);
	return *text ? text : NULL;
}

/* That of a player which ended without a word. */
static const char *tell_end(struct arena *arena, int status)
{
	struct err why;
	(void)FAILURE(&why, "player-ended",
		      SLOT_NUMBER("status", WIFSIGNALED(status)
						    ? 128 + WTERMSIG(status)
						    : WEXITSTATUS(status)));
	return arena_strdup(arena, why.text);
}

bool player_note(struct report *report, size_t check, struct str said,
		 int status, struct err *err)
{
	struct outcome_of *outcome = &report->outcomes[check];
	struct arena *arena = &report->arena;
	const char *head = said.len ? take_text(arena, &said) : NULL;
	unsigned long long elapsed = 0;
	int what = VERDICT_ERROR;
	if (head && sscanf(head, "%d %llu", &what, &elapsed) == 2) {
		outcome->told = take_text(arena, &said);
		outcome->brief = take_text(arena, &said);
		outcome->lesson = take_text(arena, &said);
	} else {
		outcome->brief = tell_end(arena, status);
	}
	outcome->elapsed = elapsed;
	if (what == OUTCOME_CANNOT)
		return err_set(err, "%s", outcome->brief);
	outcome->verdict = (enum verdict)what;
	return true;
}
