/* tell_numbers: causes that stand in the numbers of a program's calls.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A port or a length whose bytes were not put in the network's order is a
 * number that says so itself: swapped back it is the one that was meant. Who
 * sends what came up to its first 0 took it for a string. And a thread that
 * goes on with another's descriptor, while nobody looks at its own any more,
 * has it from a variable that both write.
 */
#include "base/sentence.h"
#include "call/table/kind.h"
#include "call/table/syscalls.h"
#include "check/tell_parts.h"
#include "journal/finding/finding.h"

#include <byteswap.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

/* The lengths that a message may well have; with their bytes swapped such
 * numbers are beyond all that a program asks for. */
enum { LENGTH_SIZE = 4, LENGTH_MOST = 65535, STREAMS_MOST = 64 };

static bool receives(const struct event_call *call)
{
	return call->call.syscall->flags & SYSCALL_RECEIVES;
}

/* --- a port ----------------------------------------------------------------
 */

/* The port behind the last colon of what was expected; -1: none. */
static int port_expected(const struct teller *teller)
{
	const struct event_check *check = tell_unmet(teller);
	const char *colon = check ? strrchr(check->text, ':') : NULL;
	int port;
	return colon && !strncmp(check->text, "program.", strlen("program.")) &&
			       sscanf(colon, ":%d", &port) == 1
		       ? port
		       : -1;
}

static bool put_port(struct teller *teller, const char **lesson)
{
	int wanted = port_expected(teller);
	struct snapshot snapshot = {0};
	struct buf text = {0};
	journal_snapshot(teller->journal, journal_count(teller->journal),
			 &snapshot);
	for (size_t i = 0; wanted > 0 && !text.len && i < snapshot.count; i++) {
		const struct socket_state *row = &snapshot.rows[i];
		int port = address_port(&row->local);
		if (tell_is_owned(row) && port != wanted &&
		    port == bswap_16((uint16_t)wanted))
			SENTENCE(&text, "port-swapped",
				 SLOT_NUMBER("port", port),
				 SLOT_NUMBER("wanted", wanted));
	}
	snapshot_done(&snapshot);
	bool is_told = text.len;
	if (is_told)
		*lesson = finding_row(FINDING_NO_HTONS)->lesson;
	if (is_told)
		tell_put_cause(teller, &text);
	return is_told;
}

/* --- a length --------------------------------------------------------------
 */

/* What came on a connection so far: how much, and the first bytes. */
struct stream {
	int64_t fd;
	unsigned char head[LENGTH_SIZE];
	uint64_t got;
};

struct streams {
	struct stream items[STREAMS_MOST];
	size_t count;
};

static struct stream *stream_of(struct streams *streams, int64_t fd)
{
	for (size_t i = 0; i < streams->count; i++) {
		if (streams->items[i].fd == fd)
			return &streams->items[i];
	}
	return NULL;
}

/* A number begins to mean a connection, or another one. */
static void stream_begin(struct streams *streams, int64_t fd)
{
	struct stream *stream = stream_of(streams, fd);
	if (!stream && streams->count < STREAMS_MOST)
		stream = &streams->items[streams->count++];
	if (stream)
		*stream = (struct stream){.fd = fd};
}

static void stream_add(struct stream *stream, const struct call *call)
{
	const struct bytes *data = &call->result.data;
	for (size_t i = 0; i < call->argc; i++) {
		if (call->syscall->parameters[i].kind == &kind_msg &&
		    call->args[i].num & MSG_PEEK)
			return;
	}
	for (size_t i = 0; i < data->len; i++) {
		if (stream->got + i < LENGTH_SIZE)
			stream->head[stream->got + i] =
				(unsigned char)data->data[i];
	}
	stream->got += (uint64_t)call->result.value;
}

/* How much the call asks for; -1 where it does not say. */
static int64_t asked_for(const struct call *call)
{
	for (size_t i = 0; i < call->argc; i++) {
		if (call->syscall->parameters[i].kind == &kind_room)
			return call->args[i].num;
	}
	return -1;
}

static uint32_t length_of(const struct stream *stream)
{
	const unsigned char *head = stream->head;
	return (uint32_t)head[0] << 24 | (uint32_t)head[1] << 16 |
	       (uint32_t)head[2] << 8 | head[3];
}

