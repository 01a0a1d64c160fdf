/* print_strace: a call as strace(1) shows it, to the byte.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checked against strace 6.1 with -a 1 (it pads to column 40 otherwise). Memory
 * that the kernel did not write has no contents to print: strace prints where
 * it is, we print "0x...", for the place means nothing outside the process.
 */
#include "call/part/print_value.h"
#include "call/part/raw_value.h"
#include "call/print.h"
#include "call/table/option.h"
#include "call/table/request.h"
#include "call/table/syscalls.h"
#include "call/whole/fault.h"

#include <inttypes.h>
#include <netdb.h>
#include <string.h>

static const char unknown_memory[] = STRACE_UNKNOWN;

bool strace_failed(const struct call *call)
{
	return !call->result.done || call->result.value < 0;
}

void strace_print_symbol(enum symbol_group group, int64_t num,
			 const char *comment, struct buf *out)
{
	const char *name = symbol_name(group, num);
	if (name)
		buf_puts(out, name);
	else
		buf_printf(out, "%#x /* %s */", (uint32_t)num, comment);
}

/* The comment stands only where no flag has a name. */
void strace_print_flags(enum symbol_group group, int64_t num,
			const char *comment, struct buf *out)
{
	size_t begin = out->len;
	symbol_print_flags(group, num, out);
	if (out->len - begin > 1 && out->data[begin] == '0')
		buf_printf(out, " /* %s */", comment);
}

static const char *unknown_of(const struct kind *kind)
{
	return kind->unknown ? kind->unknown : "???";
}

void strace_number(const struct call *call, size_t arg, size_t part,
		   struct buf *out)
{
	(void)part;
	buf_printf(out, "%" PRId64, call->args[arg].num);
}

void strace_word(const struct call *call, size_t arg, size_t part,
		 struct buf *out)
{
	(void)part;
	c_word(call, arg, out);
}

void strace_constant(const struct call *call, size_t arg, size_t part,
		     struct buf *out)
{
	(void)part;
	const struct kind *kind = call->syscall->parameters[arg].kind;
	int64_t num = call->args[arg].num;
	if (kind->flags)
		strace_print_flags(kind->group, num, unknown_of(kind), out);
	else
		strace_print_symbol(kind->group, num, unknown_of(kind), out);
}

/* Protocols have names in the families that share those of IP; in the lines of
 * socketpair they never have. */
void strace_protocol(const struct call *call, size_t arg, size_t part,
		     struct buf *out)
{
	(void)part;
	int64_t family = call->args[0].num, num = call->args[arg].num;
	bool named = call->syscall->raw[arg + 1] != &kind_pair;
	if (named && (family == AF_INET || family == AF_INET6))
		strace_print_symbol(SYMBOL_PROTOCOL, num, "IPPROTO_???", out);
	else
		buf_printf(out, "%u", (unsigned)num);
}

void strace_option(const struct call *call, size_t arg, size_t part,
		   struct buf *out)
{
	(void)part;
	static const struct {
		enum symbol_group group;
		const char *comment;
	} comments[] = {
		{SYMBOL_SO, "SO_???"},	   {SYMBOL_IP, "IP_???"},
		{SYMBOL_IPV6, "IPV6_???"}, {SYMBOL_TCP, "TCP_???"},
		{SYMBOL_UDP, "UDP_???"},
	};
	int64_t num = call->args[arg].num;
	enum symbol_group group = symbol_option_group(call->args[arg - 1].num);
	for (size_t i = 0; i < COUNT(comments); i++) {
		if (comments[i].group == group) {
			strace_print_symbol(group, num, comments[i].comment,
					    out);
			return;
		}
	}
	buf_printf(out, "%u", (unsigned)num);
}

void strace_type(const struct call *call, size_t arg, size_t part,
		 struct buf *out)
{
	(void)part;
	int64_t num = call->args[arg].num;
	if (!symbol_print_type(&num, out))
		return;
	strace_print_flags(SYMBOL_TYPE_FLAG, num, "SOCK_???", out);
}

