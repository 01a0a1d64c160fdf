/* journal_finding: each mistake is found, and its correct twin is not.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/table/symbol.h"
#include "call/whole/parse.h"
#include "journal/finding/finding.h"
#include "journal/socket/snapshot.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

/* A run as it is told, one event on each line:
 *     + ACTOR [of PARENT | thread PARENT]
 *     - ACTOR [SIGNAL]
 *     ACTOR: CALL = NUMBER | ERRNO | killed SIGNAL
 *     row STATE|UDP PORT ADDRESS RECV-Q SEND-Q ACTOR FD [PEER]
 *     datagram FROM TO "BYTES"   of UDP, from port to port, delivered
 */
struct scenario {
	const char *name;
	const char *found; /* words in their order, or "" */
	const char *lines;
};

struct told {
	struct journal *journal;
	struct findings *findings;
	struct arena arena;
	struct buf words, texts;
	unsigned calls;
};

static void take(void *data, const struct event *event)
{
	struct told *told = data;
	const struct event_finding *finding = &event->as.finding;
	buf_printf(&told->words, "%s%s", told->words.len ? " " : "",
		   finding->word);
	buf_printf(&told->texts, "%s\n", finding->text);
}

static void append(struct told *told, const struct event *event)
{
	findings_take(told->findings, told->journal,
		      journal_append(told->journal, event));
}

static void tell_actor(struct told *told, enum actor_phase phase,
		       struct str rest)
{
	struct str name = {0}, how = {0}, other = {0};
	struct event event = {.kind = EVENT_ACTOR, .as.actor.phase = phase};
	struct event_actor *actor = &event.as.actor;
	int64_t number = 0;
	str_next_word(&rest, &name);
	actor->actor = arena_strndup(&told->arena, name.data, name.len);
	actor->host = "host";
	if (str_next_word(&rest, &how) && phase == ACTOR_ENDED) {
		cr_assert(symbol_value(SYMBOL_SIGNAL, how, &number));
		actor->signal = (int)number;
	} else if (str_next_word(&rest, &other)) {
		actor->is_thread = str_is(how, "thread");
		actor->parent =
			arena_strndup(&told->arena, other.data, other.len);
	}
	append(told, &event);
}

static void tell_row(struct told *told, struct str rest)
{
	struct str words[7] = {{0}};
	for (size_t i = 0; i < COUNT(words); i++)
		cr_assert(str_next_word(&rest, &words[i]));
	char text[7][32];
	for (size_t i = 0; i < COUNT(words); i++)
		snprintf(text[i], sizeof(text[i]), "%.*s", (int)words[i].len,
			 words[i].data);
	struct socket_owner owner = {text[5], atoi(text[6])};
	struct event event = {.kind = EVENT_SOCKET};
	struct socket_state *row = &event.as.socket.state;
	bool is_udp = str_is(words[0], "UDP");
	*row = (struct socket_state){
		.host = "host",
		.cookie = (uint64_t)atoi(text[6]) + 100,
		.protocol = is_udp ? IPPROTO_UDP : IPPROTO_TCP,
		.family = AF_INET,
		.type = is_udp ? SOCK_DGRAM : SOCK_STREAM,
		.state = is_udp ? SOCKET_CLOSE
				: socket_state_from_word(words[0]),
		.recv_q = (uint32_t)atoi(text[3]),
		.send_q = (uint32_t)atoi(text[4]),
		.owners = &owner,
		.owner_count = owner.fd > 0,
	};
	row->local.len = sizeof(row->local.as.in);
	row->local.as.in.sin_family = AF_INET;
	row->local.as.in.sin_port = htons((uint16_t)atoi(text[1]));
	inet_pton(AF_INET, text[2], &row->local.as.in.sin_addr);
	// Of a connection: the port of the other end, at the same address.
	if (str_next_word(&rest, &words[0])) {
		row->peer = row->local;
		row->peer.as.in.sin_port = htons((uint16_t)atoi(words[0].data));
	}
	append(told, &event);
}

static struct address address_at(struct str port)
{
	struct address address = {.len = sizeof(address.as.in)};
	address.as.in.sin_family = AF_INET;
	address.as.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address.as.in.sin_port = htons((uint16_t)strtol(port.data, NULL, 10));
	return address;
}

