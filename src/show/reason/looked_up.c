/* looked_up: what the folded calls of a name lookup tell of it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The C library asks a name server by a UDP socket on which it wants to be told
 * of errors (IP_RECVERR). The addresses that it found it connects to, each by a
 * UDP socket without that, to see which address it would speak from: nothing is
 * sent, and the order of the results goes by it (RFC 6724). So the calls say
 * who was asked, and what was found; the name they do not say.
 */
#include "show/reason/looked_up.h"

#include "base/sentence.h"
#include "call/list.h"
#include "call/table/symbol.h"
#include "call/table/syscalls.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>

void looked_up_done(struct looked_up *lookup)
{
	buf_done(&lookup->servers);
	buf_done(&lookup->found);
	*lookup = (struct looked_up){0};
}

/* Each address once; returns whether it was not there. */
static bool add(struct buf *list, const struct address *address)
{
	struct buf text = {0}, before = *list;
	address_print(address, &text);
	bool is_new = !list->len || !strstr(buf_text(list), buf_text(&text));
	if (is_new && list->len) {
		*list = (struct buf){0};
		SENTENCE(list, "list-and", SLOT_TEXT("list", buf_text(&before)),
			 SLOT_TEXT("next", buf_text(&text)));
		buf_done(&before);
	} else if (is_new) {
		buf_puts(list, buf_text(&text));
	}
	buf_done(&text);
	return is_new;
}

static void take_connect(struct looked_up *lookup, const struct call *call)
{
	const struct address *to = value_address(&call->args[1]);
	if (address_port(to) < 0)
		return;
	if (call->args[0].num == lookup->resolver)
		add(&lookup->servers, to);
	else if (!call->result.error)
		lookup->found_count += add(&lookup->found, to);
}

void looked_up_take(struct looked_up *lookup, const struct event_call *event)
{
	const struct call *call = &event->call;
	const struct result *result = &call->result;
	int arg = call_fd_arg(call);
	int64_t fd = arg < 0 ? -1 : call->args[arg].num;
	if (call_is(call, "setsockopt") && (call->args[2].num == IP_RECVERR ||
					    call->args[2].num == IPV6_RECVERR))
		lookup->resolver = fd;
	if (call_is(call, "connect"))
		take_connect(lookup, call);
	if (lookup->resolver && fd == lookup->resolver && result->error &&
	    result->error != EAGAIN) {
		lookup->failed = call->syscall->name;
		lookup->error = result->error;
	}
	if (call_is(call, "poll") && !result->value)
		lookup->in_vain = true;
	if (call_is(call, "close") && fd == lookup->resolver)
		lookup->resolver = 0;
}

void looked_up_print(struct looked_up *lookup, struct buf *out)
{
	const struct slot server =
		SLOT_TEXT("server", buf_text(&lookup->servers));
	bool has_asked = lookup->servers.len > 0;
	if (has_asked)
		buf_puts(out, ": ");
	if (has_asked && lookup->failed)
		SENTENCE(out,
			 lookup->error == ENETUNREACH ? "lookup-no-route"
						      : "lookup-failed",
			 server, SLOT_TEXT("call", lookup->failed),
			 SLOT_TEXT("error",
				   symbol_name(SYMBOL_ERRNO, lookup->error)));
	else if (has_asked)
		SENTENCE(out,
			 lookup->in_vain ? "lookup-in-vain" : "lookup-asked",
			 server);
	if (lookup->found.len) {
		buf_puts(out, has_asked ? "; " : ": ");
		SENTENCE(out,
			 lookup->found_count > 1 ? "lookup-found-many"
						 : "lookup-found",
			 SLOT_TEXT("addresses", buf_text(&lookup->found)));
	}
	looked_up_done(lookup);
}
