/* asked_part: fields of rows, packets and calls by name.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *     field  = "result" | SOCKET row-word | "packet" N packet-word
 *     SOCKET = VAR | ACTOR "." VAR
 *     packet = FLAGS and marks as in expectations [ "from" ACTOR ]
 *
 * Each field is a row of a table: how it is read from the journal, and how what
 * a learner types is compared with that. A state has several names, and an
 * errno stands for -1 as well.
 */
#include "lesson/asked_part.h"

#include "base/sentence.h"
#include "call/table/symbol.h"
#include "journal/socket/snapshot.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>
#include <strings.h>

enum field_of { FIELD_CALL, FIELD_SOCKET, FIELD_PACKET };

union field_source {
	const struct view *view;
	const struct socket_state *socket;
	const struct packet *packet;
};

struct field {
	enum field_of of;
	const char *word;
	bool (*read)(union field_source source, struct buf *out);
	bool (*is_same)(struct str said, struct str found);
};

/* --- what was typed --------------------------------------------------------
 */

/* A copy in capitals, which the caller frees. */
static char *upper(struct str word)
{
	char *text = xprintf("%.*s", (int)word.len, word.data);
	for (char *c = text; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	return text;
}

static bool same_text(struct str said, struct str found)
{
	return said.len == found.len &&
	       !strncasecmp(said.data, found.data, said.len);
}

static bool same_state(struct str said, struct str found)
{
	char *word = upper(said);
	int state = socket_state_from_word(str_from(word));
	bool is_same = same_text(said, found) ||
		       (state >= 0 && state == socket_state_from_word(found));
	free(word);
	return is_same;
}

/* "-1 ECONNREFUSED" says the same as ECONNREFUSED; a call that
 * sleeps is one that blocks. */
static bool same_result(struct str said, struct str found)
{
	static const char *const leads[] = {"-1 ", NOTATION("killed by "),
					    NOTATION("it ")};
	for (size_t i = 0; i < COUNT(leads); i++) {
		if (str_has_prefix(said, leads[i]) && !same_text(said, found))
			said = str_trim(
				(struct str){said.data + strlen(leads[i]),
					     said.len - strlen(leads[i])});
	}
	bool blocks = str_is(found, "blocks");
	return same_text(said, found) ||
	       (blocks && (same_text(said, str_from("blocked")) ||
			   same_text(said, str_from("sleeps"))));
}

static bool same_flags(struct str said, struct str found)
{
	uint8_t a, b;
	char *word = upper(said);
	for (char *c = word; *c; c++)
		*c = *c == ' ' || *c == '+' || *c == '|' ? '-' : *c;
	bool is_same = wanted_flags(str_from(word), &a) &&
		       wanted_flags(found, &b) && a == b;
	free(word);
	return is_same;
}

/* --- what the journal has --------------------------------------------------
 */

static bool read_result(union field_source source, struct buf *out)
{
	static const char *const leads[] = {
		NOTATION("returns "), NOTATION("fails "), NOTATION("killed ")};
	struct buf text = {0};
	goal_print_call(source.view, &text);
	struct str words = {buf_text(&text), text.len};
	bool is_known = str_is(words, "blocks");
	for (size_t i = 0; i < COUNT(leads) && !is_known; i++) {
		if (!str_has_prefix(words, leads[i]))
			continue;
		is_known = true;
		words.data += strlen(leads[i]);
		words.len -= strlen(leads[i]);
	}
	buf_add(out, words.data, words.len);
	buf_done(&text);
	return is_known;
}

static bool read_state(union field_source source, struct buf *out)
{
	buf_puts(out, socket_state_word(source.socket));
	return true;
}

static bool read_recv_q(union field_source source, struct buf *out)
{
	buf_printf(out, "%" PRIu32, source.socket->recv_q);
	return !source.socket->no_recv_q;
}

static bool read_send_q(union field_source source, struct buf *out)
{
	buf_printf(out, "%" PRIu32, source.socket->send_q);
	return !source.socket->no_send_q;
}

static bool read_next(union field_source source, struct buf *out)
{
	buf_printf(out, "%" PRId64, source.socket->next_size);
	return source.socket->next_size >= 0;
}

static bool read_drops(union field_source source, struct buf *out)
{
	buf_printf(out, "%" PRIu32, source.socket->drops);
	return true;
}

static bool read_local(union field_source source, struct buf *out)
{
	socket_print_end(source.socket, &source.socket->local, out);
	return true;
}

static bool read_peer(union field_source source, struct buf *out)
{
	socket_print_end(source.socket, &source.socket->peer, out);
	return true;
}

static bool read_timer(union field_source source, struct buf *out)
{
	buf_puts(out, socket_timer_word(source.socket->timer));
	return true;
}

static bool read_flags(union field_source source, struct buf *out)
{
	packet_print_flags(source.packet, out);
	return out->len;
}

static bool is_tcp(union field_source source)
{
	return source.packet->protocol == IPPROTO_TCP;
}

static bool read_seq(union field_source source, struct buf *out)
{
	buf_printf(out, "%" PRIu32, source.packet->rel_seq);
	return is_tcp(source);
}

static bool read_ack(union field_source source, struct buf *out)
{
	buf_printf(out, "%" PRIu32, source.packet->rel_ack);
	return is_tcp(source) && source.packet->flags & PACKET_ACK;
}

static bool read_len(union field_source source, struct buf *out)
{
	buf_printf(out, "%zu", source.packet->len);
	return true;
}

static const struct field fields[] = {
	{FIELD_CALL, "result", read_result, same_result},
	{FIELD_SOCKET, "state", read_state, same_state},
	{FIELD_SOCKET, "recv-q", read_recv_q, same_text},
	{FIELD_SOCKET, "send-q", read_send_q, same_text},
	{FIELD_SOCKET, "next", read_next, same_text},
	{FIELD_SOCKET, "drops", read_drops, same_text},
	{FIELD_SOCKET, "local", read_local, same_text},
	{FIELD_SOCKET, "peer", read_peer, same_text},
	{FIELD_SOCKET, "timer", read_timer, same_text},
	{FIELD_PACKET, "flags", read_flags, same_flags},
	{FIELD_PACKET, "seq", read_seq, same_text},
	{FIELD_PACKET, "ack", read_ack, same_text},
	{FIELD_PACKET, "len", read_len, same_text},
};

bool part_needs_wire(const struct asked_part *part)
{
	return !part->field || part->field->of == FIELD_PACKET;
}

bool part_is_same(const struct asked_part *part, struct str said,
		  struct str found)
{
	return part->field->is_same(said, found);
}

/* A socket that is gone has one field: that it is. */
static bool read_socket(const struct asked_part *part, const struct view *view,
			struct buf *out)
{
	struct snapshot snapshot = {0};
	journal_snapshot(view->journal, view->place, &snapshot);
	union field_source source = {.socket =
					     goal_find_socket(view, &snapshot)};
	bool is_gone = !source.socket && !strcmp(part->field->word, "state");
	if (is_gone)
		buf_puts(out, "gone");
	bool is_known =
		source.socket ? part->field->read(source, out) : is_gone;
	snapshot_done(&snapshot);
	return is_known;
}

static bool read_packet(const struct asked_part *part, const struct view *view,
			struct buf *out)
{
	size_t count;
	const struct event_packet **packets = goal_packets(view, &count);
	bool is_known = part->number <= count;
	if (is_known) {
		union field_source source = {
			.packet = &packets[part->number - 1]->packet};
		is_known = part->field->read(source, out);
	}
	free(packets);
	return is_known;
}

bool part_read(const struct asked_part *part, const struct view *view,
	       struct buf *out)
{
	struct view own = *view;
	own.variable = part->variable;
	own.any_actor = part->variable && !part->actor;
	if (part->actor)
		own.actor = part->actor;
	switch (part->field->of) {
	case FIELD_SOCKET:
		return read_socket(part, &own, out);
	case FIELD_PACKET:
		return read_packet(part, &own, out);
	case FIELD_CALL:
		break;
	}
	return part->field->read((union field_source){.view = &own}, out);
}

/* --- how it is written -----------------------------------------------------
 */

static bool scan_field(struct scan *scan, enum field_of of,
		       struct asked_part *part)
{
	const char *words[COUNT(fields)];
	size_t count = 0;
	for (size_t i = 0; i < COUNT(fields); i++) {
		if (fields[i].of != of)
			continue;
		words[count++] = fields[i].word;
		if (!scan_is(scan, fields[i].word))
			continue;
		part->field = &fields[i];
		return true;
	}
	return scan_fail_near(scan, sentence_text(SENTENCE_ID("goal-field")),
			      words, count);
}

static bool scan_actor(struct scan *scan, const char *const *actors,
		       size_t actor_count, struct asked_part *part)
{
	for (size_t i = 0; i < actor_count; i++) {
		if (!scan_is(scan, actors[i]))
			continue;
		part->actor = arena_strdup(scan->arena, actors[i]);
		return true;
	}
	return scan_fail_near(scan, sentence_text(SENTENCE_ID("goal-actor")),
			      actors, actor_count);
}

/* VAR, or ACTOR.VAR. */
static bool scan_socket(struct scan *scan, const char *const *actors,
			size_t actor_count, struct asked_part *part)
{
	struct str word = scan_word(scan);
	if (!word.len)
		return SCAN_FAIL(scan, "goal-result-or-packet");
	for (size_t i = 0; i < actor_count; i++) {
		size_t len = strlen(actors[i]);
		if (word.len <= len || !str_has_prefix(word, actors[i]) ||
		    word.data[len] != '.')
			continue;
		part->actor = arena_strdup(scan->arena, actors[i]);
		word.data += len + 1;
		word.len -= len + 1;
	}
	part->variable = arena_strndup(scan->arena, word.data, word.len);
	return scan_field(scan, FIELD_SOCKET, part);
}

static bool scan_packet_field(struct scan *scan, struct asked_part *part)
{
	int64_t number;
	if (!scan_number(scan, &number))
		return false;
	if (number < 1 || number > UINT16_MAX)
		return SCAN_FAIL(scan, "goal-packet-number");
	part->number = (unsigned)number;
	return scan_field(scan, FIELD_PACKET, part);
}

static struct scan begin_scan(struct str text, struct arena *arena,
			      struct err *err)
{
	return (struct scan){
		.rest = text, .start = text.data, .arena = arena, .err = err};
}

bool asked_parse_field(struct str text, const char *const *actors,
		       size_t actor_count, struct arena *arena,
		       const struct asked_part **part, struct err *err)
{
	struct scan scan = begin_scan(text, arena, err);
	struct asked_part *made = arena_alloc(arena, sizeof(*made));
	bool ok = str_is(scan_peek(&scan), "result")
			  ? scan_field(&scan, FIELD_CALL, made)
		  : scan_is(&scan, "packet")
			  ? scan_packet_field(&scan, made)
			  : scan_socket(&scan, actors, actor_count, made);
	*part = made;
	return ok && scan_end(&scan);
}

bool asked_parse_packet(struct str text, const char *const *actors,
			size_t actor_count, struct arena *arena,
			const struct asked_part **part, struct err *err)
{
	struct scan scan = begin_scan(text, arena, err);
	struct asked_part *made = arena_alloc(arena, sizeof(*made));
	*part = made;
	if (!wanted_scan_one(&scan, &made->wanted))
		return false;
	const struct packet like = {.marks = made->wanted.marks};
	if (!wanted_counts(&like))
		return SCAN_FAIL(&scan, "goal-no-clock");
	return (!scan_is(&scan, "from") ||
		scan_actor(&scan, actors, actor_count, made)) &&
	       scan_end(&scan);
}

const char *asked_variable(const struct asked_part *part, const char **actor)
{
	*actor = part->actor;
	return part->variable;
}
