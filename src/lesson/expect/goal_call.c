/* goal_call: what a call returned, failed with, received, or that it sleeps.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The call meant is the last one of the actor of which something happened
 * between the view's two places: the beat's own call or, of another actor, one
 * that began beats ago and came back now.
 */
#include "base/sentence.h"
#include "call/print.h"
#include "call/table/symbol.h"
#include "lesson/expect/goal.h"

#include <inttypes.h>
#include <string.h>

bool goal_parse_range(struct scan *scan, const void **detail)
{
	struct range *range = arena_alloc(scan->arena, sizeof(*range));
	*detail = range;
	return scan_range(scan, range);
}

/* A constant's name; the nearest of its group when it is unknown. */
static bool scan_symbol(struct scan *scan, enum symbol_group group,
			const char *what, int64_t *value)
{
	struct str word = scan_peek(scan);
	if (word.len && symbol_value(group, word, value)) {
		scan_word(scan);
		return true;
	}
	size_t count, names_count = 0;
	const struct symbol *symbols = symbol_table(&count);
	const char **names = xcalloc(count, sizeof(*names));
	for (size_t i = 0; i < count; i++) {
		if (symbols[i].group == group)
			names[names_count++] = symbols[i].name;
	}
	scan_fail_near(scan, what, names, names_count);
	free(names);
	return false;
}

static bool scan_error(struct scan *scan, int64_t *value)
{
	return scan_symbol(scan, SYMBOL_ERRNO,
			   sentence_text(SENTENCE_ID("goal-error-name")),
			   value);
}

static bool scan_signal(struct scan *scan, int64_t *value)
{
	return scan_symbol(scan, SYMBOL_SIGNAL,
			   sentence_text(SENTENCE_ID("goal-signal-name")),
			   value);
}

bool goal_parse_errors(struct scan *scan, const void **detail)
{
	struct range *range = arena_alloc(scan->arena, sizeof(*range));
	*detail = range;
	return scan_values(scan, scan_error, range);
}

bool goal_parse_signal(struct scan *scan, const void **detail)
{
	struct range *range = arena_alloc(scan->arena, sizeof(*range));
	*detail = range;
	return scan_values(scan, scan_signal, range);
}

bool goal_parse_nothing(struct scan *scan, const void **detail)
{
	(void)scan;
	*detail = NULL;
	return true;
}

bool goal_parse_text(struct scan *scan, const void **detail)
{
	struct str *bytes = arena_alloc(scan->arena, sizeof(*bytes));
	*detail = bytes;
	return scan_string(scan, bytes);
}

/* The call that came back in this view, or NULL while none has. */
static const struct event_call *call_of(const struct view *view)
{
	const struct event_call *call = journal_last_call(
		view->journal, view->begin, view->place, view->actor);
	return call && call->phase == CALL_RETURN ? call : NULL;
}

static const struct result *result_of(const struct view *view)
{
	const struct event_call *call = call_of(view);
	return call ? &call->call.result : NULL;
}

/* Whether the kernel said that the call which the actor is inside sleeps. */
static bool is_asleep(const struct view *view)
{
	if (!view->actor)
		return false;
	const struct event_call *open =
		journal_open_call(view->journal, view->place, view->actor);
	return open && open->phase == CALL_BLOCKED;
}

static void print_result(const struct result *result, struct buf *out)
{
	if (result->signal) {
		buf_puts(out, "killed ");
		symbol_print(SYMBOL_SIGNAL, result->signal, out);
	} else if (result->error) {
		buf_puts(out, "fails ");
		symbol_print(SYMBOL_ERRNO, result->error, out);
	} else {
		buf_printf(out, "returns %" PRId64, result->value);
	}
}

/* What became of the call, in the notation of goals. */
void goal_print_call(const struct view *view, struct buf *out)
{
	const struct result *result = result_of(view);
	if (result)
		print_result(result, out);
	else if (is_asleep(view))
		buf_puts(out, "blocks");
	else if (view->actor &&
		 journal_open_call(view->journal, view->place, view->actor))
		SENTENCE(out, "found-call-inside");
	else
		SENTENCE(out, "found-call-none");
}

bool goal_holds_returns(const void *detail, const struct view *view,
			struct buf *found)
{
	const struct result *result = result_of(view);
	if (result && !result->error && !result->signal &&
	    range_has(detail, result->value))
		return true;
	goal_print_call(view, found);
	return false;
}

bool goal_holds_succeeds(const void *detail, const struct view *view,
			 struct buf *found)
{
	(void)detail;
	const struct result *result = result_of(view);
	if (result && !result->error && !result->signal)
		return true;
	goal_print_call(view, found);
	return false;
}

bool goal_holds_fails(const void *detail, const struct view *view,
		      struct buf *found)
{
	const struct result *result = result_of(view);
	if (result && !result->signal && result->error &&
	    range_has(detail, result->error))
		return true;
	goal_print_call(view, found);
	return false;
}

