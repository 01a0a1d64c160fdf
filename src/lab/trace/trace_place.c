/* trace_place: the line of its program from which a tracee makes a call.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * To unwind a stack takes as long as many calls, so it is done where somebody
 * will look: at the calls at which a program stops or may be told to stop
 * asleep, at those of a check as long as they are few, at those that make a
 * descriptor, and at those that came to something worth a word. The stack is
 * the same at the exit of a call as it was at its entry.
 */
#include "base/sentence.h"
#include "call/table/syscalls.h"
#include "lab/source/source.h"
#include "lab/trace/trace_parts.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What is known of the process; its first thread keeps it. */
struct source *tracee_source(const struct tracee *tracee)
{
	struct tracee *first = tracee_leader(tracee);
	if (!first)
		return NULL;
	if (!first->source)
		first->source = source_open(first->tid);
	return first->source;
}

/* "talk()", "the module". */
static char *function_text(const char *function)
{
	if (*function != '<')
		return xprintf("%s()", function);
	size_t len = strcspn(function + 1, ">");
	return SENTENCE_NEW("place-part", SLOT_PART("part", function + 1, len));
}

/* "talk() in line 24", with the file where it is another one than `beside`. */
static char *frame_text(const struct source_frame *frame, const char *beside)
{
	AUTO_FREE char *function = function_text(frame->function);
	const struct slot what = SLOT_TEXT("function", function);
	const struct slot line = SLOT_NUMBER("line", frame->line);
	if (!strcmp(frame->file, beside))
		return SENTENCE_NEW("place-frame", what, line);
	return SENTENCE_NEW("place-frame-of", what, line,
			    SLOT_TEXT("file", text_base(frame->file)));
}

/* Puts `before` and the frame into one sentence. Frees `before`. */
static char *lengthen(char *before, const char *id,
		      const struct source_frame *frame, const char *beside)
{
	AUTO_FREE char *chain = before;
	AUTO_FREE char *text = frame_text(frame, beside);
	const struct slot slots[] = {SLOT_TEXT("chain", chain),
				     SLOT_TEXT("frame", text)};
	return sentence_new(id, slots, COUNT(slots));
}

/* How the program came to its line: through which functions of its own the
 * line makes the call, and who called the function that it is in. NULL where
 * there are none. */
static const char *chain_of(const struct source_stack *stack,
			    struct arena *arena)
{
	size_t own = (size_t)stack->own;
	const struct source_frame *frames = stack->frames;
	const char *file = frames[own].file;
	const char *through = SENTENCE_OF("place-through", chain, frame);
	const char *by = SENTENCE_OF("place-by", chain, frame);
	bool is_alone = true;
	char *text = function_text(frames[own].function);
	for (size_t i = own; i-- > 0;) {
		if (!source_is_own(&frames[i]))
			continue;
		text = lengthen(text, through, &frames[i], file);
		through = SENTENCE_OF("place-through-more", chain, frame);
		is_alone = false;
	}
	for (size_t i = own + 1; i < stack->count; i++) {
		if (!source_is_own(&frames[i]))
			continue;
		text = lengthen(text, by, &frames[i], file);
		by = SENTENCE_OF("place-by-more", chain, frame);
		is_alone = false;
	}
	const char *chain = is_alone ? NULL : arena_strdup(arena, text);
	free(text);
	return chain;
}

/* --- no line ---------------------------------------------------------------
 */

/* With the release behind it, if any: "perl5.36", "lua5.4". */
static bool is_release_of(const char *name, const char *wanted)
{
	size_t len = strlen(wanted);
	return !strncmp(name, wanted, len) &&
	       strspn(name + len, "0123456789.-") == strlen(name + len);
}

/* What runs programs whose lines nobody reads here. */
static bool is_interpreter(const char *name)
{
	static const char *const names[] = {"guile", "java", "lua",  "node",
					    "perl",  "php",  "ruby", "tclsh"};
	bool found = false;
	for (size_t i = 0; i < COUNT(names); i++)
		found |= is_release_of(name, names[i]);
	return found;
}

/* Lines are read out of those that say which release they are. */
static bool is_other_python(const char *name)
{
	return is_release_of(name, "python") || is_release_of(name, "pypy");
}

/* Whether a function of the stack has a line, though its file is not there. */
static bool has_line(const struct source_stack *stack)
{
	bool found = false;
	for (size_t i = 0; i < stack->count; i++)
		found |= stack->frames[i].line > 0;
	return found;
}

/* What the machine brings along nobody compiles. */
static bool is_of_machine(const char *path)
{
	return !strncmp(path, "/usr/", 5) || !strncmp(path, "/bin/", 5) ||
	       !strncmp(path, "/sbin/", 6) || !strncmp(path, "/opt/", 5);
}

/* What is on a stack. */
struct depth {
	const char *program; /* its file */
	char *last;	     /* that of the outermost function */
	size_t count;
	unsigned nameless; /* functions of the program */
	bool has_main, has_start;
};

static bool go_deeper(void *data, const char *function, const char *file)
{
	struct depth *depth = data;
	free(depth->last);
	depth->last = xstrdup(file ? file : "");
	depth->count++;
	depth->nameless +=
		!strcmp(function, "?") && !strcmp(depth->last, depth->program);
	depth->has_main |= !strcmp(function, "main");
	depth->has_start |= !strcmp(function, "_start");
	return true;
}

/* Of main() everybody would have the line; where names are gone there are two
 * functions of the program, main() and what calls it. Behind main(), and in the
 * threads of a library, nothing is known of the program. A library without
 * tables for unwinding, as musl is one, ends a stack at its first function. */
