/* select: an fd_set, and the count of descriptors that goes before it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kernel overwrites the sets with those that are ready. strace prints a set
 * as [3 4]; of one that no bit of was asked for, since the count of descriptors
 * is 0, it prints the address.
 */
#include "call/part/select.h"

#include "base/sentence.h"
#include "call/part/row.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>

/* --- as it is written ---------------------------------------------------
 */

static bool parse_set(struct reader *reader, const struct call *call,
		      size_t arg, struct value *value, struct err *err)
{
	return parse_null(reader) ||
	       parse_list(reader, call, arg, parse_fd, value, err);
}

static void python_set(const struct call *call, size_t arg, struct buf *out)
{
	python_print_items(&call->args[arg], list_print_fd, out);
}

/* An empty list is no set at all: Python gives NULL to select(2). */
static bool read_python_set(struct reader *reader, const struct call *call,
			    size_t arg, struct value *value, struct err *err)
{
	if (!python_read_items(reader, call, arg, read_python_fd, value, err))
		return false;
	if (!value->count)
		*value = (struct value){.kind = VALUE_NONE};
	return true;
}

/* --- strace(1) ----------------------------------------------------------
 */

/* The highest descriptor in the sets; -1 for none. */
static int64_t highest_fd(const struct call *call)
{
	int64_t highest = -1;
	for (size_t i = 0; i < call->argc; i++) {
		const struct value *list = &call->args[i];
		bool is_set = call->syscall->parameters[i].kind == &kind_set;
		for (size_t k = 0; is_set && k < list->count; k++)
			if (list->items[k].num > highest)
				highest = list->items[k].num;
	}
	return highest;
}

static int compare(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* In the order of their bits, each once. */
static void print_set(const struct value *list, struct buf *out)
{
	int64_t *fds = xcalloc(list->count + 1, sizeof(*fds));
	for (size_t i = 0; i < list->count; i++)
		fds[i] = list->items[i].num;
	qsort(fds, list->count, sizeof(*fds), compare);
	buf_putc(out, '[');
	for (size_t i = 0; i < list->count; i++)
		if (!i || fds[i] != fds[i - 1])
			buf_printf(out, "%s%" PRId64, i ? " " : "", fds[i]);
	buf_putc(out, ']');
	free(fds);
}

/* The first word of select. */
static int64_t count_fds(const struct call *call)
{
	if (call->room == CALL_ROOM_EMPTY)
		return 0;
	return call->room > 0 ? call->room : highest_fd(call) + 1;
}

static void strace_count_fds(const struct call *call, size_t arg, size_t part,
			     struct buf *out)
{
	(void)arg, (void)part;
	buf_printf(out, "%d", (int)count_fds(call));
}

static void strace_set(const struct call *call, size_t arg, size_t part,
		       struct buf *out)
{
	(void)part;
	if (!call->args[arg].kind)
		buf_puts(out, "NULL");
	else if (!count_fds(call))
		buf_puts(out, STRACE_UNKNOWN);
	else
		print_set(&call->args[arg], out);
}

/* Asked of each set; the first says all. */
static bool strace_set_result(const struct call *call, size_t arg,
			      struct buf *out)
{
	static const char *const words[] = {"in ", "out ", "except "};
	const struct value *left = list_item(&call->result.out, COUNT(words));
	const char *join = " (";
	(void)arg;
	if (!call->result.value) {
		buf_puts(out, "0 (Timeout)");
		return true;
	}
	buf_printf(out, "%" PRId64, call->result.value);
	for (size_t i = 0; i < COUNT(words); i++) {
		const struct value *ready = list_item(&call->result.out, i);
		if (!ready->count)
			continue;
		buf_printf(out, "%s%s", join, words[i]);
		print_set(ready, out);
		join = ", ";
	}
	if (left->kind) {
		buf_printf(out, "%sleft ", join);
		strace_print_time(list_item(left, 0)->num,
				  list_item(left, 1)->num, out);
	}
	buf_putc(out, ')');
	return true;
}

/* --- a C program, and for a learner -------------------------------------
 */

static void declare_set(const struct call *call, size_t arg, struct buf *out)
{
	const struct value *list = &call->args[arg];
	const char *name = call->syscall->parameters[arg].name;
	if (!list->kind)
		return;
	buf_printf(out, "fd_set %s;\nFD_ZERO(&%s);\n", name, name);
	for (size_t i = 0; i < list->count; i++) {
		buf_puts(out, "FD_SET(");
		list_print_fd(&list->items[i], out);
		buf_printf(out, ", &%s);\n", name);
	}
}

static void express_set(const struct call *call, size_t arg, struct buf *out)
{
	if (call->args[arg].kind)
		buf_printf(out, "&%s", call->syscall->parameters[arg].name);
	else
		buf_puts(out, "NULL");
}

/* One more than the highest descriptor, whatever the variables hold. */
static void declare_count_fds(const struct call *call, size_t arg,
			      struct buf *out)
{
	(void)arg;
	buf_puts(out, "int nfds = 0;\n");
	for (size_t i = 0; i < call->argc; i++) {
		const struct value *list = &call->args[i];
		if (call->syscall->parameters[i].kind != &kind_set)
			continue;
		for (size_t k = 0; k < list->count; k++) {
			buf_puts(out, "if (");
			list_print_fd(&list->items[k], out);
			buf_puts(out, " >= nfds)\n\tnfds = ");
			list_print_fd(&list->items[k], out);
			buf_puts(out, " + 1;\n");
		}
	}
}

static void express_count_fds(const struct call *call, size_t arg,
			      struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, "nfds");
}