/* Whether the first bytes are a length in the network's order that would be
 * beyond belief in the other. */
static bool is_length(const struct stream *stream)
{
	uint32_t length = length_of(stream);
	return stream->got >= LENGTH_SIZE && length && length <= LENGTH_MOST &&
	       bswap_32(length) > LENGTH_MOST;
}

static void put_misread(struct teller *teller, const struct stream *stream,
			const struct event_call *call, bool is_asked)
{
	const unsigned char *head = stream->head;
	uint32_t length = length_of(stream), swapped = bswap_32(length);
	AUTO_FREE char *place = tell_place(teller, call);
	AUTO_FREE char *bytes = xprintf("%02x %02x %02x %02x", head[0], head[1],
					head[2], head[3]);
	struct buf text = {0};
	if (is_asked)
		SENTENCE(&text, "length-swapped", SLOT_TEXT("place", place),
			 SLOT_TEXT("bytes", bytes),
			 SLOT_NUMBER("length", length),
			 SLOT_NUMBER("swapped", swapped));
	else
		SENTENCE(&text, "length-swapped-close",
			 SLOT_TEXT("place", place), SLOT_TEXT("bytes", bytes),
			 SLOT_NUMBER("length", length),
			 SLOT_NUMBER("swapped", swapped));
	tell_put_cause(teller, &text);
}

/* Whether the call takes a length that came in the wrong order: it asks for so
 * much, or wants no more; tells of it. */
static bool is_misread(struct teller *teller, const struct stream *stream,
		       const struct event_call *call)
{
	if (call->phase != CALL_ENTER || !is_length(stream))
		return false;
	uint64_t behind = stream->got - LENGTH_SIZE;
	uint64_t wrong = bswap_32(length_of(stream)) - behind;
	bool is_asked =
		receives(call) && asked_for(&call->call) == (int64_t)wrong;
	bool is_left = call_is(&call->call, "close") && !behind;
	if (is_asked || is_left)
		put_misread(teller, stream, call, is_asked);
	return is_asked || is_left;
}

/* Takes part of what the call does; tells of one that shows the mistake. */
static bool look_at_length(struct teller *teller, struct streams *streams,
			   const struct event_call *call)
{
	int64_t fd = tell_fd_of(call);
	const struct result *result = &call->call.result;
	struct stream *stream = stream_of(streams, fd);
	bool is_back = call->phase == CALL_RETURN && !result->error;
	if (is_back && !strncmp(call->call.syscall->name, "accept", 6))
		stream_begin(streams, result->value);
	else if (is_back && call_is(&call->call, "connect"))
		stream_begin(streams, fd);
	else if (is_back && stream && receives(call))
		stream_add(stream, &call->call);
	return stream && is_misread(teller, stream, call);
}

bool tell_length(struct teller *teller)
{
	struct streams streams = {0};
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event_call *call = tell_call_at(teller, i);
		if (call && look_at_length(teller, &streams, call))
			return true;
	}
	return false;
}

/* --- a string --------------------------------------------------------------
 */

/* The last call before `place` on that descriptor that received bytes; NULL
 * where one that sends was made since, or there is none. */
static const struct event_call *received_before(const struct teller *teller,
						size_t place, int64_t fd)
{
	for (size_t i = place; i-- > 0;) {
		const struct event_call *call = tell_call_at(teller, i);
		if (!call || tell_fd_of(call) != fd ||
		    call->phase != CALL_RETURN)
			continue;
		return receives(call) && !call->call.result.error ? call : NULL;
	}
	return NULL;
}

/* Whether the call sends just those of the bytes that came before the first 0
 * among them. */
static bool put_cut(struct teller *teller, size_t place)
{
	const struct event_call *call = tell_call_at(teller, place);
	const struct event_call *from =
		received_before(teller, place, tell_fd_of(call));
	if (!from || call->call.argc < 2 ||
	    call->call.args[1].kind != VALUE_BYTES)
		return false;
	const struct bytes *sent = &call->call.args[1].bytes;
	const struct bytes *got = &from->call.result.data;
	if (!sent->len || sent->len >= got->len || got->data[sent->len] ||
	    memcmp(sent->data, got->data, sent->len) != 0)
		return false;
	AUTO_FREE char *where = tell_place(teller, call);
	struct buf text = {0};
	SENTENCE(&text, "cut-at-zero", SLOT_TEXT("place", where),
		 SLOT_NUMBER("sent", sent->len),
		 SLOT_NUMBER("got", from->call.result.value));
	tell_put_cause(teller, &text);
	return true;
}

