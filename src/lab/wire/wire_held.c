/* wire_held: packets that were stopped on the wire, and what can be done to
 * them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A held packet is a copy: the ring's place goes back to the kernel at once,
 * so holding never makes the ring overflow. From here it goes to the queue of
 * those that are leaving, or nowhere. A delayed packet is held with a moment
 * at which it is due. There is room for WIRE_HELD_MOST; when one more comes
 * the oldest is dropped, as a router does whose queue is full, though those
 * drop the newest: what the learner looks at is what came last.
 *
 * While a segment is held its sender's clock runs, and it sends it again and
 * again. Such a copy (wire_copy.c) is counted at the segment and thrown away:
 * what is held is one line for as long as one reads, and one thing that goes
 * on or is lost. A copy of a segment that has gone on or is lost is a packet
 * like any other.
 */
#include "base/clock.h"
#include "base/sentence.h"
#include "lab/wire/wire_parts.h"

/* Held packets that an order is about. `rows` is the caller's to free. */
struct chosen {
	struct wire_packet **rows;
	size_t count;
};

void wire_accept(struct wire *wire, const struct order *order)
{
	if (wire->hooks.accepted)
		wire->hooks.accepted(wire->data, order);
}

/* --- holding ---------------------------------------------------------------
 */

/* The rest of the way of a packet that is not in the ring any more. One that
 * is larger than what its host takes in by now would be thrown away by the
 * kernel without a word. */
void wire_leave(struct wire *wire, struct wire_packet *packet)
{
	bool lost = packet->to == WIRE_NOWHERE || wire->ends[packet->to].cut ||
		    packet->len > wire->mtu;
	packet->fate = lost ? PACKET_DROPPED : PACKET_DELIVERED;
	packet->due = 0;
	wire_queue_add(&wire->leaving, packet);
}

static void lose(struct wire *wire, struct wire_packet *packet)
{
	wire_queue_remove(&wire->held, packet);
	packet->fate = PACKET_DROPPED;
	wire_tell(wire, packet);
	wire_packet_free(packet);
}

static void make_room(struct wire *wire)
{
	if (!wire->tale.overflow) {
		struct buf text = {0};
		SENTENCE(&text, "note-held-most",
			 SLOT_NUMBER("count", WIRE_HELD_MOST));
		wire_note(wire, buf_text(&text));
		buf_done(&text);
	}
	wire->tale.overflow = true;
	lose(wire, wire->held.first);
}

static struct wire_packet *find(const struct wire *wire, unsigned number)
{
	struct wire_packet *packet = wire->held.first;
	while (packet && packet->number != number)
		packet = packet->next;
	return packet;
}

void wire_hold(struct wire *wire, const struct wire_packet *packet)
{
	struct wire_packet *kept =
		packet->is_copy ? find(wire, packet->number) : NULL;
	if (kept) {
		kept->packet.copies++;
	} else {
		kept = wire_packet_keep(packet);
		if (wire->held.count == WIRE_HELD_MOST)
			make_room(wire);
		wire_queue_add(&wire->held, kept);
	}
	wire_tell(wire, kept);
}

uint64_t wire_next_due(const struct wire *wire)
{
	uint64_t due = 0;
	for (const struct wire_packet *packet = wire->held.first; packet;
	     packet = packet->next) {
		if (packet->due && (!due || packet->due < due))
			due = packet->due;
	}
	return due;
}

static void release(struct wire *wire, struct wire_packet *packet)
{
	wire_queue_remove(&wire->held, packet);
	if (wire->held.count < WIRE_HELD_MOST)
		wire->tale.overflow = false;
	wire_leave(wire, packet);
}

static int by_due(const void *a, const void *b)
{
	const struct wire_packet *x = *(struct wire_packet *const *)a;
	const struct wire_packet *y = *(struct wire_packet *const *)b;
	if (x->due != y->due)
		return x->due < y->due ? -1 : 1;
	return x->number < y->number ? -1 : 1;
}

/* The one that is due first goes first, of equals the older. */
void wire_release_due(struct wire *wire)
{
	uint64_t now = clock_now();
	struct chosen chosen = {
		xcalloc(wire->held.count + 1, sizeof(*chosen.rows)), 0};
	for (struct wire_packet *packet = wire->held.first; packet;
	     packet = packet->next) {
		if (packet->due && packet->due <= now)
			chosen.rows[chosen.count++] = packet;
	}
	qsort(chosen.rows, chosen.count, sizeof(*chosen.rows), by_due);
	for (size_t i = 0; i < chosen.count; i++)
		release(wire, chosen.rows[i]);
	free(chosen.rows);
}

