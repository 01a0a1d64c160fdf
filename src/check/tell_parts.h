/* tell_parts: what the files of tell share, and nobody else sees.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "check/tell.h"
#include "journal/event.h"

struct teller {
	const struct failure *failure;
	const struct journal *journal;
	const struct lesson *lesson; /* as it was played: one check */
	struct arena *arena;
	struct buf *out;
	size_t lines, most; /* written, and how many can be */
};

/* A paragraph behind `label`, its further lines indented as far; marks of
 * `code` stay. The last lines give way to the limit. */
void tell_put(struct teller *teller, const char *label, const char *text);

/* The beat of that number, and how many were played. */
const struct beat *tell_beat_at(const struct teller *teller, size_t index);
size_t tell_played(const struct teller *teller);

/* Whether it is the actor of that run, or a child or thread of it. */
bool tell_is_of(const char *actor, const char *program);

/* The run that is told of: the second one when there are two. */
const char *tell_last_run(const struct teller *teller);

/* The call that begins, sleeps or returns at that place, if it is one of the
 * run that is told of; NULL: it is not. */
const struct event_call *tell_call_at(const struct teller *teller,
				      size_t place);

/* The same of one that returns there. */
const struct event_call *tell_returned_at(const struct teller *teller,
					  size_t place);

/* The descriptor that the call is about; -1: none. */
int64_t tell_fd_of(const struct event_call *call);

/* Whether a peer's call with that flag was what did not come to what was
 * expected, and `words` is in what it came to. */
bool tell_peers_call_is(const struct teller *teller, unsigned flag,
			const char *words);

/* "recv(), at server.c:12"; the caller frees it. */
char *tell_place(const struct teller *teller, const struct event_call *call);

/* Writes the cause, and gives `text` back. */
void tell_put_cause(struct teller *teller, struct buf *text);

/* The name of a file in the learner's folder, as it is in there; NULL for one
 * that is elsewhere. */
const char *tell_own_file(const struct teller *teller, const char *file);

/* Adds ", at client.c:12", without the learner's folder; nothing where no line
 * is known. */
void tell_source(const struct teller *teller, const struct event_source *source,
		 struct buf *out);

/* Adds `lead`, the call of the event, its line, and how long it has slept. */
void tell_made_call(const struct teller *teller, const struct event *event,
		    const char *lead, struct buf *out);

/* "program runs" is "your program runs" for who wrote it, and where the
 * notation has a noun there is a verb. The caller frees it. */
char *tell_address(const char *text);

/* A sentence of a finding or a reason with "your program" in it where that has
 * the name of the run, and "a thread of your program" for what the run made.
 * The caller frees it. */
char *tell_own_words(const struct teller *teller, const char *text);

/* The first expectation of the last beat that was not met, or NULL. */
const struct event_check *tell_unmet(const struct teller *teller);

/* Whether a socket is the program's. */
bool tell_is_owned(const struct socket_state *row);

/* Why, where that is known, or the last call that failed; and the lesson that
 * teaches it, NULL for none. */
void tell_cause(struct teller *teller, const char **lesson);

/* Causes that lie in where its sockets are: connected to themselves, bound to
 * the port of another, of another protocol than the one that they ask for.
 * Returns whether there is one. */
bool tell_ports(struct teller *teller, const char **lesson);

/* Causes that are a call in which it sleeps: on another connection than that of
 * who waits for it, or in a handshake. Returns whether there is one. */
bool tell_asleep(struct teller *teller, const char **lesson);

/* Causes that are a socket that it closed, or left open: a listener that is
 * gone, a connection that its parent has, too. Returns whether there is one. */
bool tell_holders(struct teller *teller, const char **lesson);

/* Causes that the end of what a peer got shows: a newline that was taken away,
 * a NUL that was sent, too. Returns whether there is one. */
bool tell_ending(struct teller *teller, const char **lesson);

/* A cause that the numbers of its calls show: a length whose bytes were not
 * swapped; a port that was swapped, bytes that were taken for a string, or a
 * descriptor that threads share. Returns whether there is one. */
bool tell_length(struct teller *teller);
bool tell_numbers(struct teller *teller, const char **lesson);

/* Causes that the course of its calls shows: bytes that it kept, a connection
 * that it closed too early, a thread that all others wait for, an end that it
 * did not tell. Returns whether there is one. */
bool tell_course(struct teller *teller, const char **lesson);

/* A cause that the bytes show: those that came to one peer are another's, from
 * whom none are expected. Returns whether there is one. */
bool tell_mixed(struct teller *teller, const char **lesson);

/* Causes that are how a process of it ends, or does not: a handler that ended
 * it in the middle of a call, a child that goes on as its parent does. Returns
 * whether there is one. */
bool tell_ends(struct teller *teller, const char **lesson);

/* The call that stands for the last that it did, or NULL. */
const struct event *tell_shown_call(const struct teller *teller);

/* How the program stands: its end, and its last call. */
void tell_state(struct teller *teller);

/* What the kernel has of its sockets. */
void tell_rows(struct teller *teller);

/* The end of what somebody wrote to standard error, on one line. */
void tell_said(struct teller *teller, const char *actor, const char *label);

/* What the peers say that did not get what they should. */
void tell_peers(struct teller *teller);