/* The name that the call has for descriptor `num`, or its number. */
static void print_fd_of(const struct value *list, int64_t num, struct buf *out)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i].kind == VALUE_NAME &&
		    list->items[i].num == num) {
			buf_puts(out, list->items[i].name);
			return;
		}
	}
	buf_printf(out, "%" PRId64, num);
}

static void shown_set(const struct call *call, size_t arg, struct buf *out)
{
	static const char *const words[] = {"readable", "writable",
					    "exceptional"};
	const struct value *ready = list_item(&call->result.out, arg);
	if (ready->count)
		buf_printf(out, ", %s:", words[arg % COUNT(words)]);
	for (size_t i = 0; i < ready->count; i++) {
		buf_puts(out, i ? " and " : " ");
		print_fd_of(&call->args[arg], ready->items[i].num, out);
	}
}

/* --- memory -------------------------------------------------------------
 */

static bool encode_set(const struct call *call, size_t arg, struct arena *arena,
		       struct raw_word *words, struct err *err)
{
	const struct value *list = &call->args[arg];
	words[0] = raw_number(0);
	if (!list->kind)
		return true;
	fd_set set;
	FD_ZERO(&set);
	for (size_t i = 0; i < list->count; i++) {
		int64_t fd = list->items[i].num;
		if (fd < 0 || fd >= FD_SETSIZE)
			return FAILURE(err, "select-descriptor-most",
				       SLOT_NUMBER("fd", fd),
				       SLOT_NUMBER("most", FD_SETSIZE - 1));
		FD_SET((int)fd, &set);
	}
	words[0] = raw_memory(RAW_IN_OUT, arena, &set, sizeof(set));
	return true;
}

/* The descriptors below `most` whose bits are set. */
static struct value list_of_set(const struct raw_word *word, size_t most,
				struct arena *arena)
{
	struct value list;
	int64_t fds[FD_SETSIZE];
	size_t count = 0;
	if (most > word->len * 8)
		most = word->len * 8;
	for (size_t fd = 0; fd < most && count < COUNT(fds); fd++)
		if (word->data[fd / 8] & 1 << fd % 8)
			fds[count++] = (int64_t)fd;
	struct value *items = list_new(&list, count, arena);
	for (size_t i = 0; i < count; i++)
		items[i] = value_int(fds[i]);
	return list;
}

