/* save_call: the members of a call in a saved journal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `source` is the call in the notation of lessons and is what is read back;
 * `name`, `args` and `text` say the same as strace(1) does, for other readers.
 */
#include "call/parse.h"
#include "call/print.h"
#include "call/syscalls.h"
#include "journal/save_kinds.h"

#include <string.h>

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

/* For other readers; `text` holds the result too. */
static void write_texts(struct store *store, const struct call *call)
{
	struct buf text = {0};
	store_derived_text(store, "name", call->syscall->name);
	save_args(store, call);
	call_print_strace(call, &text);
	store_derived_text(store, "text", buf_text(&text));
	buf_clear(&text);
	call_print(call, NOTATION_C, &text);
	store_derived_text(store, "source", buf_text(&text));
	buf_done(&text);
}

/* Gives `call` a call in any case: what follows relies on it. */
static void read_source(struct store *store, struct call *call)
{
	const char *source = "";
	struct err why = {0};
	store_text(store, "source", &source);
	bool read =
		call_parse(str_from(source), store->arena, call, NULL, &why);
	if (!read)
		store_fail(store, "source", "%s", why.text);
	if (store->failed) {
		*call = (struct call){0};
		call->syscall = syscall_find(str_from("close"));
	}
}

/* The descriptors that the names among the arguments stood for. */
static void save_bound(struct store *store, struct call *call)
{
	bool any = false;
	for (size_t i = 0; i < call->argc; i++)
		any = any || call->args[i].kind == VALUE_NAME;
	if (!any)
		return;
	store_object_begin(store, "bound");
	for (size_t i = 0; i < call->argc; i++) {
		struct value *value = &call->args[i];
		if (value->kind != VALUE_NAME)
			continue;
		bool again = false;
		for (size_t n = 0; n < i; n++)
			again = again ||
				(call->args[n].kind == VALUE_NAME &&
				 !strcmp(call->args[n].name, value->name));
		if (!again || store_is_loading(store))
			store_number(store, value->name, &value->num, INT64_MIN,
				     INT64_MAX);
	}
	store_object_end(store);
}

/* The bytes that a call took: the first of its data, as many as it says. */
static void write_sent(struct store *store, const struct call *call)
{
	for (size_t i = 0; i < call->argc; i++) {
		const struct value *value = &call->args[i];
		if (value->kind != VALUE_BYTES)
			continue;
		const unsigned char *data = value->bytes.data;
		size_t len = value->bytes.len;
		if ((uint64_t)call->result.value < len)
			len = (size_t)call->result.value;
		store_data(store, "data", &data, &len);
		return;
	}
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
	bool option =
		(!strcmp(call->syscall->name, "getsockopt") &&
		 result->value >= 0) ||
		(!strcmp(call->syscall->name, "waitpid") && result->value > 0);
	if (option && (!loading || store_has(store, "option")))
		store_number(store, "option", &result->option, INT64_MIN,
			     INT64_MAX);
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
		read_source(store, &call->call);
	else
		write_texts(store, &call->call);
	save_bound(store, &call->call);
	save_place(store, &call->source);
	if (call->phase == CALL_BLOCKED)
		store_text_or_null(store, "where", &call->where);
	if (call->phase == CALL_RETURN)
		save_result(store, &call->call);
}
