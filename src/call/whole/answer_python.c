/* answer_python: what a call gives its caller in Python.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where C has a number and memory that was written, Python has one value, or an
 * exception. A row of the table is a call whose value is not None; what Python
 * leaves out behind "#", as a comment, is what the words of a lesson need: the
 * name of an errno, of an event.
 */
#include "call/part/answer_python.h"

#include "base/sentence.h"
#include "call/list.h"
#include "call/part/message.h"
#include "call/part/print_value.h"
#include "call/part/python_repr.h"
#include "call/print.h"
#include "call/table/option.h"
#include "call/table/request.h"
#include "call/table/syscalls.h"
#include "call/whole/answer_parts.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>

enum { BYTES_ROOM = 24 };

static void add_number(const struct answer *answer)
{
	buf_printf(answer->out, "%" PRId64, answer->call->result.value);
	call_print_out(answer->call, answer->note);
}

static void add_object(const struct answer *answer)
{
	python_repr_socket(answer->call->result.value, answer->brief,
			   answer->out);
}

static void add_copy(const struct answer *answer)
{
	if (call_gives_numbers(answer->call))
		add_number(answer);
	else
		add_object(answer);
}

static void add_accepted(const struct answer *answer)
{
	if (!answer->brief)
		buf_putc(answer->out, '(');
	add_object(answer);
	if (answer->brief)
		return;
	buf_puts(answer->out, ", ");
	python_repr_address(&answer->call->result.address, answer->out);
	buf_putc(answer->out, ')');
}

static void add_epoll(const struct answer *answer)
{
	if (answer->brief)
		add_object(answer);
	else
		buf_puts(answer->out, "<select.epoll object at ...>");
	buf_printf(answer->note, "fd %" PRId64, answer->call->result.value);
}

static void add_address(const struct answer *answer)
{
	python_repr_address(&answer->call->result.address, answer->out);
}

static void add_bytes(const struct answer *answer)
{
	const struct bytes *data = &answer->call->result.data;
	if (!python_repr_bytes(data->data, data->len, BYTES_ROOM, answer->out))
		SENTENCE(answer->note, "gives-bytes",
			 SLOT_NUMBER("bytes", data->len));
}

static void add_received_from(const struct answer *answer)
{
	buf_putc(answer->out, '(');
	add_bytes(answer);
	buf_puts(answer->out, ", ");
	python_repr_address(&answer->call->result.address, answer->out);
	buf_putc(answer->out, ')');
}

/* --- messages --------------------------------------------------------------
 */

static void add_control(const struct answer *answer,
			const struct value *control)
{
	const struct value *data = list_item(control, 2);
	buf_printf(answer->out, "(%" PRId64 ", %" PRId64 ", ",
		   list_item(control, 0)->num, list_item(control, 1)->num);
	if (data->kind == VALUE_BYTES) {
		python_repr_bytes(data->bytes.data, data->bytes.len, BYTES_ROOM,
				  answer->out);
	} else {
		struct buf ints = {0};
		for (size_t i = 0; i < data->count; i++) {
			int num = (int)data->items[i].num;
			buf_add(&ints, (const char *)&num, sizeof(num));
		}
		python_repr_bytes((const unsigned char *)buf_text(&ints),
				  ints.len, SIZE_MAX, answer->out);
		buf_done(&ints);
	}
	buf_putc(answer->out, ')');
}

static void add_message(const struct answer *answer)
{
	const struct value *came = &answer->call->result.out;
	const struct value *controls = list_item(came, MESSAGE_OUT_CONTROLS);
	buf_putc(answer->out, '(');
	add_bytes(answer);
	buf_puts(answer->out, ", [");
	for (size_t i = 0; i < controls->count; i++) {
		buf_puts(answer->out, i ? ", " : "");
		add_control(answer, &controls->items[i]);
	}
	buf_printf(answer->out, "], %" PRId64 ", ",
		   list_item(came, MESSAGE_OUT_FLAGS)->num);
	python_repr_address(&answer->call->result.address, answer->out);
	buf_putc(answer->out, ')');
	call_print_out(answer->call, answer->note);
}

