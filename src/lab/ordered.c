/* ordered: what the learner tells the wire of a lab.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The wire knows hosts and no actors, so names are checked here: a filter with
 * the name of nobody would wait for ever.
 */
#include "base/sentence.h"
#include "lab/ground/parts.h"

#include <string.h>

static bool is_host(const struct lab *lab, const char *name)
{
	for (size_t i = 0; i < lab->host_count; i++) {
		if (!strcmp(lab->hosts[i].name, name))
			return true;
	}
	return false;
}

static bool fail_name(const struct lab *lab, const char *name, struct err *err)
{
	struct buf text = {0};
	for (size_t i = 0; i < lab->actor_count; i++)
		buf_printf(&text, "%s%s", i ? ", " : "", lab->actors[i]->name);
	for (size_t i = 0; i < lab->host_count; i++)
		buf_printf(&text, "%s%s", text.len ? ", " : "",
			   lab->hosts[i].name);
	FAILURE(err, "no-actor-or-host", SLOT_TEXT("name", name),
		SLOT_TEXT("names", buf_text(&text)));
	buf_done(&text);
	return false;
}

static bool check_names(const struct lab *lab, const struct order *order,
			struct err *err)
{
	const char *names[] = {order->filter.from, order->filter.to};
	for (size_t i = 0; i < COUNT(names); i++) {
		if (names[i] && !is_host(lab, names[i]) &&
		    !actor_find(lab, names[i]))
			return fail_name(lab, names[i], err);
	}
	return true;
}

bool lab_order(struct lab *lab, const struct order *order, struct err *err)
{
	size_t count;
	const char *word = order_table(&count)[order->kind].word;
	if (!lab->wire && !lab->missing.len)
		return FAILURE(err, "order-no-wires", SLOT_TEXT("order", word));
	if (!lab->wire)
		return FAILURE(err, "order-no-wire", SLOT_TEXT("order", word),
			       SLOT_TEXT("missing", buf_text(&lab->missing)));
	if (!check_names(lab, order, err))
		return err_wrap(err, "%s", word);
	if (!carrier_order(lab->wire, order, err))
		return false;
	lab_look_after(lab, 0);
	return true;
}

void ordered_accepted(void *data, const struct order *order)
{
	struct buf text = {0};
	order_print(order, &text);
	struct event event = {.as.order.text = buf_text(&text)};
	lab_emit(data, EVENT_ORDER, &event);
	buf_done(&text);
}

void ordered_note(void *data, const char *text)
{
	lab_note(data, text);
}
