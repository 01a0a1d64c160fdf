/* export_python: a run as programs in Python, one for each actor.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Python does some things by itself that change a run, and the program has to
 * undo them: it closes a socket that no name holds any more, ignores SIGPIPE,
 * and makes a call again that a signal interrupted, unless the handler raises
 * something.
 */
#include "show/export/export_python.h"

#include "base/sentence.h"
#include "call/list.h"
#include "call/table/syscalls.h"

#include <string.h>

static const char *const modules[] = {
	"array",  "ctypes", "fcntl", "os",	"select", "signal",
	"socket", "struct", "sys",   "termios", "time",
};

static void print_imports(const struct program *program, const char *text,
			  struct buf *out)
{
	for (size_t i = 0; i < COUNT(modules); i++) {
		AUTO_FREE char *use = xprintf("%s.", modules[i]);
		const char *at = text;
		bool is_used = program->turns &&
			       (!strcmp(use, "os.") || !strcmp(use, "time."));
		for (; !is_used && (at = strstr(at, use)); at++)
			is_used = at == text || !strchr("._abcdefghijklmnopqrst"
							"uvwxyz",
							at[-1]);
		if (is_used)
			buf_printf(out, "import %s\n", modules[i]);
	}
}

static void print_head(const struct program *program, struct buf *out)
{
	const struct exported *from = program->from;
	const char *actors[64];
	size_t count = program_actors(from, actors, COUNT(actors));
	buf_puts(out, NOTATION("#!/usr/bin/env python3\n# "));
	program_print_head(program, ".py", out);
	buf_puts(out, "\n# ");
	text_show_all(out, from->lesson->title);
	buf_puts(out, ".\n");
	if (!program->turns)
		return;
	buf_puts(out, "#\n");
	program_print_start(program, "# ", out);
	buf_puts(out, NOTATION("#\n#     : >turns; export TURNS=turns;"));
	for (size_t i = 0; i < count && i < COUNT(actors); i++) {
		buf_puts(out, " python3 ");
		program_print_name(program, actors[i], out);
		buf_puts(out, ".py &");
	}
	buf_puts(out, " wait\n");
}

static const char turn_text[] =
	NOTATION("TURNS = os.environ.get(\"TURNS\")\n"
		 "\n"
		 "\n"
		 "def turn(number):\n"
		 "    while TURNS and os.path.getsize(TURNS) < number - 1:\n"
		 "        time.sleep(0.001)\n");

/* A whole line of a comment. */
static void print_comment(const char *id, const char *mark, struct buf *out)
{
	program_print_comment(sentence_text(id), mark, mark, "", out);
}

/* The exception of a handler, which ends a call that slept. */
static void print_raise(const char *indent, struct buf *out)
{
	buf_printf(out, NOTATION("%sraise InterruptedError(\""), indent);
	for (const char *at = sentence_text("program-slept-signal"); *at; at++)
		buf_printf(out, "%s%c", strchr("\"\\", *at) ? "\\" : "", *at);
	buf_puts(out, "\")\n\n\n");
}

static void print_wake(struct buf *out)
{
	buf_puts(out, NOTATION("def wake(*_):\n"));
	print_raise("    ", out);
	buf_puts(out, NOTATION("signal.signal(signal.SIGALRM, wake)\n"));
}

static void print_turns(const struct program *program, struct buf *out)
{
	if (!program->turns)
		return;
	print_comment(SENTENCE_ID("program-turns"), "# ", out);
	buf_puts(out, turn_text);
	if (program->limit) {
		buf_puts(out, NOTATION("    if TURNS:\n"));
		print_comment(SENTENCE_ID("program-sleeps-long"), "        # ",
			      out);
		buf_printf(out, "        signal.alarm(%u)\n", program->limit);
	}
	buf_puts(out, "\n\ndef over(number):\n");
	if (program->limit)
		buf_puts(out, "    signal.alarm(0)\n");
	buf_puts(out, "    if TURNS:\n        os.truncate(TURNS, number)\n"
		      "\n\n");
}

static void print_handler(struct buf *out)
{
	buf_puts(out, NOTATION("def handler(*_):\n"));
	print_comment(SENTENCE_ID("program-handler-python"), "    # ", out);
	buf_puts(out, NOTATION("    if sleeping:\n"));
	print_raise("        ", out);
	buf_puts(out, NOTATION("sleeping = False\n"));
}

/* The kernel passes over a number below 0 in poll(), and register() does not
 * take one. The copy lives in `arena`. */
static struct call without_negative(const struct call *call,
				    struct arena *arena)
{
	struct call copy = call_copy(call, arena);
	for (size_t i = 0; i < copy.argc; i++) {
		struct value *list = &copy.args[i], *items;
		if (copy.syscall->parameters[i].kind != &kind_poll)
			continue;
		items = arena_alloc(arena, (list->count + 1) * sizeof(*items));
		size_t count = 0;
		for (size_t n = 0; n < list->count; n++) {
			const struct value *fd = list_item(&list->items[n], 0);
			if (fd->kind != VALUE_INT || fd->num >= 0)
				items[count++] = list->items[n];
		}
		list->items = items;
		list->count = count;
	}
	return copy;
}

