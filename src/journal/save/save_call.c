/* save_call: the members of a call in a saved journal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `source` is the call in the notation of lessons and is what is read back;
 * `name`, `args` and `text` say the same as strace(1) does, for other readers.
 * A long one stands where the call is entered and nowhere else, for what is in
 * it are the bytes that are sent; nor are they told once more as those that the
 * kernel took.
 */
#include "base/sentence.h"
#include "call/print.h"
#include "call/table/request.h"
#include "call/table/syscalls.h"
#include "call/whole/fault.h"
#include "call/whole/parse.h"
#include "journal/journal.h"
#include "journal/save/save_kinds.h"

#include <string.h>

enum { LONG = 1024 }; /* bytes */

static void save_args(struct store *store, const struct call *call)
{
	size_t count = call_strace_args(call);
	struct buf text = {0};
	store_list_begin(store, "args", count);
	for (size_t i = 0; i < count; i++) {
		call_print_strace_arg(call, i, &text);
		const char *arg = buf_text(&text);
		store_item_text(store, i, &arg);
		buf_clear(&text);
	}
	store_list_end(store);
	buf_done(&text);
}

/* Whether it need not be printed to be known as long. */
static bool is_long(const struct call *call)
{
	for (size_t i = 0; i < call->argc; i++) {
		const struct value *value = &call->args[i];
		if (value->kind == VALUE_BYTES && !value->bytes.repeat &&
		    value->bytes.len > LONG)
			return true;
	}
	return false;
}

/* Whether a return says the call once more, then printed into `text`. What is
 * longer stands where it was entered. */
static bool is_short(const struct call *call, struct buf *text)
{
	if (!is_long(call))
		call_print(call, NOTATION_C, text);
	return text->len && text->len <= LONG;
}

/* For other readers; `text` holds the result too. */
static void write_texts(struct store *store, const struct event_call *event)
{
	const struct call *call = &event->call;
	struct buf text = {0};
	store_derived_text(store, "name", call->syscall->name);
	save_args(store, call);
	call_print_strace(call, &text);
	store_derived_text(store, "text", buf_text(&text));
	buf_clear(&text);
	if (is_short(call, &text) || event->phase == CALL_ENTER) {
		if (!text.len)
			call_print(call, NOTATION_C, &text);
		store_derived_text(store, "source", buf_text(&text));
	}
	buf_done(&text);
}

/* The call as it was entered, without a result; false when it was not. */
static bool find_entered(struct store *store, unsigned id, struct call *call)
{
	const struct journal *journal = store->journal;
	for (size_t i = journal_count(journal); i-- > 0;) {
		const struct event *event = journal_at(journal, i);
		if (event->kind != EVENT_CALL || event->as.call.id != id ||
		    event->as.call.phase != CALL_ENTER)
			continue;
		*call = call_copy(&event->as.call.call, store->arena);
		call->result = (struct result){0};
		return true;
	}
	return false;
}

/* Printed anew, with escapes and spaces, a call is not eight times as long. */
static bool is_source_long(const struct call *call, const char *source)
{
	struct buf text = {0};
	bool is_so = strlen(source) > LONG / 8 && !is_short(call, &text);
	buf_done(&text);
	return is_so;
}

/* Gives the event a call in any case: what follows relies on it. */
static void read_source(struct store *store, struct event_call *event)
{
	const char *source = "";
	struct call *call = &event->call;
	struct err why = {0};
	if (!store->failed && !store_has(store, "source") &&
	    event->phase != CALL_ENTER && find_entered(store, event->id, call))
		return;
	store_text(store, "source", &source);
	bool read =
		call_parse(str_from(source), store->arena, call, NULL, &why);
	if (!read)
		store_fail(store, "source", why.text);
	else if (event->phase != CALL_ENTER && is_source_long(call, source) &&
		 !find_entered(store, event->id, call))
		STORE_FAIL(store, "source", "log-source-unknown");
	if (store->failed) {
		*call = (struct call){0};
		call->syscall = syscall_find(str_from("close"));
	}
}