bool goal_holds_blocks(const void *detail, const struct view *view,
		       struct buf *found)
{
	(void)detail;
	if (is_asleep(view))
		return true;
	goal_print_call(view, found);
	return false;
}

/* The signal that ended the actor in this view, or 0. */
static int signal_of(const struct view *view)
{
	for (size_t i = view->place; i-- > view->begin && view->actor;) {
		const struct event *event = journal_at(view->journal, i);
		if (event->kind == EVENT_ACTOR &&
		    event->as.actor.phase == ACTOR_ENDED &&
		    !strcmp(event->as.actor.actor, view->actor))
			return event->as.actor.signal;
	}
	const struct result *result = result_of(view);
	return result ? result->signal : 0;
}

bool goal_holds_killed(const void *detail, const struct view *view,
		       struct buf *found)
{
	int signal = signal_of(view);
	if (signal && range_has(detail, signal))
		return true;
	goal_print_call(view, found);
	return false;
}

/* The result of a call that succeeded; what happened instead otherwise. */
static const struct result *success_of(const struct view *view,
				       struct buf *found)
{
	const struct result *result = result_of(view);
	if (result && !result->error && !result->signal)
		return result;
	goal_print_call(view, found);
	return NULL;
}

bool goal_holds_data(const void *detail, const struct view *view,
		     struct buf *found)
{
	const struct str *wanted = detail;
	const struct result *result = success_of(view, found);
	if (!result)
		return false;
	const struct bytes *data = &result->data;
	if (data->len == wanted->len &&
	    (!data->len || !memcmp(data->data, wanted->data, wanted->len)))
		return true;
	buf_puts(found, "data ");
	text_quote(found, data->data, data->len, 64);
	return false;
}

bool goal_holds_option(const void *detail, const struct view *view,
		       struct buf *found)
{
	const struct result *result = success_of(view, found);
	if (!result)
		return false;
	if (range_has(detail, result->option))
		return true;
	buf_printf(found, "option %" PRId64, result->option);
	return false;
}

/* What the kernel wrote, as the screen says it behind the result. */
bool goal_holds_gives(const void *detail, const struct view *view,
		      struct buf *found)
{
	const struct str *wanted = detail;
	struct buf out = {0};
	if (!success_of(view, found))
		return false;
	call_print_out(&call_of(view)->call, &out);
	struct str given = {out.data, out.len};
	while (given.len && (*given.data == ' ' || *given.data == ',')) {
		given.data++;
		given.len--;
	}
	bool holds =
		given.len == wanted->len &&
		(!given.len || !memcmp(given.data, wanted->data, given.len));
	if (!holds) {
		buf_puts(found, "gives ");
		text_quote(found, given.data, given.len, 128);
	}
	buf_done(&out);
	return holds;
}

/* The port of an address as written, when it is `*`: the address with 0 in its
 * place, which address_parse() reads. */
static bool parse_any_port(struct scan *scan, struct str word,
			   struct place *place)
{
	AUTO_FREE char *text = xprintf("%.*s0", (int)word.len - 1, word.data);
	place->any_port = true;
	return address_parse(str_from(text), &place->address, scan->err);
}

bool scan_place(struct scan *scan, struct place *place)
{
	struct str word = scan_peek(scan);
	if (scan_is(scan, "none")) {
		place->none = true;
		return true;
	}
	bool any = word.len > 2 && !memcmp(word.data + word.len - 2, ":*", 2);
	bool ok = word.len &&
		  (any ? parse_any_port(scan, word, place)
		       : address_parse(word, &place->address, scan->err));
	if (!ok)
		return SCAN_FAIL(scan, "goal-address");
	scan_word(scan);
	return true;
}

/* Port 0 in both, so that only the rest is compared. */
static struct address without_port(const struct address *address)
{
	struct address copy = *address;
	if (address_family(&copy) == AF_INET)
		copy.as.in.sin_port = 0;
	else if (address_family(&copy) == AF_INET6)
		copy.as.in6.sin6_port = 0;
	return copy;
}

bool place_has(const struct place *place, const struct address *address)
{
	if (place->none)
		return !address->len;
	if (!place->any_port)
		return address_same(&place->address, address);
	struct address a = without_port(&place->address);
	struct address b = without_port(address);
	return address_same(&a, &b);
}

bool goal_parse_address(struct scan *scan, const void **detail)
{
	struct place *place = arena_alloc(scan->arena, sizeof(*place));
	*detail = place;
	return scan_place(scan, place);
}

bool goal_holds_address(const void *detail, const struct view *view,
			struct buf *found)
{
	const struct result *result = success_of(view, found);
	if (!result)
		return false;
	if (place_has(detail, &result->address))
		return true;
	buf_puts(found, "address ");
	if (result->address.len)
		address_print(&result->address, found);
	else
		buf_puts(found, "none");
	return false;
}
