/* typed_place: where the cursor stands in a call that is being typed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The text may end anywhere, so that nothing is parsed: brackets, quotes and
 * commas are counted. In Python the socket stands before the dot, and which
 * argument the Nth in the parentheses is the call's template says.
 */
#include "call/part/python_form.h"
#include "call/part/python_template.h"
#include "call/whole/typed.h"
#include "call/whole/typed_name.h"

#include <string.h>

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       (c >= '0' && c <= '9');
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static size_t skip_space(struct str text, size_t at)
{
	while (at < text.len && is_space(text.data[at]))
		at++;
	return at;
}

/* What is known of the arguments up to the cursor. */
struct scan {
	size_t index;	     /* of the argument, counted by commas */
	size_t begin;	     /* of the argument */
	size_t word;	     /* of the word in it */
	size_t before, end;  /* where the argument before stands */
	size_t depth;	     /* of brackets */
	bool quoted, closed; /* in a string; the last ")" was passed */
};

static void step(struct scan *scan, struct str text, size_t at)
{
	char c = text.data[at];
	if (strchr("([{", c) && c) {
		scan->depth++;
	} else if (c == ')' && !scan->depth) {
		scan->closed = true;
	} else if (strchr(")]}", c) && c) {
		scan->depth -= scan->depth > 0;
	} else if (c == ',' && !scan->depth) {
		scan->index++;
		scan->before = scan->begin;
		scan->end = at;
		scan->begin = skip_space(text, at + 1);
	}
	// In an address ":" and "[" belong to the word.
	if ((strchr("(){},|", c) && c) || is_space(c))
		scan->word = at + 1;
}

static struct scan scan_args(struct str text, size_t at, size_t cursor)
{
	struct scan scan = {.begin = skip_space(text, at), .word = at};
	for (; at < cursor && !scan.closed; at++) {
		char c = text.data[at];
		if (scan.quoted && c == '\\') {
			at++;
		} else if (c == '"') {
			if (!scan.quoted)
				scan.word = at;
			scan.quoted = !scan.quoted;
		} else if (!scan.quoted) {
			step(&scan, text, at);
		}
	}
	return scan;
}

/* The written argument that the `index`th of the template is. */
static size_t arg_in_template(const struct typed_place *place, size_t index)
{
	const struct syscall *syscall = place->syscall;
	struct str args =
		typed_template_args(typed_template(syscall, place->owner));
	size_t depth = 0;
	for (size_t i = 0; i + 1 < args.len; i++) {
		char c = args.data[i];
		depth += c == '(';
		depth -= c == ')';
		if (c == ',' && !depth && index-- == 0)
			break;
		if (c == '$' && !index && args.data[i + 1] >= '0' &&
		    args.data[i + 1] <= '9')
			return python_arg(syscall,
					  (size_t)(args.data[i + 1] - '0'));
	}
	return SYSCALL_HIDDEN;
}

/* The constant that the argument before is. */
static int64_t value_before(struct str text, const struct scan *scan,
			    enum symbol_group group)
{
	struct str word = {text.data + scan->before, scan->end - scan->before};
	int64_t value = 0;
	word = str_trim(word);
	const char *dot = word.len ? memchr(word.data, '.', word.len) : NULL;
	if (dot) {
		word.len -= (size_t)(dot + 1 - word.data);
		word.data = dot + 1;
	}
	if (!symbol_value(group, word, &value) && word.len &&
	    word.data[0] >= '0' && word.data[0] <= '9')
		for (size_t i = 0; i < word.len && i < 9; i++)
			value = value * 10 + (word.data[i] - '0');
	return value;
}

/* Whether what an argument can be depends on the one before it. */
static bool depends(const struct kind *kind)
{
	return kind == &kind_option || kind == &kind_fcntl_value ||
	       kind == &kind_ioctl_value;
}

