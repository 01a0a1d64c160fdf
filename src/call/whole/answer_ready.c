/* answer_ready: who is ready, as Python's calls give it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/list.h"
#include "call/part/python_repr.h"
#include "call/print.h"
#include "call/whole/answer_parts.h"

#include <inttypes.h>

/* [(3, 1)] of two numbers at a time. */
static void add_ready(const struct answer *answer, int64_t fd, int64_t events,
		      bool first)
{
	buf_printf(answer->out, "%s(%" PRId64 ", %" PRId64 ")",
		   first ? "" : ", ", fd, events);
}

void answer_polled(const struct answer *answer)
{
	const struct value *asked = &answer->call->args[0];
	const struct value *came = &answer->call->result.out;
	bool first = true;
	buf_putc(answer->out, '[');
	for (size_t i = 0; i < asked->count && i < came->count; i++) {
		int64_t events = list_item(came, i)->num;
		if (!events)
			continue;
		add_ready(answer, list_item(&asked->items[i], 0)->num, events,
			  first);
		first = false;
	}
	buf_putc(answer->out, ']');
	call_print_out(answer->call, answer->note);
}

void answer_events(const struct answer *answer)
{
	const struct value *came = &answer->call->result.out;
	buf_putc(answer->out, '[');
	for (size_t i = 0; i < came->count; i++)
		add_ready(answer, list_item(&came->items[i], 1)->num,
			  list_item(&came->items[i], 0)->num, !i);
	buf_putc(answer->out, ']');
	call_print_out(answer->call, answer->note);
}

static bool holds(const struct value *ready, int64_t fd)
{
	bool found = false;
	for (size_t i = 0; i < ready->count; i++)
		found = found || ready->items[i].num == fd;
	return found;
}

/* Of one list that select() was given, in its order, those that are ready. */
static void add_set(const struct answer *answer, size_t index)
{
	const struct value *asked = &answer->call->args[index];
	const struct value *ready = list_item(&answer->call->result.out, index);
	const char *join = "";
	buf_puts(answer->out, index ? ", [" : "[");
	for (size_t i = 0; i < asked->count; i++) {
		const struct value *item = &asked->items[i];
		if (!holds(ready, item->num))
			continue;
		buf_puts(answer->out, join);
		join = ", ";
		if (item->kind == VALUE_NAME && !item->is_number)
			python_repr_socket(item->num, answer->brief,
					   answer->out);
		else
			buf_printf(answer->out, "%" PRId64, item->num);
	}
	buf_putc(answer->out, ']');
}

void answer_selected(const struct answer *answer)
{
	buf_putc(answer->out, '(');
	for (size_t i = 0; i < 3; i++)
		add_set(answer, i);
	buf_putc(answer->out, ')');
	call_print_out(answer->call, answer->note);
}
