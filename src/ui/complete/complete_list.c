/* complete_list: what can stand in the braces of a call that is being typed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An argument in braces has its meaning from the kind of the argument, from how
 * deep the cursor is in braces, and from its place there: {{srv, POLLIN}} has
 * descriptors first and events second, {iov={"x"}, rights={srv}} names its
 * members. Python's brackets count as braces.
 */
#include "call/table/syscalls.h"
#include "ui/complete/complete_parts.h"

#include <ctype.h>
#include <string.h>

enum { DEEPEST = 8 };

/* What is open at one depth of braces. */
struct frame {
	size_t begin; /* of the brace */
	size_t commas;
	struct str member; /* "rights" behind rights= and in its braces */
	bool named;	   /* its name stands at this depth */
};

static struct str name_before(struct str text, size_t end)
{
	size_t begin = end;
	while (begin && isalpha((unsigned char)text.data[begin - 1]))
		begin--;
	return (struct str){text.data + begin, end - begin};
}

/* Takes one character outside quotes; returns whether an item begins behind
 * it. */
static bool step(struct frame frames[DEEPEST], size_t *depth, struct str text,
		 size_t at)
{
	char c = text.data[at];
	struct frame *frame = &frames[*depth];
	if ((c == '{' || c == '[') && *depth + 1 < DEEPEST) {
		frames[++*depth] =
			(struct frame){.begin = at, .member = frame->member};
	} else if ((c == '}' || c == ']') && *depth) {
		--*depth;
		return false;
	} else if (c == ',') {
		frame->commas++;
		if (frame->named)
			frame->member = (struct str){0};
	} else if (c == '=') {
		frame->member = name_before(text, at);
		frame->named = true;
	} else if (c != '(' || *depth) {
		return false;
	} else {
		*frame = (struct frame){0};
	}
	return true;
}

struct list_place complete_list_place(struct str text)
{
	struct frame frames[DEEPEST] = {0};
	size_t depth = 0, item = 0;
	bool quoted = false;
	for (size_t i = 0; i < text.len; i++) {
		if (quoted && text.data[i] == '\\')
			i++;
		else if (text.data[i] == '"')
			quoted = !quoted;
		else if (!quoted && step(frames, &depth, text, i))
			item = i + 1;
	}
	size_t begin = frames[depth].begin;
	return (struct list_place){
		.depth = depth,
		.index = frames[depth].commas,
		.member = frames[depth].member,
		.inside = {text.data + begin, text.len - begin},
		.item = {text.data + item, text.len - item},
	};
}

/* --- messages ----------------------------------------------------------------
 */

/* How the members are written, in a message to be sent and in one to be filled;
 * NULL: it has none. */
static const struct {
	const char *send, *fill;
} members[] = {
	{"iov=", "iov="},	{"name=", "name"},
	{"rights=", "rights="}, {"credentials", "credentials"},
	{NULL, "error"},	{"control=", "control="},
};

static bool stands_in(struct str text, const char *member)
{
	return memmem(text.data, text.len, member, strcspn(member, "="));
}

static void complete_member(struct answers *answers, bool fill,
			    struct str inside)
{
	for (size_t i = 0; i < COUNT(members); i++) {
		const char *word = fill ? members[i].fill : members[i].send;
		if (!word || stands_in(inside, word))
			continue;
		answers->append = 0;
		answers_add(answers, RANK_FIRST, word);
	}
}

static void complete_message(struct answers *answers, bool fill,
			     const struct list_place *list)
{
	if (list->depth == 1 && !list->member.len) {
		complete_member(answers, fill, list->inside);
	} else if (list->depth == 1 && str_is(list->member, "name") && !fill) {
		answers->append = 0;
		complete_addresses(answers, AF_UNSPEC);
	} else if (list->depth == 2 && str_is(list->member, "rights") &&
		   !fill) {
		answers->append = 0;
		complete_descriptors(answers);
	}
}

/* --- lists -------------------------------------------------------------------
 */

static void complete_flags(struct answers *answers, enum symbol_group group,
			   const struct list_place *list)
{
	answers->append = 0;
	complete_symbols(answers, group, list->item);
}

static void complete_poll(struct answers *answers,
			  const struct list_place *list)
{
	if (list->depth == 2 && list->index == 0) {
		answers->append = ',';
		complete_descriptors(answers);
	} else if (list->depth == 2 && list->index == 1) {
		complete_flags(answers, SYMBOL_POLL, list);
	}
}

static void complete_set(struct answers *answers, const struct list_place *list)
{
	if (list->depth == 1) {
		answers->append = 0;
		complete_descriptors(answers);
	} else if (answers->notation == NOTATION_C) {
		answers_add(answers, RANK_FIRST, "NULL");
	}
}

static void complete_timeval(struct answers *answers,
			     const struct list_place *list)
{
	if (!list->depth && answers->notation == NOTATION_C)
		answers_add(answers, RANK_FIRST, "NULL");
}

static void complete_events(struct answers *answers,
			    const struct list_place *list)
{
	if (!list->index || !list->depth)
		complete_flags(answers, SYMBOL_EPOLL, list);
}

static void complete_sent(struct answers *answers,
			  const struct list_place *list)
{
	complete_message(answers, false, list);
}

static void complete_received(struct answers *answers,
			      const struct list_place *list)
{
	complete_message(answers, true, list);
}

bool complete_list(struct answers *answers, const struct kind *kind,
		   const struct list_place *list)
{
	static const struct {
		const struct kind *kind;
		void (*complete)(struct answers *, const struct list_place *);
	} rows[] = {
		{&kind_poll, complete_poll},
		{&kind_set, complete_set},
		{&kind_timeval, complete_timeval},
		{&kind_epoll_events, complete_events},
		{&kind_message, complete_sent},
		{&kind_message_room, complete_received},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (rows[i].kind != kind)
			continue;
		rows[i].complete(answers, list);
		return true;
	}
	return false;
}

bool complete_list_has_address(const struct kind *kind,
			       const struct list_place *list)
{
	return kind == &kind_message && list->depth == 1 &&
	       str_is(list->member, "name");
}
