/* complete_names: what the lab holds that a line can name.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/text.h"
#include "call/part/print_value.h"
#include "call/table/syscalls.h"
#include "journal/held.h"
#include "lesson/lesson.h"
#include "ui/complete/complete_parts.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>

static const struct event *event_at(const struct answers *answers, size_t index)
{
	return journal_at(answers->context->journal, index);
}

static size_t place_of(const struct answers *answers)
{
	return answers->context->journal ? answers->context->place : 0;
}

/* --- actors, hosts, packets, files ------------------------------------------
 */

/* How an actor was heard of last; NULL: never. */
static const struct event_actor *
actor_find(const struct complete_context *context, struct str name)
{
	for (size_t i = context->journal ? context->place : 0; i-- > 0;) {
		const struct event *event = journal_at(context->journal, i);
		if (event->kind == EVENT_ACTOR &&
		    str_is(name, event->as.actor.actor))
			return &event->as.actor;
	}
	return NULL;
}

bool complete_is_actor(const struct complete_context *context, struct str name)
{
	return actor_find(context, name) != NULL;
}

void complete_actors(struct answers *answers, const char *behind)
{
	for (size_t i = 0; i < place_of(answers); i++) {
		const struct event *event = event_at(answers, i);
		if (event->kind != EVENT_ACTOR)
			continue;
		const char *name = event->as.actor.actor;
		const struct event_actor *last =
			actor_find(answers->context, str_from(name));
		if (last->phase != ACTOR_ENDED)
			answers_add(answers, RANK_FIRST,
				    arena_printf(answers->arena, "%s%s", name,
						 behind));
	}
}

static void add_host(struct answers *answers, const char *before,
		     const char *name)
{
	answers_add(answers, RANK_FIRST,
		    arena_printf(answers->arena, "%s%s", before, name));
}

void complete_hosts(struct answers *answers, const char *before)
{
	const struct lesson *lesson = answers->context->lesson;
	for (size_t i = 0; lesson && i < lesson->host_count; i++)
		add_host(answers, before, lesson->hosts[i].name);
	for (size_t i = 0; i < place_of(answers); i++) {
		const struct event *event = event_at(answers, i);
		if (event->kind == EVENT_ACTOR && event->as.actor.host)
			add_host(answers, before, event->as.actor.host);
	}
}

void complete_packets(struct answers *answers)
{
	if (!answers->context->journal)
		return;
	size_t count;
	const struct event_packet **held = journal_held(
		answers->context->journal, answers->context->place, &count);
	for (size_t i = 0; i < count; i++)
		answers_add(
			answers, RANK_THEN,
			arena_printf(answers->arena, "%u", held[i]->number));
	free(held);
}

void complete_files(struct answers *answers)
{
	struct buf pattern = {0};
	for (size_t i = 0; i < answers->word.len; i++) {
		if (strchr("*?[\\", answers->word.data[i]))
			buf_putc(&pattern, '\\');
		buf_putc(&pattern, answers->word.data[i]);
	}
	buf_putc(&pattern, '*');
	glob_t found;
	if (!glob(buf_text(&pattern), GLOB_MARK, NULL, &found)) {
		for (size_t i = 0; i < found.gl_pathc; i++) {
			const char *path = found.gl_pathv[i];
			bool is_folder = path[strlen(path) - 1] == '/';
			answers->append = is_folder ? 0 : ' ';
			answers_add(answers, RANK_FIRST, path);
		}
		globfree(&found);
	}
	buf_done(&pattern);
}

/* --- variables ---------------------------------------------------------------
 */

/* Whose doings became what an actor has: its own since it was forked, those of
 * its parent before, and so on; the youngest first. */
struct lineage {
	struct {
		const char *who;
		size_t since;
	} lives[16];
	size_t count;
};

static void find_lineage(const struct answers *answers, struct lineage *lineage)
{
	const char *who = answers->actor;
	size_t i = place_of(answers);
	*lineage = (struct lineage){0};
	while (who && lineage->count < COUNT(lineage->lives)) {
		const char *parent = NULL;
		bool is_born = false;
		while (i > 0 && !is_born) {
			const struct event *event = event_at(answers, --i);
			is_born = event->kind == EVENT_ACTOR &&
				  event->as.actor.phase == ACTOR_BORN &&
				  !strcmp(event->as.actor.actor, who);
			parent = is_born ? event->as.actor.parent : NULL;
		}
		lineage->lives[lineage->count].who = who;
		lineage->lives[lineage->count++].since = i;
		who = parent;
	}
}

