/* act_lookup: the name of a host in a call that the learner typed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A kernel takes addresses. A program that was given a name asks the C library
 * for them first, and so does this: the actor calls getaddrinfo(), which is a
 * move like any other, and the call that was typed gets the first address. What
 * it is asked for is what Python's own socket module asks for: addresses of the
 * socket's family.
 */
#include "ui/command/act_lookup.h"

#include "base/mem.h"
#include "base/sentence.h"
#include "call/table/symbol.h"
#include "call/whole/typed.h"
#include "ui/app.h"
#include "ui/file/actors.h"

#include <arpa/inet.h>
#include <string.h>

static void set_port(struct address *address, int port)
{
	if (address_family(address) == AF_INET6)
		address->as.in6.sin6_port = htons((uint16_t)port);
	else
		address->as.in.sin_port = htons((uint16_t)port);
}

bool lookup_find(void *data, struct str name, int port, struct address *address,
		 struct err *err)
{
	struct lookup *lookup = data;
	if (str_has_prefix(name, "INADDR_"))
		return FAILURE(err, "lookup-constant", SLOT_STR("name", name));
	if (lookup->name && !str_is(name, lookup->name))
		return FAILURE(err, "lookup-second", SLOT_STR("name", name));
	lookup->name = arena_strndup(lookup->arena, name.data, name.len);
	lookup->port = port;
	*address = (struct address){.len = sizeof(address->as.in),
				    .as.in.sin_family = AF_INET};
	if (lookup->found)
		*address = *lookup->found;
	set_port(address, port);
	return true;
}

/* "AF_INET, SOCK_STREAM": what an address is wanted for. */
static void print_hints(const struct journal *journal, const char *actor,
			const struct call *call, struct buf *out)
{
	struct snapshot now = {0};
	int arg = call_fd_arg(call);
	journal_snapshot(journal, journal_count(journal), &now);
	const struct socket_state *row =
		arg < 0 ? NULL
			: snapshot_find_fd(&now, actor,
					   (int)call->args[arg].num);
	bool has_ports =
		row && (row->family == AF_INET || row->family == AF_INET6);
	const char *type =
		has_ports ? symbol_name(SYMBOL_TYPE, row->type) : NULL;
	symbol_print(SYMBOL_FAMILY, has_ports ? row->family : AF_UNSPEC, out);
	buf_printf(out, ", %s", type ? type : "SOCK_STREAM");
	snapshot_done(&now);
}

static bool read_question(const struct app *app, const char *actor,
			  const struct call *call, const struct lookup *lookup,
			  struct call *question, struct err *err)
{
	const struct typed_context context = {0};
	struct buf text = {0};
	buf_printf(&text, "getaddrinfo(\"%s\", \"%d\", {", lookup->name,
		   lookup->port);
	print_hints(session_journal(app->session), actor, call, &text);
	buf_puts(&text, "})");
	bool ok = call_parse_typed(str_from(buf_text(&text)), &context,
				   lookup->arena, question, NULL, NULL, err);
	buf_done(&text);
	return ok;
}

static bool take_answer(const struct event_call *made, struct lookup *lookup,
			struct err *err)
{
	const struct result *result = &made->call.result;
	if (made->phase != CALL_RETURN)
		return FAILURE(err, "lookup-goes-on",
			       SLOT_TEXT("name", lookup->name));
	if (result->error || result->out.kind != VALUE_LIST ||
	    !result->out.count)
		return FAILURE(err, "lookup-found-none",
			       SLOT_TEXT("name", lookup->name));
	lookup->found = result->out.items[0].items[0].address;
	return true;
}

bool lookup_make(struct app *app, const char *actor, const struct call *call,
		 struct lookup *lookup, struct err *err)
{
	struct journal *journal = session_journal(app->session);
	size_t begin = journal_count(journal);
	struct call question;
	if (actors_find(journal, str_from(lookup->name)))
		return FAILURE(err, "lookup-actor",
			       SLOT_TEXT("name", lookup->name));
	if (!read_question(app, actor, call, lookup, &question, err) ||
	    !session_call(app->session, actor, &question, err) ||
	    !session_wait(app->session, err))
		return false;
	const struct event_call *made = journal_last_call(
		journal, begin, journal_count(journal), actor);
	return take_answer(made, lookup, err);
}