static void place_in_args(struct str text, size_t at, size_t cursor,
			  struct typed_place *place)
{
	struct scan scan = scan_args(text, at, cursor);
	if (scan.closed) {
		place->begin = cursor;
		return;
	}
	place->in_args = true;
	place->begin = scan.word > scan.begin ? scan.word : scan.begin;
	if (place->begin > cursor)
		place->begin = cursor;
	place->arg = place->index = scan.index;
	if (place->notation == NOTATION_PYTHON)
		place->arg = arg_in_template(place, scan.index);
	const struct parameter *parameters = place->syscall->parameters;
	if (place->arg < syscall_parameters(place->syscall) &&
	    depends(parameters[place->arg].kind))
		place->level = value_before(
			text, &scan, parameters[place->arg - 1].kind->group);
}

/* Where the name begins: behind the "=" that stands before any bracket. */
static size_t name_begin(struct str text, size_t cursor)
{
	size_t begin = 0;
	for (size_t i = 0; i < cursor && !strchr("([{\"", text.data[i]); i++)
		if (text.data[i] == '=')
			begin = i + 1;
	return skip_space(text, begin);
}

/* Whether a poll object of Python has that method. */
static bool is_of_poller(struct str method)
{
	return str_is(method, "register") || str_is(method, "poll");
}

/* Finds the row of the dotted or plain name; the notation by its dot. */
static void find(struct str name, struct typed_place *place)
{
	const char *dot = name.len ? memrchr(name.data, '.', name.len) : NULL;
	if (!dot) {
		place->syscall = typed_find_c(name);
		return;
	}
	place->notation = NOTATION_PYTHON;
	place->owner = (struct str){name.data, (size_t)(dot - name.data)};
	place->method = (struct str){dot + 1, name.len - place->owner.len - 1};
	if (place->has_poller)
		place->syscall = is_of_poller(place->method)
					 ? syscall_find(str_from("poll"))
					 : NULL;
	else
		place->syscall =
			typed_find_python(place->owner, place->method, NULL);
	if (place->syscall)
		place->form = python_form_find(place->syscall, place->method);
}

/* Where the statement under the cursor begins. Only a poll object takes
 * several, "p = select.poll(); p.register(s, ...); p.poll(1000)". */
static size_t statement_begin(struct str text, size_t cursor)
{
	static const char maker[] = "select.poll()";
	size_t begin = 0;
	if (!memmem(text.data, cursor, maker, strlen(maker)))
		return 0;
	for (size_t i = 0; i < cursor; i++)
		if (text.data[i] == ';')
			begin = i + 1;
	return begin;
}

static struct typed_place place_in(struct str text, size_t cursor,
				   bool has_poller)
{
	struct typed_place place = {.notation = NOTATION_C,
				    .has_poller = has_poller};
	size_t begin = name_begin(text, cursor), end = begin;
	while (end < text.len &&
	       (is_word(text.data[end]) || text.data[end] == '.'))
		end++;
	struct str name = {text.data + begin, end - begin};
	find(name, &place);
	const struct syscall *row = place.syscall;
	if (cursor <= end || !name.len) {
		place.begin = cursor;
		while (place.begin > begin &&
		       is_word(text.data[place.begin - 1]))
			place.begin--;
		return place;
	}
	size_t args = skip_space(text, end);
	place.begin = cursor;
	if (!row)
		return place;
	if (args < text.len && text.data[args] == '(')
		args++;
	else if (place.notation == NOTATION_PYTHON || args == end)
		return place;
	if (cursor >= args)
		place_in_args(text, args, cursor, &place);
	return place;
}

struct typed_place call_typed_place(struct str text, size_t cursor)
{
	if (cursor > text.len)
		cursor = text.len;
	size_t begin = statement_begin(text, cursor);
	struct str statement = {text.data + begin, text.len - begin};
	struct typed_place place =
		place_in(statement, cursor - begin, begin > 0);
	place.begin += begin;
	return place;
}
