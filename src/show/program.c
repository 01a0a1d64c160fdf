/* program: one actor's part of a run, as the calls of a program.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A variable of a run can have a name that means something else in a program:
 * a keyword, a function, what the lines of a call declare. The names that
 * those lines use are found by printing all calls with variables that nobody
 * else would use.
 *
 * In a run a call that fails leaves its variable as it was; in a program the
 * variable would be lost. Where it held something, such a call is made without
 * its variable.
 */
#include "show/program.h"

#include "call/rename.h"
#include "call/syscalls.h"
#include "show/turns.h"

#include <ctype.h>
#include <string.h>

static const char *const keywords[NOTATION_COUNT] = {
	[NOTATION_C] = " auto break case char const continue default do double "
		       "else enum errno extern float for goto if inline int "
		       "linux long main over register restrict return short "
		       "signed sizeof static stderr stdin stdout struct switch "
		       "turn typedef union unix unsigned void volatile while "
		       "wake ",
	[NOTATION_PYTHON] = " False None True and as assert async await break "
			    "class continue def del elif else error except "
			    "finally for from global if import in is kept "
			    "lambda nonlocal not or os over pass print raise "
			    "return signal socket sys time try turn while with "
			    "wake yield ",
};

bool program_has_word(const char *text, const char *word, bool is_prefix)
{
	size_t len = strlen(word);
	for (const char *at = text; (at = strstr(at, word)); at += len) {
		bool begins = at == text || !(isalnum((unsigned char)at[-1]) ||
					      at[-1] == '_');
		bool ends =
			!(isalnum((unsigned char)at[len]) || at[len] == '_');
		if (begins && (ends || is_prefix))
			return true;
	}
	return false;
}

/* --- names -----------------------------------------------------------------
 */

static const char *hide_name(void *data, const char *name)
{
	(void)data, (void)name;
	return "a_variable_of_the_run";
}

struct names {
	struct program *program;
	const char *used; /* the lines of all calls, without their variables */
	const char *keywords;
};

static bool is_taken(const struct names *names, const char *name)
{
	return program_has_word(names->used, name, false) ||
	       program_has_word(names->keywords, name, false) ||
	       syscall_find(str_from(name));
}

static const char *choose_name(void *data, const char *name)
{
	const struct names *names = data;
	struct program *program = names->program;
	const char *chosen = name;
	while (is_taken(names, chosen))
		chosen = arena_printf(&program->arena, "%s_", chosen);
	for (size_t i = 0; i < program->variable_count; i++) {
		if (!strcmp(program->variables[i], chosen))
			return program->variables[i];
	}
	// Each call has few: the array grows in its arena.
	size_t size = program->variable_count * sizeof(*program->variables);
	const char **grown = arena_alloc(&program->arena,
					 size + sizeof(*program->variables));
	if (size)
		memcpy(grown, program->variables, size);
	grown[program->variable_count++] = chosen;
	program->variables = grown;
	return chosen;
}

static void rename_all(struct program *program, enum notation notation)
{
	struct buf used = {0};
	for (size_t i = 0; i < program->count; i++) {
		struct call call =
			call_rename(&program->calls[i].call, hide_name, NULL,
				    &program->arena);
		if (notation == NOTATION_C)
			call_print_program_c(&call, &used);
		else
			call_print(&call, notation, &used);
		buf_putc(&used, '\n');
	}
	struct names names = {program, buf_text(&used), keywords[notation]};
	for (size_t i = 0; i < program->count; i++)
		program->calls[i].call =
			call_rename(&program->calls[i].call, choose_name,
				    &names, &program->arena);
	buf_done(&used);
}

/* --- calls -----------------------------------------------------------------
 */

static bool has_failed(const struct move *move)
{
	const struct result *result = &move->call->call.result;
	return result->done && result->error;
}

/* The move before `index` that gave a variable its value; MOVE_NEVER: none. */
static size_t find_giver(const struct program *program, size_t index,
			 const char *name)
{
	int64_t num;
	for (size_t i = index; i-- > 0;) {
		if (call_gives(&program->calls[i].call, name, &num))
			return i;
	}
	return MOVE_NEVER;
}

