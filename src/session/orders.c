/* orders: what the learner tells the wire between two moves.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Orders are kept with the place at which they were given. A rewind gives them
 * again at the same place, right after the move; those behind the place that
 * it goes to are forgotten, for from there the learner goes another way.
 */
#include "base/sentence.h"
#include "journal/held.h"
#include "session/parts.h"

#include <string.h>

/* --- telling ---------------------------------------------------------------
 */

bool session_tell_wire(struct session *session, const struct order *order,
		       struct err *err)
{
	if (order->kind != ORDER_WAIT)
		return lab_order(session->lab, order, err);
	// Of a wait the lab knows nothing: it is how long we settle.
	struct buf text = {0};
	order_print(order, &text);
	struct event event = {.kind = EVENT_ORDER,
			      .as.order.text = buf_text(&text)};
	session_take_event(session, &event);
	buf_done(&text);
	return true;
}

static bool never(void *data)
{
	(void)data;
	return false;
}

void session_settle(struct session *session, const struct order *order,
		    uint64_t within, lab_settled_fn *settled,
		    void (*done)(void *data))
{
	bool is_wait = order && order->kind == ORDER_WAIT;
	if (is_wait)
		within = order->time;
	if (is_wait && !settled)
		settled = never;
	if (within)
		lab_settle_within(session->lab, within, settled, done, session);
	else
		lab_settle(session->lab, settled, done, session);
	// What a busy machine takes longer for is no fault of who is checked.
	if (settled && !is_wait && session->lesson->is_exercise)
		lab_settle_stretched(session->lab);
}

static void order_over(void *data)
{
	struct session *session = data;
	if (session->stepping.open) {
		session_settle_open(session);
		return;
	}
	session->busy = false;
	if (session->actor_lost && session->beats)
		session_break(session);
	else
		session_check_again(session);
}

/* The order is one with the lab's own numbers. */
static bool give(struct session *session, const struct order *order,
		 struct err *err)
{
	if (!session_tell_wire(session, order, err))
		return false;
	session->busy = true;
	session->actor_lost = false;
	session_settle(session, order, 0, NULL, order_over);
	return true;
}

/* --- by the learner --------------------------------------------------------
 */

static void print_held(const struct event_packet *const *held, size_t count,
		       struct buf *out)
{
	enum { SHOWN = 8 };
	if (!count)
		buf_puts(out, "nothing");
	struct buf numbers = {0};
	for (size_t i = 0; i < count && i < SHOWN; i++)
		buf_printf(&numbers, "%s%u", i ? ", " : "", held[i]->number);
	if (count > SHOWN)
		SENTENCE(out, "reply-held-more",
			 SLOT_TEXT("numbers", buf_text(&numbers)),
			 SLOT_NUMBER("more", count - SHOWN));
	else
		buf_puts(out, buf_text(&numbers));
	buf_done(&numbers);
}

/* Told here, for the lab would name its own numbers. */
static bool are_held(const struct session *session, const struct order *order,
		     struct err *err)
{
	size_t count, i = 0;
	const struct event_packet **held = journal_held(
		session->journal, journal_count(session->journal), &count);
	bool ok = true;
	for (size_t n = 0; ok && n < order->number_count; n++) {
		for (i = 0; i < count; i++) {
			if (held[i]->number == order->numbers[n])
				break;
		}
		if (i < count)
			continue;
		struct buf text = {0};
		print_held(held, count, &text);
		ok = FAILURE(err, "packet-not-held",
			     SLOT_NUMBER("packet", order->numbers[n]),
			     SLOT_TEXT("held", buf_text(&text)));
		buf_done(&text);
	}
	free(held);
	return ok;
}

static bool can_order(const struct session *session, const struct order *order,
		      struct err *err)
{
	if (!session_can_move(session, sentence_text(SENTENCE_ID("tell-wire")),
			      err))
		return false;
	if (!lab_has_wire(session->lab) && order->kind != ORDER_WAIT)
		return FAILURE(err, "no-wire",
			       SLOT_TEXT("missing", lab_missing(session->lab)));
	return order->which != WHICH_NUMBERS || are_held(session, order, err);
}

bool session_order(struct session *session, const struct order *order,
		   struct err *err)
{
	if (!can_order(session, order, err))
		return false;
	if (!give(session, order, err))
		return false;
	session->given.orders =
		xgrow(session->given.orders, &session->given.cap,
		      session->given.count + 1, sizeof(*session->given.orders));
	session->given.orders[session->given.count++] = (struct given_order){
		session->moves.live, order_copy(order, &session->arena)};
	return true;
}

/* --- again -----------------------------------------------------------------
 */

/* What was there by the clock may not be there now. */
static bool repeat(struct session *session, const struct order *order,
		   struct err *err)
{
	return (order->which != WHICH_NUMBERS ||
		are_held(session, order, err)) &&
	       give(session, order, err);
}

bool session_repeat_orders(struct session *session, struct err *err)
{
	for (size_t i = 0; i < session->given.count; i++) {
		const struct given_order *given = &session->given.orders[i];
		if (given->live != session->moves.live || session->broken)
			continue;
		if (!repeat(session, &given->order, err)) {
			FAILURE_IN(err, "order-not-again");
			session_note(session, err->text);
		} else if (!session_wait(session, err)) {
			return false;
		}
	}
	return true;
}

void session_forget_orders(struct session *session, size_t live)
{
	size_t kept = 0;
	for (size_t i = 0; i < session->given.count; i++) {
		if (session->given.orders[i].live <= live)
			session->given.orders[kept++] =
				session->given.orders[i];
	}
	session->given.count = kept;
}
