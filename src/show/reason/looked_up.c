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

/* Each address once. */
static void add(struct buf *list, const struct address *address)
{
	struct buf text = {0};
	address_print(address, &text);
	if (!list->len || !strstr(buf_text(list), buf_text(&text)))
		buf_printf(list, "%s%s", list->len ? " and " : "",
			   buf_text(&text));
	buf_done(&text);
}

static void take_connect(struct looked_up *lookup, const struct call *call)
{
	const struct address *to = value_address(&call->args[1]);
	if (address_port(to) < 0)
		return;
	if (call->args[0].num == lookup->resolver)
		add(&lookup->servers, to);
	else if (!call->result.error)
		add(&lookup->found, to);
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
	const char *join = ": ";
	if (lookup->servers.len) {
		buf_printf(out, "%sthe name server %s was asked", join,
			   buf_text(&lookup->servers));
		join = "; ";
	}
	if (lookup->servers.len && lookup->failed)
		buf_printf(out, ", and %s() failed with %s", lookup->failed,
			   symbol_name(SYMBOL_ERRNO, lookup->error));
	else if (lookup->servers.len && lookup->in_vain)
		buf_puts(out, ", and no answer came");
	if (lookup->found.len)
		buf_printf(out, "%sit found %s%s", join,
			   buf_text(&lookup->found),
			   strstr(buf_text(&lookup->found), " and ")
				   ? ", and puts them in order by the rules "
				     "of gai.conf(5)"
				   : "");
	looked_up_done(lookup);
}