static void tell_datagram(struct told *told, struct str rest)
{
	struct str from = {0}, to = {0};
	cr_assert(str_next_word(&rest, &from) && str_next_word(&rest, &to));
	struct str quoted = str_trim(rest);
	struct event event = {.kind = EVENT_PACKET,
			      .as.packet.fate = PACKET_DELIVERED};
	struct packet *packet = &event.as.packet.packet;
	packet->protocol = IPPROTO_UDP;
	packet->from = address_at(from);
	packet->to = address_at(to);
	packet->payload = (const unsigned char *)quoted.data + 1;
	packet->len = quoted.len - 2;
	append(told, &event);
}

static void tell_result(struct result *result, struct str text)
{
	int64_t number;
	struct str word = {0};
	result->done = true;
	result->value = -1;
	if (symbol_value(SYMBOL_ERRNO, text, &number)) {
		result->error = (int)number;
	} else if (str_has_prefix(text, "killed")) {
		str_next_word(&text, &word);
		cr_assert(symbol_value(SYMBOL_SIGNAL, str_trim(text), &number));
		result->signal = (int)number;
	} else if (str_has_prefix(text, "\"")) { // What came into a buffer.
		result->value = (int64_t)text.len - 2;
		result->at = 0x1000;
		result->data =
			(struct bytes){(const unsigned char *)text.data + 1,
				       text.len - 2, 0, 0};
	} else {
		result->value = strtol(text.data, NULL, 10);
	}
}

static void tell_call(struct told *told, struct str line)
{
	const char *colon = memchr(line.data, ':', line.len);
	const char *equals = memrchr(line.data, '=', line.len);
	cr_assert(colon && equals, "%.*s", (int)line.len, line.data);
	struct str text = {colon + 1, (size_t)(equals - colon - 1)};
	struct str result = str_trim((struct str){
		equals + 1, line.len - (size_t)(equals + 1 - line.data)});
	struct event event = {.kind = EVENT_CALL};
	struct event_call *call = &event.as.call;
	struct err err;
	cr_assert(call_parse(str_trim(text), &told->arena, &call->call, NULL,
			     &err),
		  "%.*s: %s", (int)line.len, line.data, err.text);
	call->actor = arena_strndup(&told->arena, line.data,
				    (size_t)(colon - line.data));
	call->id = ++told->calls;
	call->source = (struct event_source){.file = "/src/prog.c",
					     .function = "main",
					     .line = (int)told->calls};
	append(told, &event);
	if (str_is(result, "?")) // It has not come back yet.
		return;
	call->phase = CALL_RETURN;
	tell_result(&call->call.result, result);
	append(told, &event);
}

static void tell_line(struct told *told, struct str line)
{
	struct str rest = line, word = {0};
	if (!str_next_word(&rest, &word))
		return;
	if (str_is(word, "+"))
		tell_actor(told, ACTOR_BORN, rest);
	else if (str_is(word, "-"))
		tell_actor(told, ACTOR_ENDED, rest);
	else if (str_is(word, "row"))
		tell_row(told, rest);
	else if (str_is(word, "datagram"))
		tell_datagram(told, rest);
	else
		tell_call(told, line);
}

#define SERVER                                                                 \
	"+ s\n"                                                                \
	"s: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
#define LISTENER SERVER "s: listen(3, 5) = 0\n"
#define CONNECTION SERVER "s: accept(3) = 4\n"
#define CLIENT                                                                 \
	"+ c\n"                                                                \
	"c: socket(AF_INET, SOCK_STREAM, 0) = 3\n"                             \
	"c: connect(3, 127.0.0.1:80) = 0\n"

#define TIMES_OUT                                                              \
	"+ c\n"                                                                \
	"c: socket(AF_INET, SOCK_STREAM, 0) = 3\n"                             \
	"c: connect(3, 127.0.0.1:80) = ETIMEDOUT\n"                            \
	"- c\n"