void strace_address(const struct call *call, size_t arg, size_t part,
		    struct buf *out)
{
	const struct address *address = value_address(&call->args[arg]);
	if (part)
		buf_printf(out, "%u", address->len);
	else if (address->len < sizeof(sa_family_t))
		buf_puts(out, address->len ? unknown_memory : "NULL");
	else
		address_print_strace(address, out);
}

void strace_data(const struct call *call, size_t arg, size_t part,
		 struct buf *out)
{
	const struct bytes *bytes = &call->args[arg].bytes;
	if (part)
		buf_printf(out, "%zu", bytes->len);
	else
		text_quote(out, bytes->data, bytes->len, STRACE_STRINGS_MOST);
}

void strace_room(const struct call *call, size_t arg, size_t part,
		 struct buf *out)
{
	const struct bytes *data = &call->result.data;
	if (part)
		buf_printf(out, "%" PRId64, call->args[arg].num);
	else if (strace_failed(call))
		buf_puts(out, unknown_memory);
	else
		text_quote(out, data->data, data->len, STRACE_STRINGS_MOST);
}

/* "[128 => 16]", or "[128]" when the number did not change; `taken` is how much
 * of the memory was written. */
static void print_length(const struct call *call, size_t usual, size_t taken,
			 struct buf *out)
{
	int32_t room = call->room > 0		       ? (int32_t)call->room
		       : call->room == CALL_ROOM_EMPTY ? 0
						       : (int32_t)usual;
	int32_t len = (int32_t)taken;
	if (call->result.length)
		len = (int32_t)call->result.length;
	if (room == len || strace_failed(call))
		buf_printf(out, "[%d]", room);
	else
		buf_printf(out, "[%d => %d]", room, len);
}

/* Memory for an address or an option of which strace decodes nothing: there is
 * no length that it could read. Returns false where there is one. */
static bool print_undecoded(const struct call *call, size_t part,
			    struct buf *out)
{
	if (call->room == CALL_ROOM_NONE)
		buf_puts(out, "NULL");
	else if (call->room == CALL_ROOM_NO_ADDRESS)
		buf_puts(out, part ? unknown_memory : "NULL");
	else if (call->room == CALL_ROOM_NO_LENGTH)
		buf_puts(out, part ? "NULL" : unknown_memory);
	else if (call->room == CALL_ROOM_LOST)
		buf_puts(out, unknown_memory);
	else
		return false;
	return true;
}

void strace_peer(const struct call *call, size_t arg, size_t part,
		 struct buf *out)
{
	(void)arg;
	const struct address *address = &call->result.address;
	if (print_undecoded(call, part, out))
		return;
	if (part)
		print_length(call, RAW_PEER_ROOM, address->len, out);
	else if (strace_failed(call) || address->len < sizeof(sa_family_t))
		buf_puts(out, unknown_memory);
	else
		address_print_strace(address, out);
}

void strace_no_address(const struct call *call, size_t arg, size_t part,
		       struct buf *out)
{
	(void)call, (void)arg;
	buf_puts(out, part ? "0" : "NULL");
}

void strace_no_peer(const struct call *call, size_t arg, size_t part,
		    struct buf *out)
{
	(void)call, (void)arg, (void)part;
	buf_puts(out, "NULL");
}

static void print_field(const struct option_field *field,
			const unsigned char *data, struct buf *out)
{
	char host[INET6_ADDRSTRLEN];
	if (field->type == '6')
		buf_printf(out, "inet_pton(AF_INET6, \"%s\", &%s)",
			   option_field_host(field, data, host), field->name);
	else if (field->type == '4')
		buf_printf(out, "%s=inet_addr(\"%s\")", field->name,
			   option_field_host(field, data, host));
	else
		buf_printf(out, "%s=%" PRId64, field->name,
			   option_field_get(field, data));
}

static const struct option_shape *shape_of(const struct call *call)
{
	const struct option *option = option_of(call);
	return option ? option->shape : NULL;
}

