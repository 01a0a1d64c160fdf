/* pcapng: the packets of a journal as a capture file, with comments.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One pass over the journal collects a record of each packet with its first
 * and its latest event, for the comment tells what became of it; then the
 * records are written. Numbers are little-endian. The format is that of
 * draft-ietf-opsawg-pcapng: a section header, an interface description for
 * each host, an enhanced packet block for each packet.
 *
 * A rewind builds a new lab in the same journal, which counts its packets from
 * 1 again: it begins where an actor is born that was born before.
 */
#include "show/export/pcapng.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "call/print.h"
#include "show/export/pcapng_block.h"

#include <string.h>

enum {
	BLOCK_SECTION = 0x0a0d0d0a,
	BLOCK_INTERFACE = 1,
	BLOCK_PACKET = 6,
	BYTE_ORDER_MAGIC = 0x1a2b3c4d,
	LINKTYPE_RAW = 101, /* begins with the IPv4 or IPv6 header */
	/* Options, of any block and of one. */
	OPTION_COMMENT = 1,
	OPTION_SECTION_PROGRAM = 4,
	OPTION_INTERFACE_NAME = 2,
	OPTION_INTERFACE_RESOLUTION = 9,
	OPTION_PACKET_FLAGS = 2,
	FLAGS_OUTBOUND = 2,
	CALL_LEN_MAX = 400, /* of a call in a comment */
};

/* A packet. `call` and `step` are the latest before it, `order` is the latest
 * behind that call; NULL: none. */
struct record {
	const struct event_packet *first, *last;
	uint64_t time, held, freed; /* held, freed: 0 when it never was */
	const struct event_call *call;
	const struct event_step *step;
	const struct event_order *order;
	bool is_wanted; /* first seen in the range asked for */
};

/* Where a packet's record is. */
struct numbered {
	unsigned number; /* place_of_number() reads it */
	size_t record;
};

/* Borrows from the journal. */
struct capture {
	struct record *records;
	size_t count, cap;
	struct numbered *numbers; /* of this lab, sorted */
	size_t number_count, number_cap;
	const char **hosts;
	size_t host_count, host_cap;
	const char **born; /* actors of this lab */
	size_t born_count, born_cap;
	const struct event_call *call;
	const struct event_step *step;
	const struct event_order *order;
	const struct event_call *printed; /* whose text is `text` */
	struct buf text;
};

/* --- collecting ------------------------------------------------------------
 */

/* Where a packet that no host sent begins. */
static const char *const wire = "wire";

static size_t host_index(struct capture *capture, const char *name)
{
	name = name ? name : wire;
	for (size_t i = 0; i < capture->host_count; i++) {
		if (!strcmp(capture->hosts[i], name))
			return i;
	}
	capture->hosts = xgrow(capture->hosts, &capture->host_cap,
			       capture->host_count + 1, sizeof(char *));
	capture->hosts[capture->host_count] = name;
	return capture->host_count++;
}

static void take_actor(struct capture *capture, const struct event_actor *actor)
{
	if (actor->phase != ACTOR_BORN)
		return;
	if (actor->host)
		host_index(capture, actor->host);
	for (size_t i = 0; !actor->joined && i < capture->born_count; i++) {
		if (strcmp(capture->born[i], actor->actor) != 0)
			continue;
		capture->number_count = 0;
		capture->born_count = 0;
		capture->call = NULL;
		capture->step = NULL;
		capture->order = NULL;
	}
	capture->born = xgrow(capture->born, &capture->born_cap,
			      capture->born_count + 1, sizeof(char *));
	capture->born[capture->born_count++] = actor->actor;
}

/* Where `number` is among the numbers of this lab, or belongs. */
static size_t find_number(const struct capture *capture, unsigned number)
{
	return place_of_number(capture->numbers, capture->number_count,
			       sizeof(*capture->numbers), number);
}

static struct record *find_record(const struct capture *capture,
				  unsigned number)
{
	size_t at = find_number(capture, number);
	if (at >= capture->number_count ||
	    capture->numbers[at].number != number)
		return NULL;
	return &capture->records[capture->numbers[at].record];
}

