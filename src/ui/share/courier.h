/* courier: messages to and from an MQTT broker, by a process of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/loop.h"
#include "ui/share/broker.h"
#include "ui/share/frame.h"

struct courier;

/* Where the broker is, and who comes. */
struct courier_place {
	const char *host;
	int port;
	bool is_secret;		      /* by TLS */
	const char *user, *password;  /* NULL: none */
	const char *name;	      /* as the broker knows it; NULL: any */
	const char *subscriptions[2]; /* what is to be told; NULL: no more */
	bool keeps;		      /* the broker is to keep what is sent */
	bool clears;		      /* and to forget it at the end */
	bool counts;		      /* what is told are votes (ballot.h) */
	const struct broker *broker;  /* to be run besides, or NULL */
};

/* Called for each frame that comes: FRAME_MESSAGE, UP, DOWN, TALLY. */
typedef void courier_fn(void *data, const struct frame *frame);

/* Starts the process; `place` must last. Nothing here waits for it. */
struct courier *courier_open(struct loop *loop,
			     const struct courier_place *place, courier_fn *fn,
			     void *data, struct err *err);
void courier_send(struct courier *courier, const struct frame *frame);

/* Waits for a moment, in which the last is sent. NULL is fine. */
void courier_close(struct courier *courier);

/* courier_work.c: what the process does until the other end of `fd` is closed.
 */
void courier_work(int fd, const struct courier_place *place);