void wire_set_timer(struct wire *wire)
{
	uint64_t due = wire->leaving.first ? 1 : wire_next_due(wire);
	if (due)
		loop_timer_set(wire->loop, &wire->timer, due);
	else
		loop_timer_clear(wire->loop, &wire->timer);
}

/* --- choosing --------------------------------------------------------------
 */

/* Says why packet `number` cannot be had, and which can. */
static bool fail_number(const struct wire *wire, unsigned number,
			struct err *err)
{
	enum { MOST = 8 };
	struct buf text = {0}, held = {0};
	const struct wire_packet *packet = wire->held.first;
	bool is_known = number <= wire->last_number;
	for (int i = 0; packet && i < MOST; i++, packet = packet->next)
		buf_printf(&held, "%s%u", i ? ", " : "", packet->number);
	if (packet)
		SENTENCE_LINE(&held, " ", "", "wire-held-more",
			      SLOT_NUMBER("count", wire->held.count - MOST));
	SENTENCE(&text, is_known ? "wire-not-held" : "wire-no-packet",
		 SLOT_NUMBER("number", number));
	if (held.len)
		FAILURE(err, "wire-others-held",
			SLOT_TEXT("why", buf_text(&text)),
			SLOT_TEXT("held", buf_text(&held)));
	else
		FAILURE(err, "wire-none-held",
			SLOT_TEXT("why", buf_text(&text)));
	buf_done(&held);
	buf_done(&text);
	return false;
}

static bool choose_numbers(const struct wire *wire, const struct order *order,
			   struct chosen *chosen, struct err *err)
{
	for (size_t i = 0; i < order->number_count; i++) {
		struct wire_packet *packet = find(wire, order->numbers[i]);
		if (!packet)
			return fail_number(wire, order->numbers[i], err);
		chosen->rows[chosen->count++] = packet;
	}
	return true;
}

static void choose_matching(const struct wire *wire,
			    const struct packet_filter *filter,
			    struct chosen *chosen)
{
	for (struct wire_packet *packet = wire->held.first; packet;
	     packet = packet->next) {
		struct event_packet event = wire_event(wire, packet);
		if (wire_filter_matches(filter, &event))
			chosen->rows[chosen->count++] = packet;
	}
}

static void name_all(struct wire *wire)
{
	for (struct wire_packet *packet = wire->held.first; packet;
	     packet = packet->next)
		wire_name(wire, packet);
}

/* The oldest that tells its receiver anything, else the oldest. */
static struct wire_packet *first_of(const struct wire *wire)
{
	for (struct wire_packet *packet = wire->held.first; packet;
	     packet = packet->next) {
		if (!flow_is_stale(wire_flows(wire, packet->from, packet->to),
				   &packet->packet))
			return packet;
	}
	return wire->held.first;
}

static bool choose(struct wire *wire, const struct order *order,
		   struct chosen *chosen, struct err *err)
{
	size_t most = wire->held.count + order->number_count;
	*chosen = (struct chosen){xcalloc(most + 1, sizeof(*chosen->rows)), 0};
	bool done = true;
	if (order->which == WHICH_NUMBERS) {
		done = choose_numbers(wire, order, chosen, err);
	} else if (!wire->held.count) {
		done = FAILURE(err, "nothing-held");
	} else if (order->which == WHICH_FILTER) {
		if (order->filter.from || order->filter.to)
			name_all(wire);
		choose_matching(wire, &order->filter, chosen);
		if (!chosen->count)
			done = FAILURE(err, "none-held-so",
				       SLOT_NUMBER("count", wire->held.count));
	} else {
		bool first = order->which == WHICH_FIRST;
		chosen->rows[chosen->count++] =
			first ? first_of(wire) : wire->held.last;
	}
	if (!done)
		free(chosen->rows);
	return done;
}

/* --- orders ----------------------------------------------------------------
 */

typedef void act_fn(struct wire *wire, struct wire_packet *packet,
		    const struct order *order);

