/* produced: errors that a lab produces, each with what is said about it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include <stddef.h>

/* The lines of `script` are played: "ACTOR CALL" makes a call, "wire ORDER"
 * tells the wire something, "run COMMAND" runs a program, "signal ACTOR SIGNAL"
 * sends a signal, "interrupt ACTOR" interrupts its call. "await ACTOR" waits
 * until its call has come back, "state ACTOR VARIABLE STATE" until that socket
 * is so. The last call of `actor` must then have ended with `error`
 * (PRODUCED_BLOCKED: it sleeps, 0: it came back well), and what is explained
 * about it must contain `says`; NULL: nothing is said. */
struct produced {
	const char *name;
	const char *script;
	const char *actor;
	int error;
	const char *says;
};

enum { PRODUCED_BLOCKED = -1000 };

const struct produced *produced_addresses(size_t *count);
const struct produced *produced_arguments(size_t *count);
const struct produced *produced_connections(size_t *count);
const struct produced *produced_processes(size_t *count);
const struct produced *produced_names(size_t *count);
const struct produced *produced_waits(size_t *count);
const struct produced *produced_amounts(size_t *count);
const struct produced *produced_descriptors(size_t *count);
const struct produced *produced_ready(size_t *count);

/* Beginnings that many scripts have. The listener is fd 3 of server, the
 * connection fd 4 of server and fd 3 of client. */
#define TCP_LISTENER                                                           \
	"server srv = socket(AF_INET, SOCK_STREAM, 0)\n"                       \
	"server bind(srv, 127.0.0.1:12345)\n"                                  \
	"server listen(srv, 1)\n"
#define TCP_CLIENT "client cli = socket(AF_INET, SOCK_STREAM, 0)\n"
#define TCP_CONNECTED                                                          \
	TCP_LISTENER TCP_CLIENT "client connect(cli, 127.0.0.1:12345)\n"       \
				"server conn = accept(srv)\n"
#define UDP_CLIENT "client cli = socket(AF_INET, SOCK_DGRAM, 0)\n"
#define UNIX_LISTENER                                                          \
	"server srv = socket(AF_UNIX, SOCK_STREAM, 0)\n"                       \
	"server bind(srv, unix:/tmp/s)\n"                                      \
	"server listen(srv, 1)\n"
#define UNIX_CLIENT "client cli = socket(AF_UNIX, SOCK_STREAM, 0)\n"
#define UNIX_CONNECTED                                                         \
	UNIX_LISTENER UNIX_CLIENT "client connect(cli, unix:/tmp/s)\n"         \
				  "server conn = accept(srv)\n"
