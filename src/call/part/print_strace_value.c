/* print_strace_value: what the lines of strace(1) share, whatever the kind.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/part/print_value.h"
#include "call/table/syscalls.h"

#include <inttypes.h>

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

void strace_print_time(int64_t seconds, int64_t nano, struct buf *out)
{
	buf_printf(out, "{tv_sec=%" PRId64 ", tv_nsec=%" PRId64 "}", seconds,
		   nano);
}

/* "[128 => 16]", or "[128]" when the number did not change; `taken` is how much
 * of the memory was written. */
void strace_print_length(const struct call *call, size_t usual, size_t taken,
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
bool strace_print_undecoded(const struct call *call, size_t part,
			    struct buf *out)
{
	if (call->room == CALL_ROOM_NONE)
		buf_puts(out, "NULL");
	else if (call->room == CALL_ROOM_NO_ADDRESS)
		buf_puts(out, part ? STRACE_UNKNOWN : "NULL");
	else if (call->room == CALL_ROOM_NO_LENGTH)
		buf_puts(out, part ? "NULL" : STRACE_UNKNOWN);
	else if (call->room == CALL_ROOM_LOST)
		buf_puts(out, STRACE_UNKNOWN);
	else
		return false;
	return true;
}
