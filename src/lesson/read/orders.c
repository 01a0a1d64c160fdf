/* orders: the wire blocks of a lesson.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * journal/order/order.h has the notation of an order. What it names must be in
 * the lesson: actors and hosts; which packets it will find only the run can
 * tell.
 */
#include "base/sentence.h"
#include "lesson/read/reader.h"

#include <string.h>

enum { NAMES_MAX = 64 };

/* The hosts of the lesson and, unless only those count, its actors. */
static size_t list_names(const struct lesson *lesson, bool only_hosts,
			 const char **names)
{
	size_t count = 0;
	for (size_t i = 0; i < lesson->host_count && count < NAMES_MAX; i++)
		names[count++] = lesson->hosts[i].name;
	if (!lesson->host_count)
		names[count++] = "host"; // what the lab calls the only one
	for (size_t i = 0;
	     i < lesson->actor_count && count < NAMES_MAX && !only_hosts; i++)
		names[count++] = lesson->actors[i].name;
	for (size_t i = 0;
	     i < lesson->child_count && count < NAMES_MAX && !only_hosts; i++)
		names[count++] = lesson->children[i];
	return count;
}

static void check_name(struct reader *reader, const char *name, bool only_hosts,
		       int line)
{
	const char *names[NAMES_MAX];
	size_t count = list_names(reader->lesson, only_hosts, names);
	for (size_t i = 0; i < count && name; i++) {
		if (!strcmp(name, names[i]))
			return;
	}
	if (!name)
		return;
	AUTO_FREE char *nearest = fault_nearest(str_from(name), names, count);
	FAULT(reader->faults, line,
	      only_hosts ? "fault-no-host" : "fault-no-actor-or-host",
	      SLOT_TEXT("word", name), SLOT_TEXT("nearest", nearest));
}

static void check_order(struct reader *reader, const struct order *order,
			int line)
{
	check_name(reader, order->filter.from, false, line);
	check_name(reader, order->filter.to, false, line);
	check_name(reader, order->host, true, line);
	if (order->kind == ORDER_WAIT && order->time > LESSON_WAIT_MOST)
		FAULT(reader->faults, line, "fault-wait-long");
}

/* A line that is no order makes a beat as well, so that what follows it is not
 * at fault too; a lesson with a fault is never played. */
static void read_order(struct reader *reader, struct str line, int number)
{
	struct order order = {0};
	struct err err;
	if (order_parse(line, &reader->lesson->arena, &order, &err))
		check_order(reader, &order, number);
	else
		faults_pass(reader->faults, number, &err);
	if (!reader->step)
		return;
	// What moves on the wire may wake up anybody.
	naming_reach(reader, NULL, number);
	reader_add_beat(reader, BEAT_WIRE, number)->order = order;
}

void orders_read(struct reader *reader, struct str text, int line)
{
	struct str rest = text, order;
	size_t count = 0;
	if (!reader->lesson->needs_wire)
		FAULT(reader->faults, line, "fault-wire-needs");
	for (int number = line + 1; str_next_line(&rest, &order); number++) {
		order = str_trim(order);
		if (!order.len || str_has_prefix(order, "//"))
			continue;
		count++;
		read_order(reader, order, number);
	}
	if (!count)
		FAULT(reader->faults, line, "fault-wire-empty");
}