static struct record *add_record(struct capture *capture, unsigned number)
{
	size_t at = find_number(capture, number);
	capture->numbers =
		xgrow(capture->numbers, &capture->number_cap,
		      capture->number_count + 1, sizeof(struct numbered));
	// They come in their order nearly always, and nothing moves.
	memmove(&capture->numbers[at + 1], &capture->numbers[at],
		(capture->number_count - at) * sizeof(struct numbered));
	capture->numbers[at] = (struct numbered){number, capture->count};
	capture->number_count++;
	capture->records = xgrow(capture->records, &capture->cap,
				 capture->count + 1, sizeof(struct record));
	return &capture->records[capture->count++];
}

static void note_fate(struct record *record, const struct event *event)
{
	enum packet_fate fate = event->as.packet.fate;
	record->last = &event->as.packet;
	if (fate == PACKET_HELD && !record->held)
		record->held = event->time;
	if (fate != PACKET_HELD)
		record->freed = event->time;
}

static void take_packet(struct capture *capture, const struct event *event,
			bool is_wanted)
{
	struct record *record = find_record(capture, event->as.packet.number);
	if (!record) {
		record = add_record(capture, event->as.packet.number);
		*record = (struct record){
			.first = &event->as.packet,
			.time = event->time,
			.call = capture->call,
			.step = capture->step,
			.order = capture->order,
			.is_wanted = is_wanted,
		};
		host_index(capture, event->as.packet.from_host);
	}
	note_fate(record, event);
}

static void take(struct capture *capture, const struct event *event,
		 bool is_wanted)
{
	switch (event->kind) {
	case EVENT_ACTOR:
		take_actor(capture, &event->as.actor);
		break;
	case EVENT_CALL:
		if (event->as.call.phase != CALL_ENTER)
			break;
		capture->call = &event->as.call;
		capture->order = NULL;
		break;
	case EVENT_ORDER:
		capture->order = &event->as.order;
		break;
	case EVENT_STEP:
		if (!event->as.step.over)
			capture->step = &event->as.step;
		break;
	case EVENT_PACKET:
		take_packet(capture, event, is_wanted);
		break;
	default:
		break;
	}
}

/* --- comments --------------------------------------------------------------
 */

/* Packets of one call follow each other, and it may hold megabytes. */
static void print_call(struct capture *capture, const struct event_call *call,
		       struct buf *out)
{
	struct buf *text = &capture->text;
	if (capture->printed != call) {
		buf_clear(text);
		call_print(&call->call, NOTATION_C, text);
		capture->printed = call;
	}
	bool is_cut = text->len > CALL_LEN_MAX;
	size_t len = is_cut ? CALL_LEN_MAX : text->len;
	SENTENCE_LINE(out, "; ", is_cut ? "..." : "", "capture-after",
		      SLOT_TEXT("actor", call->actor),
		      SLOT_PART("call", buf_text(text), len));
}

static void print_fate(const struct record *record, struct buf *out)
{
	enum packet_fate fate = record->last->fate;
	const char *word = packet_fate_word(fate);
	uint64_t us = (record->freed - record->held) / 1000, second = 1000000;
	AUTO_FREE char *seconds = xprintf("%u.%06u", (unsigned)(us / second),
					  (unsigned)(us % second));
	if (fate == PACKET_HELD || !record->held)
		buf_printf(out, "; %s", word);
	else
		SENTENCE_LINE(out, "; ", "", "capture-held",
			      SLOT_TEXT("seconds", seconds),
			      SLOT_TEXT("fate", word));
	const char *between = "; ";
	for (unsigned mark = 1; packet_mark_word(mark); mark *= 2) {
		if (!(record->last->packet.marks & mark))
			continue;
		buf_printf(out, "%s%s", between, packet_mark_word(mark));
		between = ", ";
	}
}

static void print_step(const struct event_step *step, struct buf *out)
{
	if (step)
		SENTENCE_LINE(
			out, "; ", "", "capture-step",
			SLOT_NUMBER("step", step->step + 1),
			SLOT_TEXT("title", step->title ? step->title : ""));
	else
		SENTENCE_LINE(out, "; ", "", "capture-setup");
}

