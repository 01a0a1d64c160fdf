/* fault: a call of a program that is to go wrong, in a notation near strace's.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/whole/fault.h"

#include "base/sentence.h"
#include "call/call.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"

#include <limits.h>
#include <string.h>

enum { PARTS_MOST = 8, CALLS_MOST = 16 };

/* What was read so far: every call gets every thing. */
struct reading {
	struct arena *arena;
	const char *calls[CALLS_MOST];
	size_t call_count;
	struct call_fault things[PARTS_MOST];
	size_t thing_count;
	unsigned first, step;
	const char *actor;
	unsigned seen; /* bits, by the table of parts */
};

/* Cuts what stands before `separator` off the front of `rest`. */
static struct str cut(struct str *rest, char separator)
{
	const char *at = memchr(rest->data, separator, rest->len);
	size_t len = at ? (size_t)(at - rest->data) : rest->len;
	struct str front = {rest->data, len};
	size_t skip = at ? len + 1 : len;
	rest->data += skip;
	rest->len -= skip;
	return front;
}

static bool has(struct str text, char separator)
{
	return memchr(text.data, separator, text.len);
}

static bool read_number(struct str *text, unsigned *number)
{
	uint64_t value = 0;
	size_t len = 0;
	while (len < text->len && text->data[len] >= '0' &&
	       text->data[len] <= '9' && value <= INT_MAX)
		value = value * 10 + (unsigned)(text->data[len++] - '0');
	text->data += len;
	text->len -= len;
	*number = (unsigned)value;
	return len && value <= INT_MAX;
}

/* --- calls -----------------------------------------------------------------
 */

static const char *find_call(struct str name)
{
	size_t count;
	const struct syscall *table = syscall_table(&count);
	for (size_t i = 0; i < count; i++) {
		if (str_is(name, table[i].name))
			return table[i].name;
	}
	for (size_t i = 0; i < count; i++) {
		if (str_is(name, table[i].strace_name))
			return table[i].name;
	}
	return NULL;
}

static bool fail_call(struct str name, struct err *err)
{
	if (!name.len)
		return FAILURE(err, "inject-call-missing");
	size_t count;
	const struct syscall *table = syscall_table(&count);
	const char **names = xcalloc(count, sizeof(*names)), *nearest;
	for (size_t i = 0; i < count; i++)
		names[i] = table[i].name;
	AUTO_FREE char *word = xprintf("%.*s", (int)name.len, name.data);
	bool near = text_nearest(word, names, count, &nearest, 1);
	if (near)
		FAILURE(err, "inject-no-call-near", SLOT_TEXT("call", word),
			SLOT_TEXT("nearest", nearest));
	else
		FAILURE(err, "inject-no-call", SLOT_TEXT("call", word));
	free(names);
	return false;
}

static bool read_calls(struct reading *reading, struct str text,
		       struct err *err)
{
	bool goes_on;
	do {
		goes_on = has(text, ',');
		struct str name = str_trim(cut(&text, ','));
		const char *call = find_call(name);
		if (!call)
			return fail_call(name, err);
		for (size_t i = 0; i < reading->call_count; i++)
			if (!strcmp(reading->calls[i], call))
				return FAILURE(err, "fault-call-twice",
					       SLOT_TEXT("call", call));
		if (reading->call_count == CALLS_MOST)
			return FAILURE(err, "fault-calls-most",
				       SLOT_NUMBER("most", CALLS_MOST));
		reading->calls[reading->call_count++] = call;
	} while (goes_on);
	return true;
}

/* --- parts -----------------------------------------------------------------
 */

static bool add_thing(struct reading *reading, enum fault_kind kind, int number,
		      struct err *err)
{
	if (reading->thing_count == PARTS_MOST)
		return FAILURE(err, "fault-parts-most",
			       SLOT_NUMBER("most", PARTS_MOST));
	for (size_t i = 0; i < reading->thing_count; i++) {
		enum fault_kind other = reading->things[i].kind;
		// One is a call that is not made, the other one that is.
		if ((other == FAULT_ERROR && kind == FAULT_SHORT) ||
		    (other == FAULT_SHORT && kind == FAULT_ERROR))
			return FAILURE(err, "fault-no-bytes-moved");
	}
	reading->things[reading->thing_count++] =
		(struct call_fault){.kind = kind, .number = number};
	return true;
}

static bool read_symbol(struct reading *reading, enum symbol_group group,
			enum fault_kind kind, struct str value, struct err *err)
{
	int64_t number;
	if (!symbol_value(group, value, &number))
		return FAILURE(err,
			       kind == FAULT_ERROR ? "fault-no-errno"
						   : "fault-no-signal",
			       SLOT_STR("value", value));
	return add_thing(reading, kind, (int)number, err);
}

static bool read_error(struct reading *reading, struct str value,
		       struct err *err)
{
	return read_symbol(reading, SYMBOL_ERRNO, FAULT_ERROR, value, err);
}

static bool read_signal(struct reading *reading, struct str value,
			struct err *err)
{
	return read_symbol(reading, SYMBOL_SIGNAL, FAULT_SIGNAL, value, err);
}

static bool read_short(struct reading *reading, struct str value,
		       struct err *err)
{
	unsigned number;
	struct str rest = value;
	if (!read_number(&rest, &number) || rest.len)
		return FAILURE(err, "fault-no-count", SLOT_STR("value", value));
	// With none, recv() would seem to be at the end of the stream.
	if (!number)
		return FAILURE(err, "fault-short-none");
	return add_thing(reading, FAULT_SHORT, (int)number, err);
}

