/* machine: the state machine of TCP, as sockets of Linux go through it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/states/machine.h"

#include "base/sentence.h"
#include "journal/packet/packet.h"

#include <string.h>

enum { SYN = PACKET_SYN, ACK = PACKET_ACK, FIN = PACKET_FIN };

/* clang-format off */
static const struct machine_edge edges[] = {
	{SOCKET_CLOSE, SOCKET_LISTEN, MACHINE_CALL, {"listen"}, 0, SENTENCE_ID("edge-listen")},
	{SOCKET_LISTEN, SOCKET_CLOSE, MACHINE_CALL, {"shutdown"}, 0, SENTENCE_ID("edge-shutdown")},
	{SOCKET_LISTEN, MACHINE_GONE, MACHINE_CALL, {"close"}, 0, SENTENCE_ID("edge-close")},
	{SOCKET_CLOSE, MACHINE_GONE, MACHINE_CALL, {"close"}, 0, SENTENCE_ID("edge-close")},
	{SOCKET_CLOSE, SOCKET_SYN_SENT, MACHINE_CALL, {"connect"}, 0, SENTENCE_ID("edge-connect-syn-goes")},
	{MACHINE_BORN, SOCKET_SYN_RECV, MACHINE_PACKET, {0}, SYN, SENTENCE_ID("edge-syn-comes-a-new-socket")},
	{SOCKET_SYN_SENT, SOCKET_SYN_RECV, MACHINE_PACKET, {0}, SYN, SENTENCE_ID("edge-syn-comes-syn-ack-goes")},
	{SOCKET_SYN_SENT, SOCKET_ESTABLISHED, MACHINE_PACKET, {0}, SYN | ACK, SENTENCE_ID("edge-syn-ack-comes-ack-goes")},
	{SOCKET_SYN_RECV, SOCKET_ESTABLISHED, MACHINE_PACKET, {0}, ACK, SENTENCE_ID("edge-ack-comes")},
	{SOCKET_SYN_RECV, SOCKET_FIN_WAIT1, MACHINE_CALL, {"close", "shutdown"}, 0, SENTENCE_ID("edge-close-fin-goes")},
	{SOCKET_ESTABLISHED, SOCKET_FIN_WAIT1, MACHINE_CALL, {"close", "shutdown"}, 0, SENTENCE_ID("edge-close-fin-goes")},
	{SOCKET_ESTABLISHED, SOCKET_CLOSE_WAIT, MACHINE_PACKET, {0}, FIN, SENTENCE_ID("edge-fin-comes-ack-goes")},
	{SOCKET_FIN_WAIT1, SOCKET_FIN_WAIT2, MACHINE_PACKET, {0}, ACK, SENTENCE_ID("edge-ack-comes")},
	{SOCKET_FIN_WAIT1, SOCKET_CLOSING, MACHINE_PACKET, {0}, FIN, SENTENCE_ID("edge-fin-comes-ack-goes")},
	{SOCKET_FIN_WAIT1, SOCKET_TIME_WAIT, MACHINE_PACKET, {0}, FIN | ACK, SENTENCE_ID("edge-fin-ack-comes")},
	{SOCKET_FIN_WAIT2, SOCKET_TIME_WAIT, MACHINE_PACKET, {0}, FIN, SENTENCE_ID("edge-fin-comes-ack-goes")},
	{SOCKET_CLOSING, SOCKET_TIME_WAIT, MACHINE_PACKET, {0}, ACK, SENTENCE_ID("edge-ack-comes")},
	{SOCKET_CLOSE_WAIT, SOCKET_LAST_ACK, MACHINE_CALL, {"close", "shutdown"}, 0, SENTENCE_ID("edge-close-fin-goes")},
	{SOCKET_LAST_ACK, MACHINE_GONE, MACHINE_PACKET, {0}, ACK, SENTENCE_ID("edge-ack-comes")},
	{SOCKET_LAST_ACK, SOCKET_CLOSE, MACHINE_PACKET, {0}, ACK, SENTENCE_ID("edge-ack-comes")},
	{SOCKET_TIME_WAIT, MACHINE_GONE, MACHINE_TIMER, {0}, 0, SENTENCE_ID("edge-60-s-pass")},
};
/* clang-format on */

const struct machine_edge *machine_edge(int from, int to)
{
	for (size_t i = 0; i < COUNT(edges); i++) {
		if (edges[i].from == from && edges[i].to == to)
			return &edges[i];
	}
	return NULL;
}

/* States are indices of arrays, MACHINE_BORN being the first. */
enum { STATES = SOCKET_STATE_COUNT + 1 };

static size_t index_of(int state)
{
	return (size_t)state + 1;
}

/* How many edges each state is away from `from` without passing `without`;
 * 0 for those that cannot be reached. */
static void reach(int from, int without, int distance[STATES])
{
	memset(distance, 0, STATES * sizeof(*distance));
	for (int level = 0; level < STATES; level++) {
		for (size_t i = 0; i < COUNT(edges); i++) {
			const struct machine_edge *edge = &edges[i];
			bool there =
				level ? distance[index_of(edge->from)] == level
				      : edge->from == from;
			int *to = &distance[index_of(edge->to)];
			if (there && !*to && edge->to != without &&
			    edge->from != without)
				*to = level + 1;
		}
	}
}

size_t machine_between(int from, int to, int *states)
{
	enum { NONE = -2 };
	int all[STATES], less[STATES];
	size_t count = 0;
	reach(from, NONE, all);
	if (!all[index_of(to)])
		return 0;
	for (int away = 1; away < all[index_of(to)]; away++) {
		for (int state = 1; state < SOCKET_STATE_COUNT; state++) {
			if (all[index_of(state)] != away || state == to ||
			    state == from)
				continue;
			reach(from, state, less);
			if (!less[index_of(to)])
				states[count++] = state;
		}
	}
	return count;
}
