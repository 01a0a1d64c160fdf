/* typed: a call as a learner types it at the prompt.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Besides the notation of lessons (call/whole/parse.h) the prompt takes Python
 * (`conn, peer = srv.accept()`, `socket.socket(socket.AF_INET,
 * socket.SOCK_STREAM)`), an unambiguous beginning of a call's name (`acc`), and
 * leaves out what has an obvious value: the socket that was used last, 1024
 * bytes, flags 0. What was left out is filled in, so that call_print() shows
 * the learner the whole call.
 */
#pragma once
#include "call/call.h"
#include "call/part/reader.h"
#include "call/print.h"

/* What the actor who is to make the call has. Borrowed. */
struct typed_context {
	const char *socket; /* variable that stands for a socket that is left
			     * out; NULL: none, and one must be named */
	struct name_finder finder; /* of hosts' names; find NULL: none are
				    * taken */
};

/* Reads one call, the whole of `text`, in C or in Python notation; `notation`
 * (may be NULL) gets which. Strings live in `arena`. On failure the sentence
 * points at the place as that of call_parse() does, and `column` (may be NULL)
 * gets it. */
bool call_parse_typed(struct str text, const struct typed_context *context,
		      struct arena *arena, struct call *call,
		      enum notation *notation, size_t *column, struct err *err);

/* Where the cursor stands in a call that is being typed, however unfinished. */
struct typed_place {
	const struct syscall *syscall; /* NULL: its name is not known yet */
	size_t arg;    /* index of the argument under the cursor; past the last
			* one where the call takes no more */
	bool in_args;  /* false: in the name, or where one can stand */
	size_t begin;  /* offset of the word under the cursor: in a dotted name
			* what is behind the dot, in arguments all of 127.0.0.1
			* and of socket.AF_INET */
	int64_t level; /* before an option's name: the level; before the value
			* of fcntl and ioctl: the command; else 0 */
	enum notation notation;
	// Of Python: what stands before the dot and behind it, and what its
	// arguments are where they are not those of the call; NULL: they are.
	struct str owner, method;
	const struct python_form *form;
	size_t index;	 /* of the argument among those that are written */
	bool has_poller; /* a statement behind "p = select.poll();" */
};

/* Finds the place of `cursor` (an offset in `text`). Never fails: where nothing
 * is known, the place says that a name can stand there. */
struct typed_place call_typed_place(struct str text, size_t cursor);

/* Adds "recv(sockfd, len[, flags])": the signature; `mark` is the index of the
 * argument to be put between « and » (or <> in ASCII), -1 for none. */
void call_print_signature(const struct syscall *syscall, int mark, bool ascii,
			  struct buf *out);

/* The same of what is being typed, in its notation: "srv.recv(«len»[, flags])".
 * The argument under the cursor is marked. */
void call_print_place(const struct typed_place *place, bool ascii,
		      struct buf *out);
