/* constant: words that are constants by name.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/sentence.h"
#include "call/part/row.h"

#include <linux/netlink.h>
#include <sys/socket.h>

/* --- types: one of a few values, and flags beside it --------------------
 */

static void c_type(const struct call *call, size_t arg, struct buf *out)
{
	int64_t num = call->args[arg].num;
	if (!symbol_print_type(&num, out))
		return;
	symbol_print_flags(SYMBOL_TYPE_FLAG, num, out);
}

static void python_type(const struct call *call, size_t arg, struct buf *out)
{
	enum { TYPE = 0xf }; // The kernel's SOCK_TYPE_MASK.
	int64_t num = call->args[arg].num;
	python_print_constant(SYMBOL_TYPE, num & TYPE, out);
	python_add_flags(SYMBOL_TYPE_FLAG, num & ~(int64_t)TYPE, " | ", out);
}

static void strace_type(const struct call *call, size_t arg, size_t part,
			struct buf *out)
{
	(void)part;
	int64_t num = call->args[arg].num;
	if (!symbol_print_type(&num, out))
		return;
	strace_print_flags(SYMBOL_TYPE_FLAG, num, "SOCK_???", out);
}

/* --- protocols ----------------------------------------------------------
 */

/* 0 is the default of the family and no protocol, whatever its name. */
static void c_protocol(const struct call *call, size_t arg, struct buf *out)
{
	if (call->args[arg].num)
		c_constant(call, arg, out);
	else
		buf_putc(out, '0');
}

/* Those of AF_NETLINK have names, and are typed as numbers here. */
static const struct {
	int number;
	const char *name;
} netlinks[] = {
	{NETLINK_ROUTE, "NETLINK_ROUTE"},
	{NETLINK_USERSOCK, "NETLINK_USERSOCK"},
	{NETLINK_SOCK_DIAG, "NETLINK_SOCK_DIAG"},
	{NETLINK_XFRM, "NETLINK_XFRM"},
	{NETLINK_AUDIT, "NETLINK_AUDIT"},
	{NETLINK_NETFILTER, "NETLINK_NETFILTER"},
	{NETLINK_KOBJECT_UEVENT, "NETLINK_KOBJECT_UEVENT"},
	{NETLINK_GENERIC, "NETLINK_GENERIC"},
};

static void strace_netlink(int64_t num, struct buf *out)
{
	for (size_t i = 0; i < COUNT(netlinks); i++) {
		if (netlinks[i].number == num) {
			buf_puts(out, netlinks[i].name);
			return;
		}
	}
	buf_printf(out, "%#x /* NETLINK_??? */", (unsigned)num);
}

/* Protocols have names in the families that share those of IP; in the lines of
 * socketpair they never have. */
static void strace_protocol(const struct call *call, size_t arg, size_t part,
			    struct buf *out)
{
	(void)part;
	int64_t family = call->args[0].num, num = call->args[arg].num;
	bool named = !call->syscall->raw[arg + 1];
	if (named && (family == AF_INET || family == AF_INET6))
		strace_print_symbol(SYMBOL_PROTOCOL, num, "IPPROTO_???", out);
	else if (named && family == AF_NETLINK)
		strace_netlink(num, out);
	else
		buf_printf(out, "%u", (unsigned)num);
}

/* --- flags of accept4(2) ------------------------------------------------
 */

/* Of the flags of accept4(2) Python sets SOCK_CLOEXEC by itself; the other one
 * becomes the argument of setblocking(). */
static void python_accept(const struct call *call, size_t arg, struct buf *out)
{
	buf_puts(out, call->args[arg].num & SOCK_NONBLOCK ? "False" : "True");
}

static bool python_accept_blocks(const struct call *call, size_t arg)
{
	return !(call->args[arg].num & SOCK_NONBLOCK);
}

/* True or False into *truth. */
static bool read_python_accept(struct reader *reader, const struct call *call,
			       size_t arg, struct value *value, struct err *err)
{
	bool blocking;
	(void)call, (void)arg;
	if (!python_read_truth(reader, &blocking, err))
		return false;
	value->kind = VALUE_INT;
	value->num = blocking ? 0 : SOCK_NONBLOCK;
	return true;
}

/* clang-format off */
const struct kind kind_family = {
	.expected = SENTENCE_ID("wants-address-family-af"),
	KIND_CONSTANT(FAMILY),
	.unknown = "AF_???",
};

const struct kind kind_type = {
	.expected = SENTENCE_ID("wants-type-sock-stream"),
	KIND_WORD_NUMBER, .flags = true, .group = SYMBOL_TYPE,
	.parse = parse_constant, .print_c = c_type, .python = python_type,
	.strace = strace_type, .expression = c_type, .more = SYMBOL_TYPE_FLAG,
};

const struct kind kind_protocol = {
	.expected = SENTENCE_ID("wants-protocol-0-one"),
	KIND_WORD_NUMBER, .group = SYMBOL_PROTOCOL, .parse = parse_constant,
	.print_c = c_protocol, .python = python_constant,
	.strace = strace_protocol, .expression = c_protocol,
};

const struct kind kind_msg = {
	.expected = SENTENCE_ID("wants-0-flags-msg"),
	.flags = true, KIND_CONSTANT(MSG),
	.unknown = "MSG_???",
};

const struct kind kind_accept = {
	.expected = SENTENCE_ID("wants-0-sock-nonblock"),
	KIND_WORD_NUMBER, .flags = true, .group = SYMBOL_TYPE_FLAG,
	.parse = parse_constant, .print_c = c_constant,
	.python = python_accept, .strace = strace_constant,
	.expression = c_constant, .read_python = read_python_accept,
	.unknown = "SOCK_???", .is_default = python_accept_blocks,
};

const struct kind kind_shut = {
	.expected = SENTENCE_ID("wants-shut-rd-shut"),
	KIND_CONSTANT(SHUT),
	.unknown = "SHUT_???",
};
/* clang-format on */
