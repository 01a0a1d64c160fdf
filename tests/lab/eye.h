/* eye: this process as the one actor of a probe.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "lab/probe/probe.h"

/* Looks at the namespace of the calling process, in which the process itself
 * is the actor "me". */
struct eye {
	struct probe_host host;
	struct probe_actor actor;
	struct snapshot snapshot; /* the last one */
};

void eye_open(struct eye *eye);
void eye_close(struct eye *eye);

/* Takes a new snapshot. Returns NULL, or what went wrong. */
const char *eye_look(struct eye *eye);

/* Waits until `holds` says yes of a new snapshot, two seconds at most. */
bool eye_wait(struct eye *eye, bool (*holds)(const struct eye *eye));

/* The row of our descriptor, or an empty row. */
const struct socket_state *eye_row(const struct eye *eye, int fd);

/* A bound or connected socket; -1 when a call fails. `address` as in lessons,
 * NULL for none. */
int eye_listen(const char *address, int backlog);
int eye_connect(const char *address);
int eye_bind(const char *address, int type);