static void print_no_line(struct tracee *tracee, const char *file,
			  struct buf *text)
{
	struct depth depth = {.program = file};
	source_walk(tracee_source(tracee), tracee->tid, go_deeper, &depth);
	if (depth.has_main || depth.nameless > 1)
		SENTENCE(text, "no-line-without-g",
			 SLOT_TEXT("program", tracee->program->name));
	else if (depth.count == 1 && !depth.has_start)
		SENTENCE(text, "no-line-unfollowed",
			 SLOT_TEXT("program", tracee->program->name),
			 SLOT_TEXT("file", depth.last));
	free(depth.last);
}

/* Why the lines of a program are not shown: once for each program. */
static void tell_no_line(struct tracee *tracee,
			 const struct source_stack *stack)
{
	char path[64], file[4096];
	struct program *program = tracee->program;
	snprintf(path, sizeof(path), "/proc/%d/exe", (int)tracee->tid);
	ssize_t len = readlink(path, file, sizeof(file) - 1);
	if (program->told_no_line || len <= 0)
		return;
	file[len] = '\0';
	const char *name = text_base(file);
	bool interprets = is_interpreter(name);
	bool is_python = is_other_python(name);
	// In /proc/PID/maps such a name has another form.
	if (!interprets && !is_python &&
	    (is_of_machine(file) || has_line(stack) || strchr(file, '\n')))
		return;
	struct buf text = {0};
	if (interprets)
		SENTENCE(&text, "no-line-interpreter", SLOT_TEXT("file", name));
	else if (is_python)
		SENTENCE(&text, "no-line-python",
			 SLOT_TEXT("program", program->name),
			 SLOT_TEXT("file", name));
	else
		print_no_line(tracee, file, &text);
	program->told_no_line = text.len > 0;
	if (text.len)
		lab_note(tracee->lab, buf_text(&text));
	buf_done(&text);
}

static void tell_gave_up(const struct tracee *tracee)
{
	struct program *program = tracee->program;
	if (program->told_no_line)
		return;
	program->told_no_line = true;
	AUTO_FREE char *text = SENTENCE_NEW(
		"no-line-in-time", SLOT_TEXT("program", program->name));
	lab_note(tracee->lab, text);
}

void tracee_find_place(struct tracee *tracee)
{
	struct source_stack stack;
	struct source *source = tracee_source(tracee);
	if (!source || tracee->place.function)
		return;
	source_find(source, tracee->tid, &tracee->arena, &stack);
	if (source_gave_up(source))
		tell_gave_up(tracee);
	if (!stack.count)
		return;
	const struct source_frame *frame =
		&stack.frames[stack.own < 0 ? stack.named : stack.own];
	bool is_own = stack.own >= 0;
	if (!is_own && !source_reads_python(source))
		tell_no_line(tracee, &stack);
	tracee->place = (struct event_source){
		.file = is_own ? frame->file : NULL,
		.line = is_own ? frame->line : 0,
		.function = frame->function,
		.chain = is_own ? chain_of(&stack, &tracee->arena) : NULL,
	};
}

/* Whether what came is shorter than what stood there, so that who takes it for
 * a string goes on into that (journal/finding/finding_old.c). */
static bool has_old_behind(const struct tracee *tracee)
{
	const struct result *result = &tracee->call.result;
	enum { LOOKED_AT = 3 };
	char behind[LOOKED_AT];
	if (!result->at || memchr(result->data.data, '\0', result->data.len) ||
	    !trace_read(tracee->tid, result->at + result->data.len, behind,
			sizeof(behind)))
		return false;
	return !memchr(behind, '\0', sizeof(behind));
}

/* Whether the result is one that is talked about. */
static bool is_remarkable(const struct tracee *tracee)
{
	const struct call *call = &tracee->call;
	unsigned flags = call->syscall->flags;
	const char *name;
	int64_t fd;
	if (call->result.value < 0 || call_can_make_fd(call) ||
	    call->room == CALL_ROOM_EMPTY || call_given(call, 0, &name, &fd))
		return true;
	if (flags & SYSCALL_RECEIVES)
		return !call->result.value || has_old_behind(tracee) ||
		       trace_may_be_cut(tracee);
	if (flags & SYSCALL_SENDS && call->result.length)
		return true;
	for (size_t i = 0; flags & SYSCALL_SENDS && i < call->argc; i++) {
		if (call->args[i].kind == VALUE_BYTES)
			return (size_t)call->result.value <
			       call->args[i].bytes.len;
	}
	return false;
}

void tracee_find_place_of_result(struct tracee *tracee)
{
	if (is_remarkable(tracee))
		tracee_find_place(tracee);
}

/* How many bytes of text `bytes` begins with; of what is no text none. */
static size_t text_in(const char *bytes, size_t len)
{
	size_t text = 0;
	while (text < len && bytes[text] &&
	       (isprint((unsigned char)bytes[text]) ||
		isspace((unsigned char)bytes[text])))
		text++;
	return text < len && bytes[text] ? 0 : text;
}

int64_t trace_text_behind(const struct tracee *tracee)
{
	enum { POINTER = sizeof(char *), MOST = 256 };
	const struct call *call = &tracee->call;
	char bytes[MOST];
	if (!(call->syscall->flags & SYSCALL_SENDS) || call->argc < 2 ||
	    call->args[1].kind != VALUE_BYTES ||
	    call->args[1].bytes.len != POINTER ||
	    call->result.value != POINTER ||
	    source_is_python(tracee_source(tracee)) ||
	    text_in((const char *)call->args[1].bytes.data, POINTER) !=
		    POINTER ||
	    !trace_read(tracee->tid, tracee->args[1] + POINTER, bytes,
			sizeof(bytes)))
		return 0;
	return (int64_t)text_in(bytes, sizeof(bytes));
}
