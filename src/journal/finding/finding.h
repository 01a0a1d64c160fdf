/* finding: mistakes that programs make with sockets, told from what happened.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A finding is never a guess: it is told when the journal holds the evidence,
 * a call, its result, a row of the kernel, and not before.
 */
#pragma once
#include "journal/journal.h"

enum finding_kind {
	FINDING_LEFT_OPEN,   /* a connection that is over is never closed */
	FINDING_SHORT_SEND,  /* send took a part, the rest was never sent */
	FINDING_END_IGNORED, /* recv returned 0, and it goes on receiving */
	FINDING_DEAD_PEER,   /* bytes are sent into a connection that is over */
	FINDING_QUEUE_FULL,  /* the accept queue takes no more clients */
	FINDING_SIGPIPE,     /* it was killed for sending to nobody */
	FINDING_UNREACHABLE, /* it listens where the client cannot reach it */
	FINDING_NO_REUSEADDR,  /* bind met its own TIME-WAIT */
	FINDING_NO_HTONS,      /* its port has the bytes of another, swapped */
	FINDING_NO_LISTEN,     /* it is bound, and does not listen */
	FINDING_CLOSED_UNREAD, /* it closed with bytes unread: a reset */
	FINDING_NOT_CONNECTED, /* it goes on though connect() had failed */
	FINDING_STANDSTILL,    /* all wait for each other, or for nobody */
	FINDING_USED_CLOSED,   /* a descriptor that it has given back */
	FINDING_NO_LENGTH,     /* the room for an address was 0 */
	FINDING_BUSY_LOOP,     /* it asks again and again, without waiting */
	FINDING_OLD_BYTES,     /* it takes a buffer for a string */
	FINDING_CUT_DATAGRAM,  /* a datagram did not fit into its room */
	FINDING_USED_LISTENER, /* it takes the listener for a connection */
	FINDING_ONE_AT_A_TIME, /* it waits for one client, others for it */
	FINDING_KIND_COUNT
};

/* One row for each kind: its word in the log, the lesson that teaches it. */
struct finding_row {
	const char *word, *lesson;
};

const struct finding_row *finding_row(enum finding_kind kind);

struct findings;

/* Called for each finding; the event is borrowed during the call. */
typedef void finding_fn(void *data, const struct event *event);

struct findings *findings_new(finding_fn *fn, void *data);
void findings_free(struct findings *findings); /* NULL is fine */

/* Takes the next event of a journal, all of which must be given in order;
 * `journal` ends with it. */
void findings_take(struct findings *findings, const struct journal *journal,
		   const struct event *event);