static void print_comment(struct capture *capture, const struct record *record,
			  struct buf *out)
{
	const struct event_packet *packet = record->first;
	const struct slot number = SLOT_NUMBER("number", packet->number);
	if (packet->from_actor && packet->to_actor)
		SENTENCE(out, "capture-number-of", number,
			 SLOT_TEXT("from", packet->from_actor),
			 SLOT_TEXT("to", packet->to_actor));
	else
		SENTENCE(out, "capture-number", number);
	print_step(record->step, out);
	if (record->call)
		print_call(capture, record->call, out);
	if (record->order)
		SENTENCE_LINE(out, "; ", "", "capture-order",
			      SLOT_TEXT("order", record->order->text));
	if (record->last->packet.copies)
		SENTENCE_LINE(
			out, "; ", "", "capture-copies",
			SLOT_NUMBER("count", record->last->packet.copies));
	print_fate(record, out);
}

/* --- blocks ----------------------------------------------------------------
 */

static void put_section(struct buf *out)
{
	size_t begin = pcapng_block_begin(out, BLOCK_SECTION);
	pcapng_put32(out, BYTE_ORDER_MAGIC);
	pcapng_put16(out, 1); // version 1.0
	pcapng_put16(out, 0);
	pcapng_put32(out, UINT32_MAX); // the length of the section is not told
	pcapng_put32(out, UINT32_MAX);
	pcapng_put_text(out, OPTION_COMMENT, sentence_text("capture-section"));
	pcapng_put_text(out, OPTION_SECTION_PROGRAM, "sockstep");
	pcapng_block_end(out, begin);
}

static void put_interface(const char *host, struct buf *out)
{
	static const unsigned char nanoseconds = 9;
	size_t begin = pcapng_block_begin(out, BLOCK_INTERFACE);
	pcapng_put16(out, LINKTYPE_RAW);
	pcapng_put16(out, 0);
	pcapng_put32(out, 0); // packets are whole
	pcapng_put_text(out, OPTION_INTERFACE_NAME, host);
	pcapng_put_option(out, OPTION_INTERFACE_RESOLUTION, &nanoseconds, 1);
	pcapng_block_end(out, begin);
}

static void put_packet(struct capture *capture, uint64_t wall,
		       const struct record *record, struct buf *out)
{
	static const unsigned char flags[4] = {FLAGS_OUTBOUND};
	size_t interface = host_index(capture, record->first->from_host);
	uint64_t time = wall + record->time;
	const struct event_packet *packet = record->last;
	size_t begin = pcapng_block_begin(out, BLOCK_PACKET);
	pcapng_put32(out, (uint32_t)interface);
	pcapng_put32(out, (uint32_t)(time >> 32));
	pcapng_put32(out, (uint32_t)time);
	pcapng_put32(out, (uint32_t)packet->len);
	pcapng_put32(out, (uint32_t)packet->len);
	pcapng_put_padded(out, packet->bytes, packet->len);
	struct buf comment = {0};
	print_comment(capture, record, &comment);
	pcapng_put_text(out, OPTION_COMMENT, buf_text(&comment));
	buf_done(&comment);
	pcapng_put_option(out, OPTION_PACKET_FLAGS, flags, sizeof(flags));
	pcapng_block_end(out, begin);
}

size_t pcapng_print(const struct journal *journal, size_t begin, size_t end,
		    struct buf *out)
{
	size_t printed = 0;
	struct capture capture = {0};
	for (size_t i = 0; i < end; i++)
		take(&capture, journal_at(journal, i), i >= begin);
	put_section(out);
	for (size_t i = 0; i < capture.host_count; i++)
		put_interface(capture.hosts[i], out);
	for (size_t i = 0; i < capture.count; i++) {
		const struct record *record = &capture.records[i];
		if (!record->is_wanted)
			continue;
		put_packet(&capture, journal_wall(journal), record, out);
		printed++;
	}
	free(capture.records);
	free(capture.numbers);
	free(capture.hosts);
	free(capture.born);
	buf_done(&capture.text);
	return printed;
}