#define ASKS                                                                   \
	"+ c\n"                                                                \
	"c: socket(AF_INET, SOCK_STREAM, 0) = 3\n"                             \
	"c: connect(3, 10.0.0.1:80) = ECONNREFUSED\n"

#define RECEIVER                                                               \
	"+ s\n"                                                                \
	"s: socket(AF_INET, SOCK_DGRAM, 0) = 3\n"                              \
	"row UDP 80 127.0.0.1 0 0 s 3\n"

#define FIVE(lines) lines lines lines lines lines
#define MANY_TRIES FIVE(FIVE(FIVE("s: recv(4, 9) = EAGAIN\n")))

static const struct scenario scenarios[] = {
	{"what is over is never closed", "left-open",
	 CONNECTION "s: recv(4, 9) = 0\ns: accept(3) = 5\n- s\n"},
	{"nor by one that was killed", "left-open",
	 CONNECTION "s: recv(4, 9) = 0\ns: accept(3) = 5\n- s SIGTERM\n"},
	{"it is closed", "",
	 CONNECTION "s: recv(4, 9) = 0\ns: close(4) = 0\n"
		    "s: accept(3) = 4\n- s\n"},
	{"it is closed later", "",
	 CONNECTION "s: recv(4, 9) = 0\ns: accept(3) = 5\n"
		    "s: close(4) = 0\n- s\n"},
	{"it is not over", "",
	 CONNECTION "s: recv(4, 9) = 1\ns: accept(3) = 5\n- s\n"},
	{"the end of the process closes, too", "",
	 CONNECTION "s: recv(4, 9) = 0\n- s\n"},
	{"a child need not close its parent's", "",
	 CONNECTION "s: recv(4, 9) = 0\ns: accept(3) = 5\n+ kid of s\n"
		    "- kid\ns: close(4) = 0\n- s\n"},
	{"a thread closes for all", "",
	 CONNECTION "+ t thread s\ns: recv(4, 9) = 0\n"
		    "s: accept(3) = 5\nt: close(4) = 0\n- t\n- s\n"},
	{"the last thread counts", "left-open",
	 CONNECTION "+ t thread s\ns: recv(4, 9) = 0\n"
		    "s: accept(3) = 5\n- s\n- t\n"},
	{"a parent keeps its child's connection", "left-open",
	 CONNECTION "+ kid of s\nkid: send(4, \"x\") = 1\n- kid\n"
		    "s: accept(3) = 5\n- s\n"},
	{"a child that closes it lets go, too", "left-open",
	 CONNECTION "+ kid of s\nkid: close(4) = 0\ns: accept(3) = 5\n"
		    "- s SIGTERM\n- kid\n"},
	{"a parent closes its child's connection", "",
	 CONNECTION "+ kid of s\ns: close(4) = 0\n- kid\n"
		    "s: accept(3) = 4\n- s\n"},
	{"a parent goes on with it itself", "",
	 CONNECTION "+ kid of s\n- kid\ns: send(4, \"x\") = 1\n"
		    "s: accept(3) = 5\n- s\n"},
	{"a child is still at work", "",
	 CONNECTION "+ kid of s\ns: accept(3) = 5\n- s\n- kid\n"},
	{"a listener is handed to a child", "",
	 SERVER "+ kid of s\n- kid\n- s\n"},
	{"clients that left are never looked at", "left-open",
	 CONNECTION "row CLOSE-WAIT 80 127.0.0.1 1 0 s 4 5000\n"
		    "s: accept(3) = 5\ns: accept(3) = 6\n- s SIGTERM\n"},
	{"a client that left is looked at in time", "",
	 CONNECTION "row CLOSE-WAIT 80 127.0.0.1 1 0 s 4 5000\n"
		    "s: accept(3) = 5\ns: recv(4, 9) = 0\n"
		    "s: close(4) = 0\ns: accept(3) = 4\n- s SIGTERM\n"},
	{"one more client is no proof", "",
	 CONNECTION "row CLOSE-WAIT 80 127.0.0.1 1 0 s 4 5000\n"
		    "s: accept(3) = 5\n- s SIGTERM\n"},
	{"two clients that left are kept to the end", "left-open",
	 CONNECTION "row CLOSE-WAIT 80 127.0.0.1 1 0 s 4 5000\n"
		    "s: accept(3) = 5\n"
		    "row CLOSE-WAIT 80 127.0.0.1 1 0 s 5 6000\n- s\n"},
	{"it was stopped between them", "",
	 CONNECTION "row CLOSE-WAIT 80 127.0.0.1 1 0 s 4 5000\n"
		    "s: accept(3) = 5\n"
		    "row CLOSE-WAIT 80 127.0.0.1 1 0 s 5 6000\n- s SIGTERM\n"},
	{"what an earlier message left is sent", "old-bytes",
	 CLIENT "c: recv(3, 99) = \"hello world\"\n"
		"c: recv(3, 99) = \"hi\"\nc: send(3, \"hillo world\") = 11\n"},
	{"only what came is sent", "",
	 CLIENT "c: recv(3, 99) = \"hello world\"\n"
		"c: recv(3, 99) = \"hi\"\nc: send(3, \"hi\") = 2\n"},
	{"what was looked at is taken, and sent as a whole", "",
	 CLIENT "c: recv(3, 99, MSG_PEEK) = \"hello world\"\n"
		"c: recv(3, 5) = \"hello\"\n"
		"c: send(3, \"hello world\") = 11\n"},
	{"used after close, told once", "used-closed",
	 CLIENT "c: close(3) = 0\nc: send(3, \"x\") = EBADF\n"
		"c: close(3) = EBADF\n"},
	{"closed twice, as a sweep over all numbers does", "",
	 CLIENT "c: close(3) = 0\nc: close(3) = EBADF\n"},
	{"the number is another's", "",
	 CLIENT "c: close(3) = 0\nc: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
		"c: send(3, \"x\", MSG_NOSIGNAL) = EPIPE\n"},
	{"a number that never was", "", CLIENT "c: send(9, \"x\") = EBADF\n"},
	{"the rest is not sent", "short-send",
	 CLIENT "c: send(3, \"hello\") = 2\nc: send(3, \"again\") = 5\n"},
	{"as many bytes, from the beginning again, told once", "short-send",
	 CLIENT "c: send(3, \"hello\") = 2\nc: send(3, \"hel\") = 1\n"
		"c: send(3, \"he\") = 2\n"},
	{"the rest is sent", "",
	 CLIENT "c: send(3, \"hello\") = 2\nc: send(3, \"llo\") = 3\n"},
	{"the rest is sent with more behind it", "",
	 CLIENT "c: send(3, \"hello\") = 2\nc: send(3, \"llo you\") = 7\n"},
	{"it waits for room, then goes on", "",
	 CLIENT "c: send(3, \"hello\") = 2\nc: send(3, \"llo\") = EAGAIN\n"
		"c: send(3, \"llo\") = 3\nc: close(3) = 0\n- c\n"},
	{"it closes instead", "short-send",
	 CLIENT "c: send(3, \"hello\") = 2\nc: close(3) = 0\n- c\n"},
	{"it ends instead", "short-send",
	 CLIENT "c: send(3, \"hello\") = 2\n- c\n"},
	{"it tries the rest, and that fails", "",
	 CLIENT "c: send(3, \"hello\") = 2\n"
		"c: send(3, \"llo\") = ECONNRESET\nc: close(3) = 0\n"},
	{"it waits for room, in vain", "",
	 CLIENT "c: send(3, \"hello\") = 2\nc: poll({{3, POLLOUT}}, 9) = 0\n"
		"c: close(3) = 0\n"},
	{"a datagram is sent as a whole or not", "",
	 "+ c\nc: socket(AF_INET, SOCK_DGRAM, 0) = 3\n"
	 "c: send(3, \"hello\") = 2\nc: close(3) = 0\n"},
	{"a datagram does not fit, told once", "cut-datagram",
	 RECEIVER "datagram 5000 80 \"hello\"\ns: recv(3, 3) = \"hel\"\n"
		  "s: recv(3, 3) = \"hel\"\n"},
	{"a datagram fits", "",
	 RECEIVER "datagram 5000 80 \"hello\"\ns: recv(3, 5) = \"hello\"\n"},
	{"its beginning is looked at only", "",
	 RECEIVER "datagram 5000 80 \"hello\"\n"
		  "s: recv(3, 3, MSG_PEEK) = \"hel\"\n"},
	{"its length is asked for", "",
	 RECEIVER "datagram 5000 80 \"hello\"\n"
		  "s: recv(3, 3, MSG_TRUNC) = \"hel\"\n"},
	{"it went to another socket", "",
	 RECEIVER "datagram 5000 81 \"hello\"\ns: recv(3, 3) = \"hel\"\n"},
	{"another one that fits begins so, too", "",
	 RECEIVER "datagram 5000 80 \"hello\"\ndatagram 5000 80 \"hel\"\n"
		  "s: recv(3, 3) = \"hel\"\n"},
	{"a stream keeps its rest", "",
	 CONNECTION "datagram 5000 80 \"hello\"\n"
		    "s: recv(4, 3) = \"hel\"\n"},
	{"the end is not noticed, and told once", "end-ignored",
	 CONNECTION "s: recv(4, 9) = 0\ns: recv(4, 9) = 0\n"
		    "s: recv(4, 9) = 0\ns: recv(4, 9) = 0\n"},
	{"stdio asks once more", "",
	 CONNECTION "s: recv(4, 9) = 0\ns: recv(4, 9) = 0\n"
		    "s: close(4) = 0\n"},
	{"the end is noticed", "",
	 CONNECTION "s: recv(4, 9) = 0\ns: close(4) = 0\n"},
	{"to ask for nothing gives 0", "",
	 CONNECTION "s: recv(4, 0) = 0\ns: recv(4, 0) = 0\n"},
	{"an empty datagram is no end", "",
	 "+ s\ns: socket(AF_INET, SOCK_DGRAM, 0) = 3\n"
	 "s: recv(3, 9) = 0\ns: recv(3, 9) = 0\n"},
	{"sent after a reset", "dead-peer",
	 CONNECTION "s: recv(4, 9) = ECONNRESET\n"
		    "s: send(4, \"x\", MSG_NOSIGNAL) = EPIPE\n"
		    "s: send(4, \"x\", MSG_NOSIGNAL) = EPIPE\n"},
	{"it asks without waiting, told once", "busy-loop",
	 CONNECTION MANY_TRIES MANY_TRIES MANY_TRIES MANY_TRIES},
	{"it asks without waiting, and something comes", "",
	 CONNECTION MANY_TRIES "s: recv(4, 9) = 1\n" MANY_TRIES},
	{"closed after a reset", "",
	 CONNECTION "s: recv(4, 9) = ECONNRESET\ns: close(4) = 0\n"},
	{"its own shutdown is no reset", "",
	 CONNECTION "s: shutdown(4, SHUT_WR) = 0\n"
		    "s: send(4, \"x\", MSG_NOSIGNAL) = EPIPE\n"},
	{"never connected is no reset", "",
	 SERVER "s: send(3, \"x\", MSG_NOSIGNAL) = EPIPE\n"
		"s: recv(3, 9) = ENOTCONN\n"},
	{"received from the listener, told once", "used-listener",
	 LISTENER "s: recv(3, 9) = ENOTCONN\ns: recv(3, 9) = ENOTCONN\n"},
	{"sent to the listener", "used-listener",
	 LISTENER "s: send(3, \"x\", MSG_NOSIGNAL) = EPIPE\n"},
	{"the listener has no client yet", "",
	 LISTENER "s: accept(3) = EAGAIN\n"},
	{"connect() had failed, and it sends", "not-connected",
	 "+ c\nc: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
	 "c: connect(3, 127.0.0.1:80) = ECONNREFUSED\n"
	 "c: send(3, \"x\", MSG_NOSIGNAL) = EPIPE\n"},
	{"connect() had failed, and then worked", "",
	 "+ c\nc: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
	 "c: connect(3, 127.0.0.1:80) = ECONNREFUSED\n"
	 "c: connect(3, 127.0.0.1:80) = 0\n"
	 "c: send(3, \"x\", MSG_NOSIGNAL) = EPIPE\n"},
	{"it learns of the reset, and handles it", "",
	 CONNECTION "s: send(4, \"x\", MSG_NOSIGNAL) = EPIPE\n"
		    "s: close(4) = 0\n- s\n"},
	{"closed with a byte unread", "closed-unread",
	 CONNECTION CLIENT "row ESTAB 80 127.0.0.1 1 0 s 4 5000\n"
			   "row ESTAB 5000 127.0.0.1 0 0 c 3 80\n"
			   "s: close(4) = 0\nc: recv(3, 9) = ECONNRESET\n"},
	{"who wakes by it is told of first", "closed-unread",
	 CONNECTION CLIENT "row ESTAB 80 127.0.0.1 1 0 s 4 5000\n"
			   "row ESTAB 5000 127.0.0.1 0 0 c 3 80\n"
			   "s: close(4) = ?\nc: recv(3, 9) = ECONNRESET\n"},
	{"all was read before it closes, by another thread", "",
	 CONNECTION CLIENT "row ESTAB 80 127.0.0.1 1 0 s 4 5000\n"
			   "row ESTAB 5000 127.0.0.1 0 0 c 3 80\n"
			   "s: close(4) = ?\n"
			   "row ESTAB 80 127.0.0.1 0 0 s 4 5000\n"
			   "c: recv(3, 9) = ECONNRESET\n"},
	{"it comes while the program is stopped at close()", "closed-unread",
	 CONNECTION CLIENT "row ESTAB 80 127.0.0.1 0 0 s 4 5000\n"
			   "row ESTAB 5000 127.0.0.1 0 0 c 3 80\n"
			   "s: close(4) = ?\n"
			   "row ESTAB 80 127.0.0.1 1 0 s 4 5000\n"
			   "c: recv(3, 9) = ECONNRESET\n"},
	{"a child has a copy: the last one that closes is told of",
	 "closed-unread",
	 CONNECTION CLIENT "row ESTAB 80 127.0.0.1 1 0 s 4 5000\n"
			   "row ESTAB 5000 127.0.0.1 0 0 c 3 80\n+ kid of s\n"
			   "row ESTAB 80 127.0.0.1 1 0 kid 4 5000\n"
			   "s: close(4) = 0\nkid: close(4) = 0\n"
			   "c: recv(3, 9) = ECONNRESET\n"},
	{"the call that would close failed", "",
	 CONNECTION CLIENT "row ESTAB 80 127.0.0.1 1 0 s 4 5000\n"
			   "row ESTAB 5000 127.0.0.1 0 0 c 3 80\n"
			   "s: close(4) = EIO\nc: recv(3, 9) = ECONNRESET\n"},
	{"closed with all read", "",
	 CONNECTION CLIENT "row ESTAB 80 127.0.0.1 1 0 s 4 5000\n"
			   "row ESTAB 5000 127.0.0.1 0 0 c 3 80\n"
			   "row ESTAB 80 127.0.0.1 0 0 s 4 5000\n"
			   "s: close(4) = 0\nc: recv(3, 9) = ECONNRESET\n"},
	{"another one was closed so", "",
	 CONNECTION CLIENT "row ESTAB 80 127.0.0.1 1 0 s 4 5001\n"
			   "row ESTAB 5000 127.0.0.1 0 0 c 3 80\n"
			   "s: close(4) = 0\nc: recv(3, 9) = ECONNRESET\n"},
	{"closed with a byte unread, and nobody met it", "",
	 CONNECTION CLIENT "row ESTAB 80 127.0.0.1 1 0 s 4 5000\n"
			   "s: close(4) = 0\nc: close(3) = 0\n"},
	{"SIGPIPE kills behind EPIPE", "sigpipe",
	 CONNECTION "s: send(4, \"x\") = EPIPE\n- s SIGPIPE\n"},
	{"SIGPIPE kills who never asked to be connected", "sigpipe",
	 "+ c\nc: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
	 "c: send(3, \"x\") = EPIPE\n- c SIGPIPE\n"},
	{"it listens with its port swapped, once the client has asked",
	 "no-htons",
	 "+ c\nc: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
	 "c: connect(3, 127.0.0.1:8080) = ECONNREFUSED\n" SERVER
	 "s: listen(3, 5) = 0\nrow LISTEN 36895 127.0.0.1 0 5 s 3\n- c\n"},
	{"it listens with its port swapped, and nobody is at the next that is "
	 "asked",
	 "no-htons",
	 "+ c\nc: socket(AF_INET, SOCK_STREAM, 0) = 3\n" SERVER
	 "s: listen(3, 5) = 0\nrow LISTEN 36895 127.0.0.1 0 5 s 3\n"
	 "c: connect(3, 127.0.0.1:8080) = ECONNREFUSED\n"
	 "c: connect(3, 127.0.0.1:9000) = ECONNREFUSED\n- c\n"},
	{"it listens as asked, once the client has asked", "",
	 "+ c\nc: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
	 "c: connect(3, 127.0.0.1:80) = ECONNREFUSED\n" SERVER
	 "s: listen(3, 5) = 0\nrow LISTEN 80 127.0.0.1 0 5 s 3\n- c\n"},
	{"SIGPIPE kills", "sigpipe",
	 CONNECTION "s: send(4, \"x\") = killed SIGPIPE\n- s SIGPIPE\n"},
	{"another signal is no mistake of it", "",
	 CONNECTION "s: send(4, \"x\") = killed SIGTERM\n- s SIGTERM\n"},
	{"the queue is full, told once", "queue-full",
	 SERVER "row LISTEN 80 127.0.0.1 1 1 s 3\n"
		"row LISTEN 80 127.0.0.1 2 1 s 3\n" TIMES_OUT TIMES_OUT},
	{"the queue has room", "",
	 SERVER "row LISTEN 80 127.0.0.1 1 1 s 3\n" TIMES_OUT},
	{"the queue is full, and nobody comes", "",
	 SERVER "row LISTEN 80 127.0.0.1 2 1 s 3\n"},
	{"the queue is full, and another one is asked", "",
	 SERVER "row LISTEN 81 127.0.0.1 2 1 s 3\n" TIMES_OUT},
	{"the queue was full, and has room by now", "",
	 SERVER "row LISTEN 80 127.0.0.1 2 1 s 3\n"
		"row LISTEN 80 127.0.0.1 1 1 s 3\n" TIMES_OUT},
	{"it listens elsewhere", "unreachable",
	 SERVER "s: listen(3, 5) = 0\nrow LISTEN 80 127.0.0.1 0 5 s 3\n+ c\n"
		"c: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
		"c: connect(3, 10.0.0.1:80) = ECONNREFUSED\n- c\n"},
	{"it is not over yet", "",
	 SERVER "s: listen(3, 5) = 0\nrow LISTEN 80 127.0.0.1 0 5 s 3\n" ASKS},
	{"it listens in the other family", "unreachable",
	 SERVER "s: listen(3, 5) = 0\nrow LISTEN 80 127.0.0.1 0 5 s 3\n+ c\n"
		"c: socket(AF_INET6, SOCK_STREAM, 0) = 3\n"
		"c: connect(3, [::1]:80) = ECONNREFUSED\n- c\n"},
	{"and in that it is asked next", "",
	 SERVER "s: listen(3, 5) = 0\nrow LISTEN 80 127.0.0.1 0 5 s 3\n+ c\n"
		"c: socket(AF_INET6, SOCK_STREAM, 0) = 3\n"
		"c: connect(3, [::1]:80) = ECONNREFUSED\n"
		"c: socket(AF_INET, SOCK_STREAM, 0) = 4\n"
		"c: connect(4, 127.0.0.1:80) = 0\n- c\n"},
	{"it listens at the next port", "unreachable",
	 SERVER "s: listen(3, 5) = 0\nrow LISTEN 81 127.0.0.1 0 5 s 3\n" ASKS
		"- c\n"},
	{"it listens at quite another port", "",
	 SERVER "s: listen(3, 5) = 0\nrow LISTEN 99 127.0.0.1 0 5 s 3\n" ASKS
		"- c\n"},
	{"its port is swapped", "no-htons",
	 SERVER "s: listen(3, 5) = 0\nrow LISTEN 20480 0.0.0.0 0 5 s 3\n" ASKS
		"- c\n"},
	{"it does not listen", "no-listen",
	 SERVER "row UNCONN 80 0.0.0.0 0 0 s 3\n" ASKS "- c\n"},
	{"it listened, and no longer does", "",
	 SERVER "s: listen(3, 5) = 0\ns: shutdown(3, SHUT_RDWR) = 0\n"
		"row UNCONN 80 0.0.0.0 0 0 s 3\n" ASKS "- c\n"},
	{"it does not listen yet", "",
	 SERVER "row UNCONN 80 0.0.0.0 0 0 s 3\n" ASKS
		"row LISTEN 80 0.0.0.0 0 5 s 3\n- c\n"},
	{"bind meets TIME-WAIT", "no-reuseaddr",
	 SERVER "row TIME-WAIT 80 127.0.0.1 0 0 - 0\n"
		"s: bind(3, 127.0.0.1:80) = EADDRINUSE\n"},
	{"bind meets another listener", "",
	 SERVER "row TIME-WAIT 80 127.0.0.1 0 0 - 0\n"
		"row LISTEN 80 127.0.0.1 0 5 other 9\n"
		"s: bind(3, 127.0.0.1:80) = EADDRINUSE\n"},
	{"bind meets TIME-WAIT with SO_REUSEADDR", "",
	 SERVER "row TIME-WAIT 80 127.0.0.1 0 0 - 0\n"
		"s: setsockopt(3, SOL_SOCKET, SO_REUSEADDR, 1) = 0\n"
		"s: bind(3, 127.0.0.1:80) = EADDRINUSE\n"},
};