static bool act_on_each(struct wire *wire, const struct order *order,
			act_fn *act, struct err *err)
{
	struct chosen chosen;
	if (!choose(wire, order, &chosen, err))
		return false;
	wire_accept(wire, order);
	for (size_t i = 0; i < chosen.count; i++)
		act(wire, chosen.rows[i], order);
	free(chosen.rows);
	return true;
}

static void act_deliver(struct wire *wire, struct wire_packet *packet,
			const struct order *order)
{
	(void)order;
	release(wire, packet);
}

bool held_deliver(struct wire *wire, const struct order *order, struct err *err)
{
	return act_on_each(wire, order, act_deliver, err);
}

static void act_drop(struct wire *wire, struct wire_packet *packet,
		     const struct order *order)
{
	(void)order;
	lose(wire, packet);
	wire->tale.overflow = false;
}

bool held_drop(struct wire *wire, const struct order *order, struct err *err)
{
	return act_on_each(wire, order, act_drop, err);
}

/* The copy is a packet of its own, of which there was no event yet. */
static void act_duplicate(struct wire *wire, struct wire_packet *packet,
			  const struct order *order)
{
	(void)order;
	struct wire_packet *copy = wire_packet_keep(packet);
	copy->number = ++wire->last_number;
	copy->packet.marks |= PACKET_DUPLICATE;
	copy->packet.copies = 0;
	copy->told = false;
	copy->due = 0;
	wire_leave(wire, copy);
}

bool held_duplicate(struct wire *wire, const struct order *order,
		    struct err *err)
{
	return act_on_each(wire, order, act_duplicate, err);
}

static void act_delay(struct wire *wire, struct wire_packet *packet,
		      const struct order *order)
{
	(void)wire;
	packet->due = clock_now() + order->time;
}

bool held_delay(struct wire *wire, const struct order *order, struct err *err)
{
	if (!act_on_each(wire, order, act_delay, err))
		return false;
	wire_set_timer(wire);
	return true;
}

bool held_swap(struct wire *wire, const struct order *order, struct err *err)
{
	struct chosen chosen;
	if (!choose(wire, order, &chosen, err))
		return false;
	wire_accept(wire, order);
	wire_queue_swap(&wire->held, chosen.rows[0], chosen.rows[1]);
	free(chosen.rows);
	return true;
}

static bool can_corrupt(const struct wire_packet *packet,
			const struct order *order, struct err *err)
{
	size_t len = packet->packet.len;
	if (!len)
		return FAILURE(err, "no-payload-to-corrupt",
			       SLOT_NUMBER("number", packet->number));
	if (order->byte >= 0 && (size_t)order->byte >= len)
		return FAILURE(err, "no-byte-to-corrupt",
			       SLOT_NUMBER("number", packet->number),
			       SLOT_NUMBER("byte", order->byte),
			       SLOT_NUMBER("last", len - 1));
	return true;
}

/* Another bit each time, or the second would undo the first. */
static void corrupt(struct wire *wire, struct wire_packet *packet, long byte)
{
	size_t payload = (size_t)(packet->packet.payload - packet->bytes);
	size_t at = byte < 0 ? packet->packet.len - 1 : (size_t)byte;
	packet->bytes[payload + at] ^= (unsigned char)(1 << packet->flips % 8);
	packet->flips++;
	packet->packet.marks |= PACKET_CORRUPTED;
	wire_tell(wire, packet);
}

/* Packets that are named must all have the byte; of others those are meant
 * that have it. */
bool held_corrupt(struct wire *wire, const struct order *order, struct err *err)
{
	struct chosen chosen;
	if (!choose(wire, order, &chosen, err))
		return false;
	size_t able = 0;
	bool done = true;
	for (size_t i = 0; i < chosen.count; i++) {
		if (can_corrupt(chosen.rows[i], order, err))
			chosen.rows[able++] = chosen.rows[i];
		else
			done = done && order->which != WHICH_NUMBERS;
	}
	done = done && able;
	if (done)
		wire_accept(wire, order);
	for (size_t i = 0; done && i < able; i++)
		corrupt(wire, chosen.rows[i], order->byte);
	free(chosen.rows);
	return done;
}

bool held_flow(struct wire *wire, const struct order *order, struct err *err)
{
	(void)err;
	wire_accept(wire, order);
	wire_rules_flow(&wire->rules);
	while (wire->held.first)
		release(wire, wire->held.first);
	return true;
}