/* The value of an option that is in `bytes`; `shape` when strace knows it. */
static void print_option(const struct option_shape *shape,
			 const struct bytes *bytes, struct buf *out)
{
	int num;
	if (shape && bytes->len < shape->size) {
		buf_puts(out, unknown_memory);
	} else if (shape) {
		for (size_t i = 0; i < option_fields(shape); i++) {
			buf_puts(out, i ? ", " : "{");
			print_field(&shape->fields[i], bytes->data, out);
		}
		buf_putc(out, '}');
	} else if (bytes->data && bytes->len == sizeof(num)) {
		memcpy(&num, bytes->data, sizeof(num));
		buf_printf(out, "[%d]", num);
	} else {
		text_quote(out, bytes->data, bytes->len, STRACE_STRINGS_MOST);
	}
}

/* An option of sockets whose value is an int, in memory of another size. */
static bool takes_int(const struct call *call)
{
	return call->args[1].num == SOL_SOCKET && !option_of(call);
}

static void print_first_int(const struct bytes *bytes, struct buf *out)
{
	int num;
	if (bytes->len < sizeof(num)) {
		buf_puts(out, unknown_memory);
		return;
	}
	memcpy(&num, bytes->data, sizeof(num));
	buf_printf(out, "[%d]", num);
}

void strace_option_value(const struct call *call, size_t arg, size_t part,
			 struct buf *out)
{
	const struct value *value = &call->args[arg];
	const struct option_shape *shape = shape_of(call);
	if (shape && !shape->in_strace_set)
		shape = NULL;
	if (value->kind == VALUE_OPTION && part)
		buf_printf(out, "%zu", value->bytes.len);
	else if (value->kind == VALUE_OPTION && takes_int(call))
		print_first_int(&value->bytes, out);
	else if (value->kind == VALUE_OPTION)
		print_option(shape, &value->bytes, out);
	else
		buf_printf(out, part ? "4" : "[%" PRId64 "]", value->num);
}

/* SO_ERROR is an errno by name, other ints are numbers. */
static void print_int(const struct call *call, struct buf *out)
{
	int64_t num = call->result.option;
	const char *name = NULL;
	if (call->args[1].num == SOL_SOCKET && call->args[2].num == SO_ERROR)
		name = symbol_name(SYMBOL_ERRNO, num);
	if (name)
		buf_printf(out, "[%s]", name);
	else
		buf_printf(out, "[%" PRId64 "]", num);
}

void strace_option_room(const struct call *call, size_t arg, size_t part,
			struct buf *out)
{
	(void)arg;
	const struct bytes *data = &call->result.data;
	const struct option_shape *shape = shape_of(call);
	if (shape && !shape->in_strace_get)
		shape = NULL;
	bool is_int = !option_of(call) && !data->data &&
		      call->room != CALL_ROOM_EMPTY;
	size_t len = is_int ? sizeof(int) : data->len;
	if (print_undecoded(call, part, out))
		return;
	if (part)
		print_length(call, raw_option_room(call), len, out);
	else if (strace_failed(call) || !len)
		buf_puts(out, unknown_memory);
	else if (is_int)
		print_int(call, out);
	else
		print_option(shape, data, out);
}

/* The words themselves, of memory that cannot be what the argument is. */
static void print_at(const struct value *value, size_t part, bool as_int,
		     struct buf *out)
{
	if (part && as_int)
		buf_printf(out, "%" PRId64, value->num);
	else if (part)
		buf_printf(out, "%" PRIu64, (uint64_t)value->num);
	else if (value->at)
		buf_printf(out, "%#" PRIx64, value->at);
	else
		buf_puts(out, "NULL");
}

size_t call_strace_args(const struct call *call)
{
	struct syscall_word words[SYSCALL_WORDS_MAX];
	size_t count = syscall_words(call->syscall, words);
	const struct kind *last = count ? words[count - 1].kind : NULL;
	bool request = last == &kind_fcntl_value || last == &kind_ioctl_value;
	return count - (request && request_of(call)->value == REQUEST_NONE);
}