/* --- others -----------------------------------------------------------------
 */

static void add_pair(const struct answer *answer)
{
	const struct value *pair = &answer->call->result.out;
	buf_putc(answer->out, '(');
	python_repr_socket(list_item(pair, 0)->num, answer->brief, answer->out);
	buf_puts(answer->out, ", ");
	python_repr_socket(list_item(pair, 1)->num, answer->brief, answer->out);
	buf_putc(answer->out, ')');
}

static void add_ends(const struct answer *answer)
{
	const struct value *ends = &answer->call->result.out;
	buf_printf(answer->out, "(%" PRId64 ", %" PRId64 ")",
		   list_item(ends, 0)->num, list_item(ends, 1)->num);
}

static void add_waited(const struct answer *answer)
{
	buf_printf(answer->out, "(%" PRId64 ", %" PRId64 ")",
		   answer->call->result.value, answer->call->result.option);
}

static void add_option(const struct answer *answer)
{
	const struct bytes *data = &answer->call->result.data;
	if (option_of(answer->call))
		python_repr_bytes(data->data, data->len, (size_t)2 * BYTES_ROOM,
				  answer->out);
	else
		buf_printf(answer->out, "%" PRId64,
			   answer->call->result.option);
}

/* What ioctl() left in the four bytes that it was given. */
static void add_request(const struct answer *answer)
{
	const struct request *request = request_of(answer->call);
	bool reads = request->value == REQUEST_GET;
	int num = reads ? (int)answer->call->result.option
			: (int)answer->call->args[2].num;
	if (!reads && request->value != REQUEST_SET) {
		add_number(answer);
		return;
	}
	python_repr_bytes((const unsigned char *)&num, sizeof(num), SIZE_MAX,
			  answer->out);
	if (reads)
		buf_printf(answer->note, "%d", num);
}

/* Python itself has said what SIGINT and SIGPIPE do, an actor has not. */
static void add_handler(const struct answer *answer)
{
	const struct call *call = answer->call;
	struct raw_action before = {.handler = RAW_HANDLER};
	if (call->result.data.len == sizeof(before))
		memcpy(&before, call->result.data.data, sizeof(before));
	bool own = call->args[0].num == SIGINT || call->args[0].num == SIGPIPE;
	if (own || before.handler == RAW_HANDLER)
		buf_puts(answer->out, "...");
	else
		buf_puts(answer->out, before.handler == RAW_IGNORE
					      ? "<Handlers.SIG_IGN: 1>"
					      : "<Handlers.SIG_DFL: 0>");
}

static void add_thread(const struct answer *answer)
{
	buf_puts(answer->out, "...");
	SENTENCE(answer->note, "gives-thread",
		 SLOT_NUMBER("thread", answer->call->result.value));
}

static void add_constant(enum symbol_group group, int64_t num, struct buf *out)
{
	const char *name = symbol_name(group, num);
	const char *class =
		group == SYMBOL_FAMILY ? "AddressFamily" : "SocketKind";
	if (name)
		buf_printf(out, "<%s.%s: %" PRId64 ">", class, name, num);
	else
		buf_printf(out, "%" PRId64, num);
}

static void add_found(const struct answer *answer)
{
	const struct value *found = &answer->call->result.out;
	buf_putc(answer->out, '[');
	for (size_t i = 0; i < found->count; i++) {
		const struct address *address =
			list_item(&found->items[i], 0)->address;
		buf_puts(answer->out, i ? ", (" : "(");
		add_constant(SYMBOL_FAMILY, address_family(address),
			     answer->out);
		buf_puts(answer->out, ", ");
		add_constant(SYMBOL_TYPE, list_item(&found->items[i], 1)->num,
			     answer->out);
		buf_puts(answer->out, ", ..., ");
		python_repr_address(address, answer->out);
		buf_putc(answer->out, ')');
	}
	buf_putc(answer->out, ']');
}