static bool is_own(const struct lineage *lineage, size_t index,
		   const char *actor)
{
	size_t i = 0;
	while (i < lineage->count && lineage->lives[i].since > index)
		i++;
	return i < lineage->count && !strcmp(lineage->lives[i].who, actor);
}

/* The call at `index` that came back and counts for the actor, or NULL. */
static const struct call *own_call(const struct answers *answers,
				   const struct lineage *lineage, size_t index)
{
	const struct event *event = event_at(answers, index);
	if (event->kind != EVENT_CALL || !event->as.call.actor ||
	    event->as.call.phase != CALL_RETURN ||
	    !is_own(lineage, index, event->as.call.actor))
		return NULL;
	return &event->as.call.call;
}

/* Whether the actor gave the number back to the kernel behind `index`, or its
 * parent did before the fork. */
static bool is_closed(const struct answers *answers,
		      const struct lineage *lineage, size_t index, int64_t num)
{
	for (size_t i = index + 1; i < place_of(answers); i++) {
		const struct call *call = own_call(answers, lineage, i);
		int arg = call ? call_fd_arg(call) : -1;
		if (arg >= 0 && call->syscall->flags & SYSCALL_ENDS_FD &&
		    call->args[arg].num == num && call->result.value >= 0)
			return true;
	}
	return false;
}

/* What is looked for: variables that hold descriptors, or others. */
struct wish {
	struct answers *answers;
	struct lineage lineage;
	bool descriptors;
};

/* Adds `name` when it still means what the call at `index` gave to `given`. */
static void add_variable(const struct wish *wish, size_t index,
			 const char *given, const char *name)
{
	const struct complete_context *context = wish->answers->context;
	const struct call *call =
		own_call(wish->answers, &wish->lineage, index);
	int64_t then, now;
	if (!call || !given || !call_gives(call, given, &then) ||
	    !journal_variable(context->journal, context->place,
			      wish->answers->actor, name, &now) ||
	    then != now)
		return;
	bool is_result = text_is(given, call->into);
	bool is_fd = !is_result || call_can_make_fd(call);
	if (is_fd != wish->descriptors)
		return;
	bool is_over =
		is_fd && is_closed(wish->answers, &wish->lineage, index, now);
	answers_add(wish->answers, is_over ? RANK_ELSE : RANK_FIRST, name);
}

static void add_listed(const struct wish *wish, size_t index,
		       const struct value *value)
{
	if (value->kind == VALUE_NAME)
		add_variable(wish, index, value->name, value->name);
	for (size_t i = 0; value->kind == VALUE_LIST && i < value->count; i++)
		add_listed(wish, index, &value->items[i]);
}

/* The lesson's name for a variable that the learner called otherwise. */
static void add_alias(const struct wish *wish, size_t index)
{
	const struct event_alias *alias =
		&event_at(wish->answers, index)->as.alias;
	if (!is_own(&wish->lineage, index, alias->actor))
		return;
	for (size_t i = 0; i < index; i++)
		add_variable(wish, i, alias->meant, alias->name);
}

static void add_variables(struct answers *answers, bool descriptors)
{
	struct wish wish = {.answers = answers, .descriptors = descriptors};
	find_lineage(answers, &wish.lineage);
	for (size_t i = 0; i < place_of(answers); i++) {
		if (event_at(answers, i)->kind == EVENT_ALIAS)
			add_alias(&wish, i);
		const struct call *call = own_call(answers, &wish.lineage, i);
		if (!call)
			continue;
		add_variable(&wish, i, call->into, call->into);
		for (size_t n = 0; n < call->argc; n++)
			add_listed(&wish, i, &call->args[n]);
	}
}

void complete_descriptors(struct answers *answers)
{
	add_variables(answers, true);
}

void complete_numbers(struct answers *answers)
{
	add_variables(answers, false);
}

/* --- addresses ---------------------------------------------------------------
 */

int complete_family(const struct answers *answers, struct str variable)
{
	const struct complete_context *context = answers->context;
	if (!context->journal || !answers->actor || !variable.len)
		return AF_UNSPEC;
	char name[64];
	int64_t num;
	snprintf(name, sizeof(name), "%.*s", (int)variable.len, variable.data);
	if (!journal_variable(context->journal, context->place, answers->actor,
			      name, &num))
		return AF_UNSPEC;
	struct snapshot snapshot = {0};
	journal_snapshot(context->journal, context->place, &snapshot);
	const struct socket_state *row =
		snapshot_find_fd(&snapshot, answers->actor, (int)num);
	int family = row ? row->family : AF_UNSPEC;
	snapshot_done(&snapshot);
	return family;
}