/* What a name no longer holds is kept in a list. */
static void print_lines(const struct program_call *call, struct buf *out)
{
	struct buf line = {0};
	struct arena arena = {0};
	struct call printed = without_negative(&call->call, &arena);
	bool makes = call_can_make_fd(&call->call);
	call_print(&printed, NOTATION_PYTHON, &line);
	arena_done(&arena);
	if (call->replaces && makes)
		buf_printf(out, "    kept.append(%s)\n", call->call.into);
	if (makes && !call->call.into)
		buf_printf(out, "    kept.append(%s)\n", buf_text(&line));
	else
		program_indent(buf_text(&line), "    ", out);
	buf_done(&line);
}

static void print_turn(const struct program *program, const char *what,
		       unsigned number, struct buf *out)
{
	if (program->turns && number)
		buf_printf(out, "%s(%u)\n", what, number);
}

static const struct program_form form;

/* The child's calls stand in a block of the parent's. */
static void print_child(const struct program *program,
			const struct program_call *call, struct buf *out)
{
	struct buf lines = {0};
	program_print_process(program, call->child, &form, &lines);
	buf_printf(out, "if %s == 0:\n", call->call.into);
	program_indent(buf_text(&lines), "    ", out);
	buf_done(&lines);
}

/* Python itself refuses a descriptor below 0, with another exception. */
static bool has_negative(const struct call *call)
{
	for (size_t i = 0; i < call->argc; i++) {
		if (call->syscall->parameters[i].kind == &kind_fd &&
		    call->args[i].kind == VALUE_INT && call->args[i].num < 0)
			return true;
	}
	return false;
}

static void print_except(const struct call *call, struct buf *out)
{
	bool is_refused = has_negative(call);
	buf_printf(out,
		   "except %s as error:\n"
		   "    print(\"%s:\", %s, file=sys.stderr)\n",
		   is_refused ? "(OSError, ValueError)" : "OSError",
		   call->syscall->name,
		   is_refused ? "error" : "error.strerror or error");
}

static void print_call(const struct program *program, size_t index,
		       struct buf *out)
{
	const struct program_call *call = &program->calls[index];
	bool by_hand = deed_is_interrupted_by_hand(&program->deeds, call->deed);
	bool raises =
		!by_hand && deed_is_interrupted(&program->deeds, call->deed);
	print_turn(program, "turn", call->turn, out);
	program_print_notes(program, index, "# ", out);
	print_turn(program, "over", call->over, out);
	buf_puts(out, by_hand ? "signal.alarm(1)\n" : "");
	buf_puts(out, raises ? "sleeping = True\n" : "");
	buf_puts(out, "try:\n");
	print_lines(call, out);
	print_except(&call->call, out);
	buf_puts(out, raises ? "sleeping = False\n" : "");
	if (call->child)
		print_child(program, call, out);
	print_turn(program, "turn", call->woken_turn, out);
	print_turn(program, "over", call->woken_over, out);
}

static void print_end(const struct program *program, const char *actor,
		      struct buf *out)
{
	if (program->turns) {
		print_comment(SENTENCE_ID("program-end"), "# ", out);
		buf_printf(out, "turn(%u)\n", program->turns + 1);
	}
	if (strcmp(actor, program->actor) != 0)
		buf_puts(out, "os._exit(0)\n");
}

static const struct program_form form = {print_call, print_end};

/* What Python has set up by itself. */
static void print_defaults(const struct program *program, struct buf *out)
{
	if (program->killed_by_pipe) {
		print_comment(SENTENCE_ID("program-sigpipe"), "# ", out);
		buf_puts(out, NOTATION("signal.signal(signal.SIGPIPE, "
				       "signal.SIG_DFL)\n"));
	}
	if (program->killed_by_int) {
		print_comment(SENTENCE_ID("program-keyboard-interrupt"), "# ",
			      out);
		buf_puts(out, NOTATION("signal.signal(signal.SIGINT, "
				       "signal.SIG_DFL)\n"));
	}
}

static void print_main(const struct program *program, struct buf *out)
{
	struct buf calls = {0};
	program_print_process(program, program->actor, &form, &calls);
	const char *text = buf_text(&calls);
	bool sleeps = program_has_word(text, "sleeping", false);
	if (sleeps)
		print_handler(out);
	else if (program_has_word(text, "handler", false))
		buf_puts(out, "def handler(*_):\n    pass\n\n");
	print_defaults(program, out);
	if (program_has_word(text, "kept", false)) {
		print_comment(SENTENCE_ID("program-kept"), "# ", out);
		buf_puts(out, NOTATION("kept = []\n"));
	}
	buf_printf(out, "\n%s", text);
	buf_done(&calls);
}

bool export_python(const struct exported *from, const char *actor,
		   struct buf *out, struct err *err)
{
	struct program program = {0};
	bool ok = program_make(&program, from, actor, NOTATION_PYTHON, err);
	if (ok) {
		struct buf rest = {0};
		print_turns(&program, &rest);
		if (program.limit || program.is_interrupted)
			print_wake(&rest);
		print_main(&program, &rest);
		print_head(&program, out);
		print_imports(&program, buf_text(&rest), out);
		buf_printf(out, "\n%s", buf_text(&rest));
		buf_done(&rest);
	}
	program_done(&program);
	return ok;
}
