/* kind: the table of argument kinds, one row for all that is done with each.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The functions are in the file of what they do: parse_value.c, print_c.c,
 * print_python.c, print_strace.c, print_program.c, raw_value.c, fetch_value.c;
 * those about processes and signals in print_process.c and raw_process.c.
 */
#include "call/kind.h"

#include "call/fetch_value.h"
#include "call/parse_value.h"
#include "call/print_value.h"
#include "call/raw_value.h"

#include <assert.h>

/* What all constants share: one word that holds a number. */
#define CONSTANT(of)                                                           \
	.words = 1, .group = SYMBOL_##of, .parse = parse_constant,             \
	.print_c = c_constant, .python = python_constant,                      \
	.strace = strace_constant, .expression = c_constant,                   \
	.encode = encode_int, .decode = decode_int, .fetch = fetch_word

/* clang-format off */
static const struct kind_row table[] = {
	[KIND_FD] = {
		.expected = "a descriptor (a variable or a number)",
		.words = 1, .parse = parse_fd,
		.print_c = c_plain, .python = python_fd,
		.strace = strace_number, .expression = c_plain,
		.encode = encode_int, .decode = decode_int, .fetch = fetch_word,
	},
	[KIND_FAMILY] = {
		.expected = "an address family such as AF_INET",
		CONSTANT(FAMILY),
	},
	[KIND_TYPE] = {
		.expected = "a type such as SOCK_STREAM or SOCK_DGRAM",
		.words = 1, .flags = true, .group = SYMBOL_TYPE,
		.parse = parse_constant, .print_c = c_type,
		.python = python_type, .strace = strace_type,
		.expression = c_type,
		.encode = encode_int, .decode = decode_int, .fetch = fetch_word,
	},
	[KIND_PROTOCOL] = {
		.expected = "a protocol: 0, or one such as IPPROTO_TCP",
		.words = 1, .group = SYMBOL_PROTOCOL,
		.parse = parse_constant, .print_c = c_protocol,
		.python = python_constant, .strace = strace_protocol,
		.expression = c_protocol,
		.encode = encode_int, .decode = decode_int, .fetch = fetch_word,
	},
	[KIND_ADDRESS] = {
		.expected = "an address such as 127.0.0.1:12345, [::1]:80, "
			    "unix:/tmp/s or unix:@name",
		.words = 2, .parse = parse_address,
		.print_c = c_address, .python = python_address,
		.strace = strace_address,
		.declare = declare_address, .expression = express_address,
		.encode = encode_address, .decode = decode_address,
		.fetch = fetch_address,
	},
	[KIND_BACKLOG] = {
		.expected = "a number of connections that may wait",
		.words = 1, .group = SYMBOL_BACKLOG,
		.parse = parse_constant, .print_c = c_plain,
		.python = python_number, .strace = strace_number,
		.expression = c_plain,
		.encode = encode_int, .decode = decode_int, .fetch = fetch_word,
	},
	[KIND_DATA] = {
		.expected = "bytes in quotes such as \"hello\" or \"x\" * 65536",
		.words = 2, .parse = parse_data,
		.print_c = c_data, .python = python_data,
		.strace = strace_data,
		.declare = declare_data, .expression = express_data,
		.encode = encode_data, .decode = decode_data,
		.fetch = fetch_in,
	},
	[KIND_ROOM] = {
		.expected = "a number of bytes",
		.words = 2, .parse = parse_count,
		.print_c = c_plain, .python = python_number,
		.strace = strace_room,
		.declare = declare_room, .expression = express_room,
		.encode = encode_room, .decode = decode_room, .take = take_room,
		.fetch = fetch_room,
	},
	[KIND_MSG] = {
		.expected = "0 or flags such as MSG_PEEK|MSG_DONTWAIT",
		.flags = true, CONSTANT(MSG),
	},
	[KIND_ACCEPT] = {
		.expected = "0, SOCK_NONBLOCK or SOCK_CLOEXEC",
		.words = 1, .flags = true, .group = SYMBOL_TYPE_FLAG,
		.parse = parse_constant, .print_c = c_constant,
		.python = python_accept, .strace = strace_constant,
		.expression = c_constant,
		.encode = encode_int, .decode = decode_int, .fetch = fetch_word,
	},
	[KIND_SHUT] = {
		.expected = "SHUT_RD, SHUT_WR or SHUT_RDWR",
		CONSTANT(SHUT),
	},
	[KIND_LEVEL] = {
		.expected = "a level such as SOL_SOCKET or IPPROTO_TCP",
		CONSTANT(LEVEL),
	},
	[KIND_OPTION] = {
		.expected = "an option of that level",
		.words = 1, .group = SYMBOL_GROUP_COUNT,
		.parse = parse_constant, .print_c = c_option,
		.python = python_option, .strace = strace_option,
		.expression = c_option,
		.encode = encode_int, .decode = decode_int, .fetch = fetch_word,
	},
	[KIND_OPTION_VALUE] = {
		.expected = "the option's value: a number, {1, 0} or \"lo\"",
		.words = 2, .parse = parse_option_value,
		.print_c = c_option_value, .python = python_option_value,
		.strace = strace_option_value,
		.declare = declare_option_value,
		.expression = express_option_value,
		.encode = encode_option_value, .decode = decode_option_value,
		.fetch = fetch_in,
	},
	[KIND_WORD] = {
		.expected = "a machine word such as 0x7ffd4010",
		.words = 1, .parse = parse_word,
		.print_c = c_word, .python = c_word, .strace = strace_word,
		.expression = c_word,
		.encode = encode_word, .decode = decode_word,
		.fetch = fetch_word,
	},
	[KIND_PROCESS] = {
		.expected = "a process: the variable of a fork(), a number, "
			    "or -1 for any child",
		.words = 1, .parse = parse_fd,
		.print_c = c_plain, .python = python_process,
		.strace = strace_number, .expression = c_plain,
		.encode = encode_int, .decode = decode_int, .fetch = fetch_word,
	},
	[KIND_SIGNAL] = {
		.expected = "a signal such as SIGTERM",
		.words = 1, .group = SYMBOL_SIGNAL, .parse = parse_constant,
		.print_c = c_constant, .python = python_signal,
		.strace = strace_signal, .expression = c_constant,
		.encode = encode_int, .decode = decode_int, .fetch = fetch_word,
	},
	[KIND_WAIT] = {
		.expected = "0 or flags such as WNOHANG",
		.words = 1, .flags = true, .group = SYMBOL_WAIT,
		.parse = parse_constant, .print_c = c_wait,
		.python = python_wait, .strace = strace_constant,
		.expression = c_wait,
		.encode = encode_int, .decode = decode_int, .fetch = fetch_word,
	},
	[KIND_EXIT] = {
		.expected = "an exit status from 0 to 255",
		.words = 1, .parse = parse_count,
		.print_c = c_plain, .python = python_number,
		.strace = strace_number, .expression = c_plain,
		.encode = encode_int, .decode = decode_int, .fetch = fetch_word,
	},
	[KIND_SECONDS] = {
		.expected = "a number of seconds",
		.words = 1, .parse = parse_count,
		.print_c = c_plain, .python = python_number,
		.strace = strace_number, .expression = c_plain,
		.encode = encode_int, .decode = decode_int, .fetch = fetch_word,
	},
	[KIND_SLEEP] = {
		.expected = "a number of seconds",
		.words = 1, .parse = parse_count,
		.print_c = c_plain, .python = python_number,
		.strace = strace_sleep, .expression = c_plain,
		.encode = encode_sleep, .decode = decode_sleep,
	},
	[KIND_HANDLER] = {
		.expected = "SIG_DFL, SIG_IGN or handler",
		.words = 1, .group = SYMBOL_HANDLER, .parse = parse_constant,
		.print_c = c_constant, .python = python_handler,
		.strace = strace_action,
		.declare = declare_action, .expression = express_action,
		.encode = encode_action, .decode = decode_action,
	},
	[KIND_ACTION] = {
		.expected = "0 or flags such as SA_RESTART",
		.flags = true, .group = SYMBOL_SA, .parse = parse_constant,
		.print_c = c_constant, .python = python_action_flags,
	},
	[KIND_PEER] = {
		.expected = "room for an address", .hidden = true, .words = 2,
		.strace = strace_peer,
		.declare = declare_peer, .expression = express_peer,
		.encode = encode_peer, .decode = decode_peer, .take = take_peer,
		.fetch = fetch_peer,
	},
	[KIND_NO_ADDRESS] = {
		.expected = "no address", .hidden = true, .words = 2,
		.strace = strace_no_address,
		.encode = encode_nothing, .decode = decode_nothing,
		.fetch = fetch_nothing,
	},
	[KIND_NO_PEER] = {
		.expected = "no room for an address", .hidden = true, .words = 2,
		.strace = strace_no_peer,
		.encode = encode_nothing, .decode = decode_nothing,
		.fetch = fetch_nothing,
	},
	[KIND_OPTION_ROOM] = {
		.expected = "room for an option", .hidden = true, .words = 2,
		.python = python_option_room, .strace = strace_option_room,
		.declare = declare_option_room,
		.expression = express_option_room,
		.encode = encode_option_room, .decode = decode_option_room, .fetch = fetch_peer,
		.take = take_option_room,
	},
	[KIND_CLONE] = {
		.expected = "flags of a clone", .hidden = true, .words = 3,
		.strace = strace_clone,
		.encode = encode_clone, .decode = decode_written,
	},
	[KIND_WAIT_STATUS] = {
		.expected = "room for a status", .hidden = true, .words = 1,
		.strace = strace_wait_status,
		.declare = declare_wait_status,
		.expression = express_wait_status,
		.encode = encode_wait_status, .decode = decode_written,
		.take = take_wait_status,
	},
	[KIND_NO_USAGE] = {
		.expected = "no room for usage", .hidden = true, .words = 1,
		.strace = strace_null,
		.encode = encode_zero, .decode = decode_zero,
	},
	[KIND_CLOCK] = {
		.expected = "a clock", .hidden = true, .words = 2,
		.strace = strace_clock,
		.encode = encode_clock, .decode = decode_clock,
	},
	[KIND_LEFT] = {
		.expected = "room for a time", .hidden = true, .words = 1,
		.strace = strace_left,
		.encode = encode_left, .decode = decode_written,
		.take = take_left, .takes_failure = true,
	},
	[KIND_OLD_ACTION] = {
		.expected = "room for an action", .hidden = true, .words = 1,
		.strace = strace_old_action,
		.encode = encode_old_action, .decode = decode_written,
		.take = take_old_action,
	},
	[KIND_SET_SIZE] = {
		.expected = "the size of a set", .hidden = true, .words = 1,
		.strace = strace_set_size,
		.encode = encode_set_size, .decode = decode_written,
	},
};
/* clang-format on */

_Static_assert(COUNT(table) == KIND_COUNT, "every kind has a row");

const struct kind_row *kind_row(enum kind kind)
{
	assert(kind > KIND_NONE && kind < KIND_COUNT);
	return &table[kind];
}