static void add_names(const struct answer *answer)
{
	const struct value *names = &answer->call->result.out;
	for (size_t i = 0; i < 2; i++) {
		const struct bytes *name = &list_item(names, i)->bytes;
		buf_printf(answer->out, "%s'%.*s'", i ? ", " : "(",
			   (int)name->len, (const char *)name->data);
	}
	buf_putc(answer->out, ')');
}

static const struct {
	const char *call;
	answer_fn *add; /* NULL: None */
} rows[] = {
	{"accept", add_accepted},
	{"accept4", add_accepted},
	{"alarm", add_number},
	{"bind", NULL},
	{"close", NULL},
	{"connect", NULL},
	{"dup", add_copy},
	{"dup2", add_number},
	{"epoll_create1", add_epoll},
	{"epoll_ctl", NULL},
	{"epoll_wait", answer_events},
	{"fcntl", add_number},
	{"fork", add_number},
	{"getaddrinfo", add_found},
	{"getnameinfo", add_names},
	{"getpeername", add_address},
	{"getsockname", add_address},
	{"getsockopt", add_option},
	{"ioctl", add_request},
	{"kill", NULL},
	{"listen", NULL},
	{"pipe", add_ends},
	{"pipe2", add_ends},
	{"poll", answer_polled},
	{"pthread_create", add_thread},
	{"read", add_bytes},
	{"readv", add_number},
	{"recv", add_bytes},
	{"recvfrom", add_received_from},
	{"recvmsg", add_message},
	{"select", answer_selected},
	{"send", add_number},
	{"sendmsg", add_number},
	{"sendto", add_number},
	{"setsockopt", NULL},
	{"shutdown", NULL},
	{"sigaction", add_handler},
	{"signal", add_handler},
	{"sleep", NULL},
	{"socket", add_object},
	{"socketpair", add_pair},
	{"waitpid", add_waited},
	{"write", add_number},
	{"writev", add_number},
};

static void add_value(const struct answer *answer)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (strcmp(rows[i].call, answer->call->syscall->name) != 0)
			continue;
		if (rows[i].add)
			rows[i].add(answer);
		else
			buf_puts(answer->out, "None");
		return;
	}
	add_number(answer);
}

/* To close a closed object does nothing. */
static bool is_closed_again(const struct call *call)
{
	return call->result.error == EBADF && call_is(call, "close") &&
	       call->args[0].kind == VALUE_NAME && !call->args[0].is_number;
}

bool call_raises(const struct call *call, enum notation notation)
{
	return notation == NOTATION_PYTHON && call->result.error &&
	       !python_needs_ctypes(call) && !is_closed_again(call);
}

/* The C function by way of ctypes gives its number, and raises nothing. */
static void add_error(const struct answer *answer)
{
	const struct result *result = &answer->call->result;
	const char *name = symbol_name(SYMBOL_ERRNO, result->error);
	if (is_closed_again(answer->call))
		buf_puts(answer->out, "None");
	else if (python_needs_ctypes(answer->call))
		buf_printf(answer->out, "%" PRId64, result->value);
	else
		python_repr_error(result->error, answer->brief, answer->out);
	if (name)
		buf_puts(answer->note, name);
}

void answer_python(const struct call *call, bool brief, struct buf *out)
{
	struct buf note = {0};
	struct answer answer = {call, brief, out, &note};
	if (call->result.error)
		add_error(&answer);
	else if (python_needs_ctypes(call))
		add_number(&answer);
	else
		add_value(&answer);
	const char *said = buf_text(&note);
	said += strspn(said, ", ");
	if (!brief && *said)
		buf_printf(out, "  # %s", said);
	buf_done(&note);
}