static void add_address(struct answers *answers, enum answer_rank rank,
			const struct address *address)
{
	struct buf text = {0};
	struct call call = {0};
	call.args[0].kind = VALUE_ADDRESS;
	call.args[0].address = address;
	if (answers->notation == NOTATION_PYTHON)
		python_address(&call, 0, &text);
	else
		address_print(address, &text);
	bool cuts = answers->in_pair && buf_text(&text)[0] == '(';
	answers_add(answers, rank, buf_text(&text) + cuts);
	buf_done(&text);
}

static void set_port(struct address *address, int port)
{
	if (address_family(address) == AF_INET)
		address->as.in.sin_port = htons((uint16_t)port);
	else
		address->as.in6.sin6_port = htons((uint16_t)port);
}

/* The address with which a host was given "10.0.0.1/24". */
static bool host_address(struct str word, int port, struct address *address)
{
	struct err err;
	const char *slash = memchr(word.data, '/', word.len);
	size_t len = slash ? (size_t)(slash - word.data) : word.len;
	bool is_six = memchr(word.data, ':', word.len) != NULL;
	AUTO_FREE char *text =
		xprintf(is_six ? "[%.*s]:0" : "%.*s:0", (int)len, word.data);
	if (!address_parse(str_from(text), address, &err))
		return false;
	set_port(address, port);
	return true;
}

/* The addresses of all hosts, and the loopback's, with one port. */
static void add_hosts(struct answers *answers, int family, int port,
		      enum answer_rank rank)
{
	const struct lesson *lesson = answers->context->lesson;
	struct address address;
	for (size_t i = 0; lesson && i < lesson->host_count; i++) {
		const char *list = lesson->hosts[i].addresses;
		struct str rest = str_from(list ? list : ""), word;
		while (str_next_word(&rest, &word)) {
			if (host_address(word, port, &address) &&
			    address_family(&address) == family)
				add_address(answers, rank, &address);
		}
	}
	if (host_address(str_from(family == AF_INET ? "127.0.0.1" : "::1"),
			 port, &address))
		add_address(answers, rank, &address);
}

/* The same without a port, which is then to be typed. */
static void add_beginnings(struct answers *answers, int family)
{
	struct answers whole = *answers;
	whole.word = (struct str){"", 0};
	whole.items = NULL;
	whole.count = whole.cap = 0;
	add_hosts(&whole, family, 0, RANK_ELSE);
	for (size_t i = 0; i < whole.count; i++) {
		AUTO_FREE char *text = xstrdup(whole.items[i].text);
		*strrchr(text, '0') = '\0';
		answers->append = 0;
		answers_add(answers, RANK_ELSE, text);
	}
	free(whole.items);
}

/* Sockets that wait for others to come. */
static bool is_reachable(const struct socket_state *row)
{
	if (!row->local.len || !address_port(&row->local))
		return false;
	return row->state == SOCKET_LISTEN || row->type == SOCK_DGRAM ||
	       (row->family == AF_UNIX && row->local.len > 2);
}

void complete_addresses(struct answers *answers, int family)
{
	const struct complete_context *context = answers->context;
	struct snapshot snapshot = {0};
	if (context->journal)
		journal_snapshot(context->journal, context->place, &snapshot);
	for (size_t i = 0; i < snapshot.count; i++) {
		const struct socket_state *row = &snapshot.rows[i];
		if (!is_reachable(row) || (family && row->family != family))
			continue;
		if (address_is_wildcard(&row->local))
			add_hosts(answers, row->family,
				  address_port(&row->local), RANK_FIRST);
		add_address(answers,
			    address_is_wildcard(&row->local) ? RANK_THEN
							     : RANK_FIRST,
			    &row->local);
	}
	snapshot_done(&snapshot);
	if (!family || family == AF_INET)
		add_beginnings(answers, AF_INET);
	if (family == AF_INET6)
		add_beginnings(answers, AF_INET6);
	if (family == AF_UNIX && answers->notation == NOTATION_C)
		answers_add(answers, RANK_ELSE, "unix:");
}