/* --- what the names among the arguments stood for --------------------------
 */

struct names {
	struct store *store;
	const char *actor;
	const char **seen;
	size_t count, cap;
};

/* Each name once. */
static void write_name(void *data, const struct value *value)
{
	struct names *names = data;
	for (size_t i = 0; i < names->count; i++)
		if (!strcmp(names->seen[i], value->name))
			return;
	names->seen = xgrow(names->seen, &names->cap, names->count + 1,
			    sizeof(*names->seen));
	names->seen[names->count++] = value->name;
	store_derived_number(names->store, value->name, value->num);
}

static void count_name(void *data, const struct value *value)
{
	size_t *count = data;
	(void)value;
	(*count)++;
}

static bool read_name(void *data, struct value *name)
{
	const struct names *names = data;
	const struct journal *journal = names->store->journal;
	store_number(names->store, name->name, &name->num, INT64_MIN,
		     INT64_MAX);
	name->is_number = journal_holds_number(journal, journal_count(journal),
					       names->actor, name->name);
	return true;
}

static void save_bound(struct store *store, const char *actor,
		       struct call *call)
{
	struct names names = {.store = store, .actor = actor};
	struct err err;
	size_t count = 0;
	call_each_name(call, count_name, &count);
	if (!count)
		return;
	store_object_begin(store, "bound");
	if (store_is_loading(store))
		call_bind(call, store->arena, read_name, &names, &err);
	else
		call_each_name(call, write_name, &names);
	store_object_end(store);
	free(names.seen);
}

/* --- what came back --------------------------------------------------------
 */

/* The bytes that a call took: the first of its data, as many as it says. */
static void write_sent(struct store *store, const struct call *call)
{
	struct arena arena = {0};
	struct bytes sent;
	if (call_sent(call, &arena, &sent) && sent.len <= LONG)
		store_data(store, "data", &sent.data, &sent.len);
	arena_done(&arena);
}

/* getsockopt, and fcntl and ioctl where they read a number. */
static bool reads_option(const struct call *call)
{
	size_t count = syscall_parameters(call->syscall);
	const struct kind *last =
		count ? call->syscall->parameters[count - 1].kind : NULL;
	if (last == &kind_ioctl_value || last == &kind_fcntl_value)
		return request_of(call)->value == REQUEST_GET ||
		       request_of(call)->value == REQUEST_GET_OWNER;
	return call_is(call, "getsockopt");
}

/* What was received: bytes, an address, the value of an option. */
static void save_received(struct store *store, struct call *call)
{
	struct result *result = &call->result;
	unsigned flags = call->syscall->flags;
	bool loading = store_is_loading(store);
	if (flags & SYSCALL_SENDS) {
		if (!loading && result->value >= 0)
			write_sent(store, call);
	} else if (loading ? store_has(store, "data")
			   : result->data.data != 0) {
		store_data(store, "data", &result->data.data,
			   &result->data.len);
	}
	if (loading ? store_has(store, "address") : result->address.len > 0)
		save_address(store, "address", &result->address);
	bool option = (reads_option(call) && result->value >= 0) ||
		      (call_is(call, "waitpid") && result->value > 0);
	if (option && (!loading || store_has(store, "option")))
		store_number(store, "option", &result->option, INT64_MIN,
			     INT64_MAX);
	if (loading ? store_has(store, "out") : result->out.kind != VALUE_NONE)
		store_value(store, "out", &result->out);
}

/* The signals that are blocked meanwhile. */
static void save_mask(struct store *store, struct call *call)
{
	bool loading = store_is_loading(store);
	if (loading ? !store_has(store, "mask") : !call->masked)
		return;
	int64_t mask = (int64_t)call->mask;
	int64_t masked = call->masked;
	store_number(store, "masked", &masked, CALL_MASK_NONE, CALL_MASK_GIVEN);
	store_number(store, "mask", &mask, INT64_MIN, INT64_MAX);
	call->masked = (enum call_mask)masked;
	call->mask = (uint64_t)mask;
}