/* The kernel looks at the bits below the first word alone, see
 * decode_count_fds(). */
static size_t select_most(const struct call *call)
{
	return call->room > 0 ? (size_t)call->room : 0;
}

/* The first number of the set that is not below `most`, 0 for none: it becomes
 * the `num` of the list, for what is passed over is worth a word. */
static int64_t passed_over(const struct raw_word *word, size_t most)
{
	for (size_t fd = most ? most : 1; fd < word->len * 8; fd++) {
		if (word->data[fd / 8] & 1 << fd % 8)
			return (int64_t)fd;
	}
	return 0;
}

static bool decode_set(const struct raw_word *words, struct arena *arena,
		       struct call *call, size_t arg)
{
	size_t most = select_most(call);
	if (raw_decode_null(&words[0], &call->args[arg]))
		return true;
	call->args[arg] = list_of_set(words, most, arena);
	call->args[arg].num = passed_over(words, most);
	return true;
}

struct value *select_out(struct call *call, size_t index, struct arena *arena)
{
	struct value *out = &call->result.out;
	if (!out->kind)
		list_new(out, SELECT_OUT_COUNT, arena);
	return (struct value *)&out->items[index];
}

static void take_set(struct call *call, size_t arg,
		     const struct raw_word *words, struct arena *arena)
{
	struct value *member = select_out(call, arg, arena);
	if (!raw_is_null(&words[0]))
		*member = list_of_set(words, (size_t)count_fds(call), arena);
}

static bool encode_count_fds(const struct call *call, size_t arg,
			     struct arena *arena, struct raw_word *words,
			     struct err *err)
{
	(void)arg, (void)arena, (void)err;
	words[0] = raw_number(highest_fd(call) + 1);
	return true;
}

static bool decode_count_fds(const struct raw_word *words, struct arena *arena,
			     struct call *call, size_t arg)
{
	(void)arena, (void)arg;
	uint32_t count = (uint32_t)words[0].word;
	call->room = count ? (int64_t)count : CALL_ROOM_EMPTY;
	return words[0].kind == RAW_WORD;
}

/* The kernel looks at as many bits as the first word says, and at whole words
 * of them; an fd_set has more. */
static bool fetch_set(const uint64_t *words, const struct fetch *fetch,
		      struct raw_word *out)
{
	enum { BITS = 8 * sizeof(long) };
	int64_t count = (int64_t)fetch->words[0];
	if (count < 0 || count > FD_SETSIZE)
		return false;
	return fetch_pointer(words[0], RAW_IN_OUT, sizeof(fd_set), fetch,
			     out) ||
	       fetch_pointer(words[0], RAW_IN_OUT,
			     ((size_t)count + BITS - 1) / BITS * sizeof(long),
			     fetch, out);
}

/* A first word that the sets tell is not noted. */
static int64_t room_of_count(const struct raw_word *words,
			     const struct call *call)
{
	return highest_fd(call) + 1 == (int64_t)words[0].word ? CALL_ROOM_USUAL
							      : call->room;
}

/* clang-format off */
const struct kind kind_set = {
	.expected = SENTENCE_ID("wants-descriptors-b-null"),
	.words = 1, .parse = parse_set,
	.print_c = c_fds, .python = python_set,
	.strace = strace_set, .shown = shown_set, .at_entry = true,
	.declare = declare_set, .expression = express_set,
	.encode = encode_set, .decode = decode_set, .take = take_set,
	.result = strace_set_result,
	.fetch = fetch_set,
	.read_python = read_python_set,
	.expected_python = SENTENCE_ID("wants-list-b-none"),
};

const struct kind kind_count_fds = {
	.expected = SENTENCE_ID("wants-count-descriptors"), .hidden = true, .words = 1,
	.strace = strace_count_fds,
	.declare = declare_count_fds, .expression = express_count_fds,
	.encode = encode_count_fds, .decode = decode_count_fds,
	.fetch = fetch_word,
	.room = room_of_count,
};
/* clang-format on */
