/* place: where a broker is that somebody else runs, and who comes to it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include "base/err.h"

enum { PLACE_HOST = 256, PLACE_NAME = 128 };

struct place {
	char host[PLACE_HOST];
	int port;
	bool is_secret;				     /* by TLS */
	char user[PLACE_NAME], password[PLACE_NAME]; /* empty: none */
	char path[PLACE_NAME]; /* of websockets, without its slash */
};

/* Whether it is an address as place_read() wants it, or the file of one. */
bool place_is_url(const char *text);

/* Reads mqtt://USER:PASSWORD@HOST:PORT or mqtts://..., all but the host can be
 * left out; or the first line of the file that `text` names, so that no
 * password stands on a command line. */
bool place_read(struct place *place, const char *text, struct err *err);

/* The same for where browsers reach it, by websockets:
 * ws://USER:PASSWORD@HOST:PORT/PATH or wss://... */
bool place_read_web(struct place *place, const char *text, struct err *err);