/* A call that was killed, or not finished, has no result. */
static void save_result(struct store *store, struct call *call)
{
	struct result *result = &call->result;
	bool loading = store_is_loading(store);
	bool ends = call->syscall->flags & SYSCALL_ENDS_ACTOR;
	bool none = loading ? !store_has(store, "result")
			    : !result->done || result->signal ||
				      (ends && !result->error);
	if (none) {
		store_derived_null(store, "result");
		result->value = -1;
	} else {
		store_number(store, "result", &result->value, INT64_MIN,
			     INT64_MAX);
	}
	if (loading ? store_has(store, "room") : call->room != 0)
		store_number(store, "room", &call->room, INT64_MIN, INT64_MAX);
	save_mask(store, call);
	if (loading ? store_has(store, "length") : result->length != 0)
		store_number(store, "length", &result->length, 0, UINT32_MAX);
	if (loading ? store_has(store, "signal") : result->signal != 0)
		store_symbol(store, "signal", SYMBOL_SIGNAL, &result->signal);
	result->done = loading ? !none || result->signal || ends : result->done;
	if (loading ? store_has(store, "errno") : result->error != 0)
		store_symbol(store, "errno", SYMBOL_ERRNO, &result->error);
	if (!none)
		save_received(store, call);
	store_time(store, "elapsed", &result->elapsed, 9);
}

void save_place(struct store *store, struct event_source *source)
{
	bool loading = store_is_loading(store);
	if (loading ? !store_has(store, "place") : !source->function)
		return;
	store_object_begin(store, "place");
	store_text_or_null(store, "file", &source->file);
	store_int(store, "line", &source->line);
	store_text_or_null(store, "function", &source->function);
	if (loading ? store_has(store, "chain") : source->chain != NULL)
		store_text_or_null(store, "chain", &source->chain);
	store_object_end(store);
}

static void save_noise(struct store *store, struct event_call *call)
{
	static const char *words[NOISE_COUNT];
	bool has = store_is_loading(store) ? store_has(store, "noise")
					   : call->noise != NOISE_NONE;
	unsigned noise = call->noise;
	for (unsigned i = 0; i < NOISE_COUNT; i++)
		words[i] = call_noise_word(i);
	if (has)
		store_word(store, "noise", words, NOISE_COUNT, &noise);
	call->noise = noise;
}

/* "fault": {"error": true}: what was made to go wrong. */
static void save_faults(struct store *store, struct result *result)
{
	bool loading = store_is_loading(store);
	if (loading ? !store_has(store, "fault") : !result->faults)
		return;
	store_object_begin(store, "fault");
	for (unsigned i = 0; i < FAULT_KIND_COUNT; i++) {
		const char *word = fault_word(i);
		bool on = result->faults & (1U << i);
		if (loading ? !store_has(store, word) : !on)
			continue;
		store_bool(store, word, &on);
		result->faults |= (unsigned)on << i;
	}
	store_object_end(store);
}

void save_call(struct store *store, struct event_call *call)
{
	static const char *phases[CALL_PHASE_COUNT];
	for (unsigned i = 0; i < CALL_PHASE_COUNT; i++)
		phases[i] = call_phase_word(i);
	unsigned phase = call->phase;
	store_word(store, "phase", phases, CALL_PHASE_COUNT, &phase);
	call->phase = phase;
	store_uint(store, "id", &call->id);
	store_text(store, "actor", &call->actor);
	store_int(store, "pid", &call->pid);
	// There is no value that a killed call returned, whatever is there.
	if (call->call.result.signal)
		call->call.result.value = -1;
	if (store_is_loading(store))
		read_source(store, call);
	else
		write_texts(store, call);
	save_bound(store, call->actor, &call->call);
	save_place(store, &call->source);
	save_noise(store, call);
	if (call->phase == CALL_BLOCKED)
		store_text_or_null(store, "where", &call->where);
	if (call->phase != CALL_RETURN)
		return;
	save_result(store, &call->call);
	save_faults(store, &call->call.result);
}
