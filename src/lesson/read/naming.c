/* naming: which names are bound, and who can still make a call.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The beats of a lesson are played in their order, so reading them in that
 * order says what each call can use.
 */
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "lesson/read/reader.h"

#include <ctype.h>
#include <string.h>

/* The actor's row, made when there is none yet. */
static struct naming *find_naming(struct reader *reader, const char *actor)
{
	for (size_t i = 0; i < reader->naming_count; i++) {
		if (!strcmp(reader->namings[i].actor, actor))
			return &reader->namings[i];
	}
	reader->namings =
		list_grow(&reader->lesson->arena, reader->namings,
			  reader->naming_count, sizeof(*reader->namings));
	struct naming *naming = &reader->namings[reader->naming_count++];
	*naming = (struct naming){.actor = actor};
	return naming;
}

/* Its place among `names`; `count` when it is none of them. */
static size_t place_of(const char *const *names, size_t count, const char *name)
{
	size_t i = 0;
	while (i < count && strcmp(names[i], name) != 0)
		i++;
	return i;
}

static bool is_bound(const struct naming *naming, const char *name)
{
	return place_of(naming->names, naming->name_count, name) <
	       naming->name_count;
}

static bool is_number(const struct naming *naming, const char *name)
{
	return place_of(naming->numbers, naming->number_count, name) <
	       naming->number_count;
}

static void add_name(struct reader *reader, const char ***names, size_t *count,
		     const char *name)
{
	*names = list_grow(&reader->lesson->arena, *names, *count,
			   sizeof(**names));
	(*names)[(*count)++] = name;
}

static void bind_name(struct reader *reader, const char *actor,
		      const char *name, bool number)
{
	struct naming *naming = find_naming(reader, actor);
	size_t known = place_of(naming->numbers, naming->number_count, name);
	if (!is_bound(naming, name))
		add_name(reader, &naming->names, &naming->name_count, name);
	if (number && known == naming->number_count)
		add_name(reader, &naming->numbers, &naming->number_count, name);
	else if (!number && known < naming->number_count)
		naming->numbers[known] =
			naming->numbers[--naming->number_count];
}

static void fault_unbound(struct reader *reader, const struct naming *naming,
			  const char *name, int line)
{
	AUTO_FREE char *nearest = fault_nearest(str_from(name), naming->names,
						naming->name_count);
	FAULT(reader->faults, line, "fault-variable-unassigned",
	      SLOT_TEXT("actor", naming->actor), SLOT_TEXT("name", name),
	      SLOT_TEXT("nearest", nearest));
}

struct use {
	struct reader *reader;
	const struct naming *naming;
	int line;
};

/* What it is bound to is seen when the call is made. */
static bool check_use(void *data, struct value *name)
{
	const struct use *use = data;
	name->is_number = is_number(use->naming, name->name);
	// getpid() is no variable.
	if (!strchr(name->name, '(') && !is_bound(use->naming, name->name))
		fault_unbound(use->reader, use->naming, name->name, use->line);
	return true;
}

void naming_call(struct reader *reader, const char *actor, struct call *call,
		 int line)
{
	struct use use = {reader, find_naming(reader, actor), line};
	const char *given;
	int64_t num;
	struct err err;
	call_bind(call, &reader->lesson->arena, check_use, &use, &err);
	bool numbers = call_gives_numbers(call);
	for (size_t i = 0; call_given(call, i, &given, &num); i++)
		if (given)
			bind_name(reader, actor, given, numbers);
	if (call->into)
		bind_name(reader, actor, call->into, numbers);
}

size_t reader_actors(const struct reader *reader,
		     const char *names[READER_NAMES_MAX])
{
	const struct lesson *lesson = reader->lesson;
	size_t count = 0;
	for (size_t i = 0; i < lesson->actor_count && count < READER_NAMES_MAX;
	     i++)
		names[count++] = lesson->actors[i].name;
	for (size_t i = 0; i < lesson->child_count && count < READER_NAMES_MAX;
	     i++)
		names[count++] = lesson->children[i];
	return count;
}

static bool is_taken(const struct reader *reader, const char *name)
{
	const struct lesson *lesson = reader->lesson;
	const char *names[READER_NAMES_MAX];
	size_t count = reader_actors(reader, names);
	for (size_t i = 0; i < count; i++) {
		if (!strcmp(names[i], name))
			return true;
	}
	for (size_t i = 0; i < lesson->host_count; i++) {
		if (!strcmp(lesson->hosts[i].name, name))
			return true;
	}
	return !lesson->host_count && !strcmp(name, "host");
}

void naming_fork(struct reader *reader, const char *parent,
		 const struct call *call)
{
	struct lesson *lesson = reader->lesson;
	const char *base = call->into ? call->into : "child", *name = base;
	for (unsigned number = 2; is_taken(reader, name); number++)
		name = arena_printf(&lesson->arena, "%s%u", base, number);
	lesson->children =
		list_grow(&lesson->arena, lesson->children, lesson->child_count,
			  sizeof(*lesson->children));
	lesson->children[lesson->child_count++] = name;
	// The rows may move when one is added: the child's comes first.
	find_naming(reader, name);
	const struct naming *known = find_naming(reader, parent);
	for (size_t i = 0; i < known->name_count; i++) {
		if (!call->into || strcmp(known->names[i], call->into) != 0)
			bind_name(reader, name, known->names[i],
				  is_number(known, known->names[i]));
	}
}