static bool read_delay(struct reading *reading, struct str value,
		       struct err *err)
{
	static const struct {
		const char *unit;
		unsigned microseconds;
	} units[] = {{"", 1}, {"us", 1}, {"ms", 1000}, {"s", 1000000}};
	unsigned number;
	struct str rest = value;
	bool read = read_number(&rest, &number);
	for (size_t i = 0; read && i < COUNT(units); i++) {
		uint64_t time = (uint64_t)number * units[i].microseconds;
		if (!str_is(rest, units[i].unit) || time > INT_MAX)
			continue;
		if (!time)
			return FAILURE(err, "fault-delay-none");
		return add_thing(reading, FAULT_DELAY, (int)time, err);
	}
	return FAILURE(err, "fault-no-time", SLOT_STR("value", value));
}

static bool read_when(struct reading *reading, struct str value,
		      struct err *err)
{
	struct str rest = value;
	bool read = read_number(&rest, &reading->first) && reading->first;
	reading->step = 0;
	if (read && rest.len && rest.data[0] == '+') {
		cut(&rest, '+');
		reading->step = 1;
		read = !rest.len ||
		       (read_number(&rest, &reading->step) && reading->step);
	}
	if (!read || rest.len)
		return FAILURE(err, "fault-no-when", SLOT_STR("value", value));
	return true;
}

static bool read_actor(struct reading *reading, struct str value,
		       struct err *err)
{
	if (!value.len)
		return FAILURE(err, "inject-no-actor");
	reading->actor = arena_strndup(reading->arena, value.data, value.len);
	return true;
}

static const struct part {
	const char *word;
	bool (*read)(struct reading *reading, struct str value,
		     struct err *err);
} parts[] = {
	{"error", read_error},	     {"short", read_short},
	{"delay_enter", read_delay}, {"signal", read_signal},
	{"when", read_when},	     {"actor", read_actor},
};

static bool read_part(struct reading *reading, struct str text, struct err *err)
{
	struct str value = text, word = cut(&value, '=');
	if (!text.len)
		return FAILURE(err, "inject-part-missing");
	for (size_t i = 0; i < COUNT(parts); i++) {
		if (!str_is(word, parts[i].word))
			continue;
		if (reading->seen & 1U << i)
			return FAILURE(err, "fault-twice",
				       SLOT_TEXT("word", parts[i].word));
		reading->seen |= 1U << i;
		return parts[i].read(reading, value, err);
	}
	return FAILURE(err, "fault-unknown", SLOT_STR("word", text));
}

static void combine(const struct reading *reading, struct call_faults *faults)
{
	faults->count = reading->call_count * reading->thing_count;
	faults->items = arena_alloc(reading->arena,
				    faults->count * sizeof(*faults->items));
	struct call_fault *at = faults->items;
	for (size_t i = 0; i < reading->call_count; i++) {
		for (size_t n = 0; n < reading->thing_count; n++) {
			*at = reading->things[n];
			at->call = reading->calls[i];
			at->actor = reading->actor;
			at->first = reading->first;
			at++->step = reading->step;
		}
	}
}

static bool read_all(struct reading *reading, struct str text, struct err *err)
{
	struct str rest = str_trim(text);
	bool goes_on = has(rest, ':');
	if (!read_calls(reading, cut(&rest, ':'), err))
		return false;
	while (goes_on) {
		goes_on = has(rest, ':');
		if (!read_part(reading, cut(&rest, ':'), err))
			return false;
	}
	if (!reading->thing_count)
		return FAILURE(err, "fault-nothing");
	return true;
}

bool call_faults_parse(struct str text, struct arena *arena,
		       struct call_faults *faults, struct err *err)
{
	struct reading reading = {.arena = arena, .first = 1, .step = 1};
	if (!read_all(&reading, text, err))
		return FAILURE_IN(err, "in-fault", SLOT_STR("fault", text));
	combine(&reading, faults);
	return true;
}

const char *fault_word(enum fault_kind kind)
{
	static const char *const words[] = {
		[FAULT_ERROR] = "error",
		[FAULT_DELAY] = "delay_enter",
		[FAULT_SHORT] = "short",
		[FAULT_SIGNAL] = "signal",
	};
	_Static_assert(COUNT(words) == FAULT_KIND_COUNT, "a kind has no word");
	return words[kind];
}

bool result_is_injected(const struct result *result)
{
	return result->faults & (1U << FAULT_ERROR);
}

bool call_fault_names(const char *wanted, const char *function)
{
	return !strcmp(wanted, function) ||
	       (!strcmp(wanted, "accept") && !strcmp(function, "accept4"));
}

void call_fault_print(const struct call_fault *fault, struct buf *out)
{
	const char *name = fault->kind == FAULT_ERROR
				   ? symbol_name(SYMBOL_ERRNO, fault->number)
			   : fault->kind == FAULT_SIGNAL
				   ? symbol_name(SYMBOL_SIGNAL, fault->number)
				   : NULL;
	buf_printf(out, "%s:%s=", fault->call, fault_word(fault->kind));
	if (name)
		buf_puts(out, name);
	else
		buf_printf(out, "%d", fault->number);
	buf_printf(out, ":when=%u", fault->first);
	if (fault->step == 1)
		buf_putc(out, '+');
	else if (fault->step)
		buf_printf(out, "+%u", fault->step);
	if (fault->actor)
		buf_printf(out, ":actor=%s", fault->actor);
}
