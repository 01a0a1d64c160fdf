/* wire_tell: packets of the wire become events, as many as are bearable.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An event keeps all bytes of its packet and more, some 3 KB, and a host can
 * send a hundred thousand packets in a second: told one by one they would fill
 * the memory with what nobody looks at. So a step has TELL_MOST events of the
 * wire, and as many again for packets with SYN, FIN or RST, which say how a
 * connection came and went. What exceeds that is carried, numbered and counted
 * all the same, and a note at the end of the step says how much it was.
 *
 * The journal never says what is not so: a packet of which it knows is told on
 * until its end, and one that is held and was left out is told when the step
 * is over, for then it is still there to be looked at.
 */
#include "base/sentence.h"
#include "lab/wire/wire_parts.h"

#include <inttypes.h>

static const char *host_of(const struct wire *wire, size_t end)
{
	return end == WIRE_NOWHERE ? NULL : wire->ends[end].port.host;
}

struct event_packet wire_event(const struct wire *wire,
			       const struct wire_packet *packet)
{
	return (struct event_packet){
		.number = packet->number,
		.fate = packet->fate,
		.from_actor = packet->from_actor,
		.to_actor = packet->to_actor,
		.from_host = host_of(wire, packet->from),
		.to_host = host_of(wire, packet->to),
		.packet = packet->packet,
		.bytes = packet->bytes,
		.len = packet->len,
	};
}

void wire_name(struct wire *wire, struct wire_packet *packet)
{
	if (packet->named || !wire->hooks.name)
		return;
	struct event_packet event = wire_event(wire, packet);
	wire->hooks.name(wire->data, &event);
	packet->from_actor = event.from_actor;
	packet->to_actor = event.to_actor;
	packet->named = true;
}

void wire_note(struct wire *wire, const char *text)
{
	if (wire->hooks.note)
		wire->hooks.note(wire->data, text);
}

/* Whether there is room in the step for one more event, which is used then. */
static bool take_room(struct wire_tale *tale, const struct packet *packet)
{
	if (tale->told < TELL_MOST) {
		tale->told++;
		return true;
	}
	bool has_flags = packet->protocol == IPPROTO_TCP &&
			 packet->flags & (PACKET_SYN | PACKET_FIN | PACKET_RST);
	if (!has_flags || tale->told_flags == TELL_MOST)
		return false;
	tale->told_flags++;
	return true;
}

static void emit(struct wire *wire, struct wire_packet *packet)
{
	struct event_packet event = wire_event(wire, packet);
	packet->told = true;
	wire->emit(wire->data, &event);
}

void wire_tell(struct wire *wire, struct wire_packet *packet)
{
	struct wire_tale *tale = &wire->tale;
	if (packet->told || take_room(tale, &packet->packet)) {
		emit(wire, packet);
		return;
	}
	// It may be told later, or its end counts.
	if (packet->fate == PACKET_HELD)
		return;
	tale->untold++;
	tale->untold_bytes += packet->len;
	tale->lost += packet->fate == PACKET_DROPPED;
}

void wire_step(struct wire *wire)
{
	struct wire_tale *tale = &wire->tale;
	for (struct wire_packet *packet = wire->held.first; packet;
	     packet = packet->next) {
		if (!packet->told)
			emit(wire, packet);
	}
	if (tale->untold) {
		struct buf text = {0};
		if (tale->lost)
			SENTENCE(&text, "note-untold-lost",
				 SLOT_NUMBER("packets", tale->untold),
				 SLOT_NUMBER("bytes", tale->untold_bytes),
				 SLOT_NUMBER("lost", tale->lost),
				 SLOT_NUMBER("most", TELL_MOST));
		else
			SENTENCE(&text, "note-untold",
				 SLOT_NUMBER("packets", tale->untold),
				 SLOT_NUMBER("bytes", tale->untold_bytes),
				 SLOT_NUMBER("most", TELL_MOST));
		wire_note(wire, buf_text(&text));
		buf_done(&text);
	}
	*tale = (struct wire_tale){.overflow = tale->overflow};
}