void naming_broken(struct reader *reader, const char *actor, struct str text)
{
	size_t len = 0;
	while (len < text.len && (isalnum((unsigned char)text.data[len]) ||
				  text.data[len] == '_'))
		len++;
	struct str rest =
		str_trim((struct str){text.data + len, text.len - len});
	if (len && str_has_prefix(rest, "="))
		bind_name(reader, actor,
			  arena_strndup(&reader->lesson->arena, text.data, len),
			  false);
}

/* A variable of an expectation is the named actor's, or anyone's. */
static void check_variable(struct reader *reader, const struct expect *expect)
{
	const char **names = NULL;
	size_t count = 0, cap = 0;
	for (size_t i = 0; i < reader->naming_count; i++) {
		const struct naming *naming = &reader->namings[i];
		if (expect->actor && strcmp(naming->actor, expect->actor) != 0)
			continue;
		if (is_bound(naming, expect->variable)) {
			free(names);
			return;
		}
		for (size_t n = 0; n < naming->name_count; n++) {
			names = xgrow(names, &cap, count + 1, sizeof(*names));
			names[count++] = naming->names[n];
		}
	}
	AUTO_FREE char *nearest =
		fault_nearest(str_from(expect->variable), names, count);
	free(names);
	const struct slot name = SLOT_TEXT("name", expect->variable);
	const struct slot near = SLOT_TEXT("nearest", nearest);
	if (expect->actor)
		FAULT(reader->faults, expect->line, "fault-variable-unassigned",
		      SLOT_TEXT("actor", expect->actor), name, near);
	else
		FAULT(reader->faults, expect->line,
		      "fault-variable-unassigned-any", name, near);
}

/* Of a program, which names nothing, a variable is the part that a socket has:
 * goal_role.c. Returns whether it is one. */
static bool check_role(struct reader *reader, const struct expect *expect)
{
	const struct lesson *lesson = reader->lesson;
	const char *names[READER_NAMES_MAX + 2] = {"listener", "udp"};
	const char *actors[READER_NAMES_MAX];
	bool is_program = false;
	for (size_t i = 0; expect->actor && i < lesson->child_count; i++)
		is_program |= lesson->is_exercise &&
			      !strcmp(lesson->children[i], expect->actor);
	if (!is_program)
		return false;
	size_t count = 2, known = reader_actors(reader, actors);
	for (size_t i = 0; i < known; i++)
		names[count++] = actors[i];
	for (size_t i = 0; i < count; i++) {
		if (!strcmp(names[i], expect->variable))
			return true;
	}
	AUTO_FREE char *nearest =
		fault_nearest(str_from(expect->variable), names, count);
	FAULT(reader->faults, expect->line, "fault-no-socket",
	      SLOT_TEXT("name", expect->variable),
	      SLOT_TEXT("actor", expect->actor), SLOT_TEXT("nearest", nearest));
	return true;
}

void naming_expect(struct reader *reader, const struct expect *expect,
		   const struct beat *beat)
{
	if (expect->variable) {
		if (!check_role(reader, expect))
			check_variable(reader, expect);
		return;
	}
	const char *actor = expect->actor ? expect->actor : beat->actor;
	if (!actor)
		return;
	struct naming *naming = find_naming(reader, actor);
	if (expect_is(expect, "blocks"))
		naming->asleep = beat->line;
	else if (expect_is(expect, "returns") || expect_is(expect, "fails"))
		naming->asleep = 0;
	else if (expect_is(expect, "killed"))
		naming->killed = beat->line;
}

void naming_end(struct reader *reader, const char *actor,
		const struct call *call, int line)
{
	if (call->syscall && call->syscall->flags & SYSCALL_ENDS_ACTOR)
		find_naming(reader, actor)->ended = line;
}

void naming_reach(struct reader *reader, const char *actor, int line)
{
	// What somebody else does may wake a sleeping actor up.
	for (size_t i = 0; i < reader->naming_count; i++) {
		struct naming *naming = &reader->namings[i];
		if (!actor || strcmp(naming->actor, actor) != 0)
			naming->asleep = 0;
	}
	if (!actor)
		return;
	const struct naming *naming = find_naming(reader, actor);
	if (naming->killed)
		FAULT(reader->faults, line, "fault-reach-killed",
		      SLOT_NUMBER("line", naming->killed),
		      SLOT_TEXT("actor", actor));
	else if (naming->ended)
		FAULT(reader->faults, line, "fault-reach-ended",
		      SLOT_NUMBER("line", naming->ended),
		      SLOT_TEXT("actor", actor));
	else if (naming->asleep)
		FAULT(reader->faults, line, "fault-reach-asleep",
		      SLOT_TEXT("actor", actor),
		      SLOT_NUMBER("line", naming->asleep));
}