/* Whether a call between the two gave the descriptor back. */
static bool is_ended(const struct program *program, size_t from, size_t to)
{
	const struct program_call *giver = &program->calls[from];
	int64_t fd = program->moves.items[giver->move].call->call.result.value;
	for (size_t i = from + 1; i < to; i++) {
		const struct program_call *call = &program->calls[i];
		const struct event_call *made =
			program->moves.items[call->move].call;
		int arg = call_fd_arg(&made->call);
		if ((made->call.syscall->flags & SYSCALL_ENDS_FD) && arg >= 0 &&
		    made->call.args[arg].num == fd)
			return true;
	}
	return false;
}

static void look_at_variable(struct program *program, size_t index)
{
	struct program_call *call = &program->calls[index];
	const struct move *move = &program->moves.items[call->move];
	if (!call->call.into)
		return;
	size_t giver = find_giver(program, index, call->call.into);
	if (giver == MOVE_NEVER)
		return;
	if (has_failed(move))
		call->call.into = NULL;
	else
		call->replaces = !is_ended(program, giver, index);
}

static void add_calls(struct program *program)
{
	const struct moves *moves = &program->moves;
	struct turns *turns = xcalloc(moves->count + 1, sizeof(*turns));
	program->turns = turns_find(moves, turns);
	program->calls = arena_alloc(
		&program->arena, (moves->count + 1) * sizeof(*program->calls));
	for (size_t i = 0; i < moves->count; i++) {
		const struct move *move = &moves->items[i];
		if (move->kind != MOVE_CALL ||
		    strcmp(move->call->actor, program->actor) != 0)
			continue;
		program->is_killed |= move->killed != 0;
		program->is_interrupted |= move_is_interrupted(moves, i);
		program->calls[program->count] = (struct program_call){
			.move = i,
			.call = moves_call(moves, i, &program->arena),
			.turn = turns[i].turn,
			.over = turns[i].over,
			.woken_turn = turns[i].woken_turn,
			.woken_over = turns[i].woken_over,
		};
		look_at_variable(program, program->count++);
	}
	free(turns);
}

/* Long enough for all that took its time in the run. */
static unsigned find_limit(const struct moves *moves)
{
	enum { SECONDS_AT_LEAST = 3 };
	uint64_t took = 0;
	for (size_t i = 0; i < moves->count; i++) {
		const struct move *move = &moves->items[i];
		if (move->kind != MOVE_CALL)
			continue;
		const struct call *call = &move->call->call;
		if (!strcmp(call->syscall->name, "alarm"))
			return 0;
		if (move->over == i)
			took += call->result.elapsed;
	}
	return SECONDS_AT_LEAST + (unsigned)(took / CLOCK_SECOND);
}

size_t program_actors(const struct exported *from, const char **actors,
		      size_t most)
{
	struct moves moves = {0};
	size_t count = 0;
	moves_find(from->journal, from->begin, from->end, &moves);
	for (size_t i = 0; i < moves.actor_count; i++) {
		const char *name = moves.actors[i].name;
		if (!moves_has_calls(&moves, name))
			continue;
		if (count < most)
			actors[count] = name;
		count++;
	}
	moves_done(&moves);
	return count;
}

bool program_make(struct program *program, const struct exported *from,
		  const char *actor, enum notation notation, struct err *err)
{
	program->from = from;
	program->actor = actor;
	moves_find(from->journal, from->begin, from->end, &program->moves);
	for (size_t i = 0; i < program->moves.actor_count; i++) {
		const struct move_actor *born = &program->moves.actors[i];
		if (born->parent)
			return err_set(err,
				       "save the run as programs: %s was forked"
				       " by %s, and a program with a fork is "
				       "not written yet; save it as a lesson",
				       born->name, born->parent);
	}
	add_calls(program);
	if (program_actors(from, NULL, 0) < 2)
		program->turns = 0;
	program->limit = program->turns ? find_limit(&program->moves) : 0;
	rename_all(program, notation);
	return true;
}

void program_done(struct program *program)
{
	moves_done(&program->moves);
	arena_done(&program->arena);
}