void call_print_strace_arg(const struct call *call, size_t index,
			   struct buf *out)
{
	struct syscall_word words[SYSCALL_WORDS_MAX];
	if (index >= syscall_words(call->syscall, words))
		return;
	const struct syscall_word *word = &words[index];
	if (word->arg != SYSCALL_HIDDEN &&
	    call->args[word->arg].kind == VALUE_AT)
		print_at(&call->args[word->arg], word->part,
			 word->kind->counts_int, out);
	else
		word->kind->strace(call, word->arg, word->part, out);
}

/* The words that strace prints when a call is entered: those before the first
 * that the kernel is going to write. */
static size_t known_args(const struct call *call)
{
	struct syscall_word words[SYSCALL_WORDS_MAX];
	size_t count = syscall_words(call->syscall, words);
	for (size_t i = 0; i < count; i++)
		if (words[i].kind->take && !words[i].kind->at_entry)
			return i;
	return count;
}

/* Returns false for a result that is just a number. */
static bool print_special(const struct call *call, struct buf *out)
{
	size_t count = syscall_parameters(call->syscall);
	for (size_t i = 0; i < count; i++) {
		const struct kind *row = call->syscall->parameters[i].kind;
		if (row->result && row->result(call, i, out))
			return true;
	}
	return false;
}

static bool is_over(const struct result *result)
{
	return result->done && (!result->signal || result->error);
}

static void print_args(const struct call *call, size_t begin, size_t end,
		       struct buf *out)
{
	size_t count = call_strace_args(call);
	for (size_t i = begin; i < end; i++) {
		call_print_strace_arg(call, i, out);
		if (i + 1 < count)
			buf_puts(out, ", ");
	}
}

static void print_end(const struct call *call, struct buf *out)
{
	const struct result *result = &call->result;
	bool over = is_over(result);
	buf_puts(out, ") = ");
	// sleep() gives a number when the kernel gave an error.
	struct result kernel = *result;
	if (kernel.error && kernel.value >= 0)
		kernel.value = -1;
	// A call that ends its process has no result.
	bool ends = call->syscall->flags & SYSCALL_ENDS_ACTOR;
	if (!over || ends || (kernel.value < 0 && !kernel.error))
		buf_putc(out, '?');
	else if (kernel.error || !print_special(call, out))
		result_print(&kernel, out);
	if (result->faults & (1U << FAULT_DELAY))
		buf_puts(out, " (DELAYED)");
}

void call_print_strace(const struct call *call, struct buf *out)
{
	bool over = is_over(&call->result);
	buf_printf(out, "%s(", call->syscall->strace_name);
	print_args(call, 0, over ? call_strace_args(call) : known_args(call),
		   out);
	if (!over)
		buf_puts(out, " <unfinished ...>");
	if (call->result.done)
		print_end(call, out);
}

void call_print_strace_entry(const struct call *call, struct buf *out)
{
	buf_printf(out, "%s(", call->syscall->strace_name);
	print_args(call, 0, known_args(call), out);
	buf_puts(out, " <unfinished ...>");
}

void call_print_strace_resumed(const struct call *call, struct buf *out)
{
	buf_printf(out, "<... %s resumed>", call->syscall->strace_name);
	if (is_over(&call->result))
		print_args(call, known_args(call), call_strace_args(call), out);
	else
		buf_puts(out, " <unfinished ...>");
	print_end(call, out);
}

void result_print(const struct result *result, struct buf *out)
{
	buf_printf(out, "%" PRId64, result->value);
	if (!result->error)
		return;
	const char *name = symbol_name(SYMBOL_ERRNO, result->error);
	if (name)
		buf_printf(out, " %s (%s)", name,
			   result->error < 0 ? gai_strerror(result->error)
					     : strerror(result->error));
	else
		buf_printf(out, " (errno %d)", result->error);
	if (result_is_injected(result))
		buf_puts(out, " (INJECTED)");
}