static bool put_string(struct teller *teller)
{
	for (size_t i = 0; i < journal_count(teller->journal); i++) {
		const struct event_call *call = tell_call_at(teller, i);
		if (call && call->phase == CALL_ENTER &&
		    call->call.syscall->flags & SYSCALL_SENDS &&
		    put_cut(teller, i))
			return true;
	}
	return false;
}

/* --- a descriptor ----------------------------------------------------------
 */

/* The place of the last accept() before `place` that came back with `fd` (-1:
 * any) to `actor` (NULL: any); SIZE_MAX: none. */
static size_t accepted_before(const struct teller *teller, size_t place,
			      const char *actor, int64_t fd)
{
	for (size_t i = place; i-- > 0;) {
		const struct event_call *call = tell_call_at(teller, i);
		if (call && call->phase == CALL_RETURN &&
		    !call->call.result.error &&
		    !strncmp(call->call.syscall->name, "accept", 6) &&
		    (!actor || !strcmp(call->actor, actor)) &&
		    (fd < 0 || call->call.result.value == fd))
			return i;
	}
	return SIZE_MAX;
}

/* Whether `actor` is in a receiving call on that descriptor at `place`. */
static bool is_inside(const struct teller *teller, size_t place,
		      const char *actor, int64_t fd)
{
	for (size_t i = place; i-- > 0;) {
		const struct event_call *call = tell_call_at(teller, i);
		if (call && !strcmp(call->actor, actor))
			return call->phase != CALL_RETURN && receives(call) &&
			       tell_fd_of(call) == fd;
	}
	return false;
}

/* Whether the thread that receives at `place` has accepted a client of its own,
 * and receives from one that another thread has accepted since, and waits for
 * at this very moment. */
static bool put_shared(struct teller *teller, size_t place)
{
	const struct event_call *call = tell_call_at(teller, place);
	int64_t fd = tell_fd_of(call);
	size_t own = accepted_before(teller, place, call->actor, -1);
	size_t given = accepted_before(teller, place, NULL, fd);
	if (own == SIZE_MAX || given == SIZE_MAX || given <= own)
		return false;
	const char *other = tell_call_at(teller, given)->actor;
	if (!strcmp(other, call->actor) || !is_inside(teller, place, other, fd))
		return false;
	AUTO_FREE char *where = tell_place(teller, call);
	struct buf text = {0};
	SENTENCE(&text, "descriptor-shared", SLOT_TEXT("place", where),
		 SLOT_NUMBER("fd", fd));
	tell_put_cause(teller, &text);
	return true;
}

/* Who waits for several descriptors at a time serves whoever has something. */
static bool waits_for_several(const struct event_call *call)
{
	static const char *const names[] = {"epoll_wait", "poll", "select"};
	for (size_t i = 0; i < COUNT(names); i++) {
		if (strstr(call->call.syscall->name, names[i]))
			return true;
	}
	return false;
}

/* What each thread received last is looked at. */
static bool put_descriptor(struct teller *teller)
{
	const char *seen[STREAMS_MOST];
	size_t count = 0;
	for (size_t i = journal_count(teller->journal); i-- > 0;) {
		const struct event_call *call = tell_call_at(teller, i);
		bool is_new = call && call->phase == CALL_ENTER &&
			      receives(call) && count < COUNT(seen);
		if (call && waits_for_several(call))
			return false;
		for (size_t n = 0; is_new && n < count; n++)
			is_new = strcmp(seen[n], call->actor) != 0;
		if (is_new)
			seen[count++] = call->actor;
		if (is_new && put_shared(teller, i))
			return true;
	}
	return false;
}

bool tell_numbers(struct teller *teller, const char **lesson)
{
	return put_port(teller, lesson) || put_string(teller) ||
	       put_descriptor(teller);
}