static void run(struct told *told, const struct scenario *scenario)
{
	struct str rest = str_from(scenario->lines), line;
	*told = (struct told){.journal = journal_new()};
	told->findings = findings_new(take, told);
	while (str_next_line(&rest, &line))
		tell_line(told, line);
}

static void end(struct told *told)
{
	findings_free(told->findings);
	journal_free(told->journal);
	arena_done(&told->arena);
	buf_done(&told->words);
	buf_done(&told->texts);
}

Test(finding, mistakes_are_found_and_their_twins_are_not)
{
	for (size_t i = 0; i < COUNT(scenarios); i++) {
		struct told told;
		run(&told, &scenarios[i]);
		cr_expect_str_eq(buf_text(&told.words), scenarios[i].found,
				 "%s: %s\n%s", scenarios[i].name,
				 buf_text(&told.words), buf_text(&told.texts));
		end(&told);
	}
}

Test(finding, every_kind_is_among_the_scenarios)
{
	for (int kind = 0; kind < FINDING_KIND_COUNT; kind++) {
		const char *word = finding_row(kind)->word;
		// No event says that nothing happens: session/standstill.c.
		if (kind == FINDING_STANDSTILL || kind == FINDING_ONE_AT_A_TIME)
			continue;
		// No notation has a length: tests/cases/length-of-nothing.c.
		if (kind == FINDING_NO_LENGTH)
			continue;
		size_t found = 0;
		for (size_t i = 0; i < COUNT(scenarios); i++)
			found += strstr(scenarios[i].found, word) != NULL;
		cr_expect_gt(found, 0, "%s", word);
	}
}

Test(finding, the_evidence_is_told)
{
	struct told told;
	run(&told, &(struct scenario){"", "",
				      CLIENT "c: send(3, \"hello\") = 2\n"
					     "c: close(3) = 0\n"});
	cr_expect_str_eq(buf_text(&told.texts),
			 "send() in line 3 of prog.c took 2 of 5 bytes, as its "
			 "result says, and the other 3 were never sent: call "
			 "it again with the rest\n");
	end(&told);
	run(&told, &(struct scenario){"", "",
				      CLIENT "c: send(3, \"hello\") = 2\n"
					     "c: send(3, \"hel\") = 3\n"});
	cr_expect_str_eq(buf_text(&told.texts),
			 "send() in line 3 of prog.c took 2 of 5 bytes, as its "
			 "result says, and the next call sent 3 others, and "
			 "not the 3 that were left: the pointer has to move as "
			 "the length does\n");
	end(&told);
}
