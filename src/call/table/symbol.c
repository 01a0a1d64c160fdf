/* symbol: constants by name and by value, over the table in symbol_table.c.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "call/table/symbol.h"

#include "base/mem.h"

#include <assert.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>

/* The rows of one group, which stand together in the table. */
struct rows {
	const struct symbol *first;
	size_t count;
};

static struct rows rows_of(enum symbol_group group)
{
	size_t count, begin = 0;
	const struct symbol *table = symbol_table(&count);
	while (begin < count && table[begin].group < group)
		begin++;
	size_t end = begin;
	while (end < count && table[end].group == group)
		end++;
	return (struct rows){table + begin, end - begin};
}

bool symbol_is(struct str name)
{
	size_t count;
	const struct symbol *table = symbol_table(&count);
	// Every name of a log is looked for, and hardly one is there.
	for (size_t i = 0; name.len && i < count; i++)
		if (table[i].name[0] == name.data[0] &&
		    str_is(name, table[i].name))
			return true;
	return false;
}

bool symbol_value(enum symbol_group group, struct str name, int64_t *value)
{
	struct rows rows = rows_of(group);
	for (size_t i = 0; i < rows.count; i++) {
		if (str_is(name, rows.first[i].name)) {
			*value = rows.first[i].value;
			return true;
		}
	}
	return false;
}

static const struct symbol *find(enum symbol_group group, int64_t value,
				 enum symbol_use use)
{
	struct rows rows = rows_of(group);
	for (size_t i = 0; i < rows.count; i++)
		if (rows.first[i].value == value && rows.first[i].use == use)
			return &rows.first[i];
	return NULL;
}

const char *symbol_name(enum symbol_group group, int64_t value)
{
	const struct symbol *row = find(group, value, SYMBOL_NAME);
	return row ? row->name : NULL;
}

const char *symbol_name_in_c(enum symbol_group group, int64_t value)
{
	const struct symbol *row = find(group, value, SYMBOL_IN_C);
	return row ? row->name : symbol_name(group, value);
}

static void print(const char *name, int64_t value, struct buf *out)
{
	if (name)
		buf_puts(out, name);
	else
		buf_printf(out, "%" PRId64, value);
}

void symbol_print(enum symbol_group group, int64_t value, struct buf *out)
{
	print(symbol_name(group, value), value, out);
}

void symbol_print_in_c(enum symbol_group group, int64_t value, struct buf *out)
{
	print(symbol_name_in_c(group, value), value, out);
}

const char *symbol_name_in_python(enum symbol_group group, int64_t value)
{
	static const enum symbol_use order[] = {SYMBOL_IN_C, SYMBOL_NAME,
						SYMBOL_ALIAS};
	for (size_t i = 0; i < COUNT(order); i++) {
		const struct symbol *row = find(group, value, order[i]);
		if (row && row->in_python)
			return row->name;
	}
	return NULL;
}

const char *symbol_module(enum symbol_group group)
{
	switch (group) {
	case SYMBOL_POLL:
	case SYMBOL_EPOLL:
	case SYMBOL_EPOLL_OP:
	case SYMBOL_EPOLL_FLAG:
		return "select";
	case SYMBOL_FCNTL:
	case SYMBOL_FD:
		return "fcntl";
	case SYMBOL_FILE:
	case SYMBOL_PIPE:
		return "os";
	case SYMBOL_IOCTL:
		return "termios";
	case SYMBOL_ERRNO:
		return "errno";
	case SYMBOL_SIGNAL:
		return "signal";
	default:
		return "socket";
	}
}

static void print_flags(enum symbol_group group, int64_t value, bool in_c,
			struct buf *out)
{
	uint32_t left = (uint32_t)value;
	const char *join = "";
	struct rows rows = rows_of(group);
	for (size_t i = 0; i < rows.count; i++) {
		const struct symbol *row = &rows.first[i];
		if (row->use != SYMBOL_NAME || !row->value ||
		    (left & row->value) != row->value)
			continue;
		const char *name =
			in_c ? symbol_name_in_c(group, row->value) : row->name;
		buf_printf(out, "%s%s", join, name);
		left &= ~(uint32_t)row->value;
		join = "|";
	}
	if (left)
		buf_printf(out, "%s0x%x", join, left);
	else if (!*join)
		buf_putc(out, '0');
}

void symbol_print_flags(enum symbol_group group, int64_t value, struct buf *out)
{
	print_flags(group, value, false, out);
}

void symbol_print_flags_in_c(enum symbol_group group, int64_t value,
			     struct buf *out)
{
	print_flags(group, value, true, out);
}

enum symbol_group symbol_option_group(int64_t level)
{
	static const struct {
		int level;
		enum symbol_group group;
	} groups[] = {
		{SOL_SOCKET, SYMBOL_SO},     {IPPROTO_IP, SYMBOL_IP},
		{IPPROTO_IPV6, SYMBOL_IPV6}, {IPPROTO_TCP, SYMBOL_TCP},
		{IPPROTO_UDP, SYMBOL_UDP},   {SOL_NETLINK, SYMBOL_NETLINK},
	};
	for (size_t i = 0; i < COUNT(groups); i++)
		if (groups[i].level == level)
			return groups[i].group;
	return SYMBOL_GROUP_COUNT;
}

bool symbol_print_type(int64_t *num, struct buf *out)
{
	enum { TYPE = 0xf }; // The kernel's SOCK_TYPE_MASK.
	const char *name = symbol_name(SYMBOL_TYPE, *num & TYPE);
	if (!name)
		return true;
	buf_puts(out, name);
	*num &= ~(int64_t)TYPE;
	if (!(uint32_t)*num)
		return false;
	buf_putc(out, '|');
	return true;
}
