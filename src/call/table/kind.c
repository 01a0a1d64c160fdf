/* kind: the kinds of arguments, a row of functions each.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The functions are in the file of what they do: parse_value.c, print_c.c,
 * print_python_value.c, print_strace.c, print_program.c, raw_value.c,
 * fetch_value.c, python_read.c. Those about processes and signals are in
 * kind/process.c and process_kernel.c, those of the resolver in kind/resolve.c,
 * those of lists in the files beside these.
 */
#include "call/table/kind.h"

#include "call/part/fetch_value.h"
#include "call/part/parse_value.h"
#include "call/part/print_value.h"
#include "call/part/python_read.h"
#include "call/part/raw_value.h"

/* What all constants share: one word that holds a number. */
#define CONSTANT(of)                                                           \
	.words = 1, .group = SYMBOL_##of, .parse = parse_constant,             \
	.print_c = c_constant, .python = python_constant,                      \
	.strace = strace_constant, .expression = c_constant,                   \
	.encode = encode_int, .decode = decode_int, .fetch = fetch_word

static const char *const epoll_methods[] = {"register", "modify", "unregister",
					    NULL};
static const char *const message_methods[] = {"recvmsg", "recvmsg_into", NULL};

/* clang-format off */
const struct kind kind_fd = {
	.expected = "a descriptor (a variable or a number)",
	.words = 1, .parse = parse_fd,
	.print_c = c_plain, .python = python_fd,
	.strace = strace_number, .expression = c_plain,
	.encode = encode_int, .decode = decode_int, .fetch = fetch_word,
	.read_python = read_python_fd,
};

const struct kind kind_family = {
	.expected = "an address family such as AF_INET",
	CONSTANT(FAMILY),
	.unknown = "AF_???",
};

const struct kind kind_type = {
	.expected = "a type such as SOCK_STREAM or SOCK_DGRAM",
	.words = 1, .flags = true, .group = SYMBOL_TYPE,
	.parse = parse_constant, .print_c = c_type,
	.python = python_type, .strace = strace_type,
	.expression = c_type,
	.encode = encode_int, .decode = decode_int, .fetch = fetch_word,
};

const struct kind kind_protocol = {
	.expected = "a protocol: 0, or one such as IPPROTO_TCP",
	.words = 1, .group = SYMBOL_PROTOCOL,
	.parse = parse_constant, .print_c = c_protocol,
	.python = python_constant, .strace = strace_protocol,
	.expression = c_protocol,
	.encode = encode_int, .decode = decode_int, .fetch = fetch_word,
};

const struct kind kind_address = {
	.expected = "an address such as 127.0.0.1:12345, [::1]:80, "
		    "unix:/tmp/s or unix:@name",
	.words = 2, .counts_int = true, .parse = parse_address,
	.print_c = c_address, .python = python_address,
	.strace = strace_address,
	.declare = declare_address, .expression = express_address,
	.encode = encode_address, .decode = decode_address,
	.fetch = fetch_address,
	.read_python = read_python_address,
	.expected_python = "a pair such as (\"127.0.0.1\", 12345), or a path such as \"/tmp/s\"",
};

const struct kind kind_backlog = {
	.expected = "a number of connections that may wait",
	.words = 1, .group = SYMBOL_BACKLOG,
	.parse = parse_constant, .print_c = c_plain,
	.python = python_number, .strace = strace_number,
	.expression = c_plain,
	.encode = encode_int, .decode = decode_int, .fetch = fetch_word,
};

const struct kind kind_data = {
	.expected = "bytes in quotes such as \"hello\" or \"x\" * 65536",
	.words = 2, .parse = parse_data,
	.print_c = c_data, .python = python_data,
	.strace = strace_data,
	.declare = declare_data, .expression = express_data,
	.encode = encode_data, .decode = decode_data,
	.fetch = fetch_in,
	.read_python = read_python_data,
	.expected_python = "bytes such as b\"hello\" or b\"x\" * 65536",
};

const struct kind kind_room = {
	.expected = "a number of bytes",
	.words = 2, .parse = parse_count,
	.print_c = c_plain, .python = python_number,
	.strace = strace_room,
	.declare = declare_room, .expression = express_room,
	.encode = encode_room, .decode = decode_room, .take = take_room,
	.fetch = fetch_room,
};

const struct kind kind_msg = {
	.expected = "0 or flags such as MSG_PEEK|MSG_DONTWAIT",
	.flags = true, CONSTANT(MSG),
	.unknown = "MSG_???",
};

const struct kind kind_accept = {
	.expected = "0, SOCK_NONBLOCK or SOCK_CLOEXEC",
	.words = 1, .flags = true, .group = SYMBOL_TYPE_FLAG,
	.parse = parse_constant, .print_c = c_constant,
	.python = python_accept, .strace = strace_constant,
	.expression = c_constant,
	.encode = encode_int, .decode = decode_int, .fetch = fetch_word,
	.read_python = read_python_accept,
	.unknown = "SOCK_???",
	.is_default = python_accept_blocks,
};

const struct kind kind_shut = {
	.expected = "SHUT_RD, SHUT_WR or SHUT_RDWR",
	CONSTANT(SHUT),
	.unknown = "SHUT_???",
};

const struct kind kind_level = {
	.expected = "a level such as SOL_SOCKET or IPPROTO_TCP",
	CONSTANT(LEVEL),
	.unknown = "SOL_??",
};

const struct kind kind_option = {
	.expected = "an option of that level",
	.words = 1, .group = SYMBOL_GROUP_COUNT,
	.parse = parse_constant, .print_c = c_option,
	.python = python_option, .strace = strace_option,
	.expression = c_option,
	.encode = encode_int, .decode = decode_int, .fetch = fetch_word,
};

const struct kind kind_option_value = {
	.expected = "the option's value: a number, {1, 0} or \"lo\"",
	.words = 2, .counts_int = true, .parse = parse_option_value,
	.print_c = c_option_value, .python = python_option_value,
	.strace = strace_option_value,
	.declare = declare_option_value,
	.expression = express_option_value,
	.encode = encode_option_value, .decode = decode_option_value,
	.fetch = fetch_in,
	.read_python = read_python_option_value,
};

const struct kind kind_word = {
	.expected = "a machine word such as 0x7ffd4010",
	.words = 1, .parse = parse_word,
	.print_c = c_word, .python = c_word, .strace = strace_word,
	.expression = c_word,
	.encode = encode_word, .decode = decode_word,
	.fetch = fetch_word,
};

const struct kind kind_process = {
	.expected = "a process: the variable of a fork(), a number, "
		    "or -1 for any child",
	.words = 1, .parse = parse_fd,
	.print_c = c_plain, .python = python_process,
	.strace = strace_number, .expression = c_plain,
	.encode = encode_int, .decode = decode_int, .fetch = fetch_word,
};

const struct kind kind_signal = {
	.expected = "a signal such as SIGTERM",
	.words = 1, .group = SYMBOL_SIGNAL, .parse = parse_constant,
	.print_c = c_constant, .python = python_signal,
	.strace = strace_signal, .expression = c_constant,
	.encode = encode_int, .decode = decode_int, .fetch = fetch_word,
};

const struct kind kind_wait = {
	.expected = "0 or flags such as WNOHANG",
	.words = 1, .flags = true, .group = SYMBOL_WAIT,
	.parse = parse_constant, .print_c = c_wait,
	.python = python_wait, .strace = strace_constant,
	.expression = c_wait,
	.encode = encode_int, .decode = decode_int, .fetch = fetch_word,
	.unknown = "W???",
};

const struct kind kind_exit = {
	.expected = "an exit status from 0 to 255",
	.words = 1, .parse = parse_count,
	.print_c = c_plain, .python = python_number,
	.strace = strace_number, .expression = c_plain,
	.encode = encode_int, .decode = decode_int, .fetch = fetch_word,
};

const struct kind kind_seconds = {
	.expected = "a number of seconds",
	.words = 1, .parse = parse_count,
	.print_c = c_plain, .python = python_number,
	.strace = strace_number, .expression = c_plain,
	.encode = encode_int, .decode = decode_int, .fetch = fetch_word,
};

const struct kind kind_sleep = {
	.expected = "a number of seconds",
	.words = 1, .parse = parse_count,
	.print_c = c_plain, .python = python_number,
	.strace = strace_sleep, .expression = c_plain,
	.encode = encode_sleep, .decode = decode_sleep,
};

const struct kind kind_handler = {
	.expected = "SIG_DFL, SIG_IGN or handler",
	.words = 1, .group = SYMBOL_HANDLER, .parse = parse_constant,
	.print_c = c_constant, .python = python_handler,
	.strace = strace_action,
	.declare = declare_action, .expression = express_action,
	.encode = encode_action, .decode = decode_action,
};

const struct kind kind_action = {
	.expected = "0 or flags such as SA_RESTART",
	.flags = true, .group = SYMBOL_SA, .parse = parse_constant,
	.print_c = c_constant, .python = python_action_flags,
	.read_python = read_python_action_flags,
};

const struct kind kind_int = {
	.expected = "a number",
	.words = 1, .parse = parse_int,
	.print_c = c_plain, .python = python_number,
	.strace = strace_number, .expression = c_plain,
	.encode = encode_int, .decode = decode_int,
	.fetch = fetch_word,
};

const struct kind kind_timeout = {
	.expected = "a number of milliseconds, -1 for no end",
	.words = 1, .parse = parse_int,
	.print_c = c_plain, .python = python_timeout,
	.strace = strace_number, .expression = c_plain,
	.encode = encode_timeout, .decode = decode_timeout,
	.fetch = fetch_timeout,
	.read_python = read_python_timeout,
	.expected_python = "seconds such as 0.5, or None for no end",
};

const struct kind kind_pair = {
	.expected = "two variables for the descriptors, as in {a, b}",
	.words = 1, .parse = parse_pair,
	.print_c = c_fds, .python = python_pair,
	.strace = strace_pair, .shown = shown_pair,
	.declare = declare_pair, .expression = express_pair,
	.after = after_pair,
	.encode = encode_pair, .decode = decode_pair,
	.take = take_pair, .given = given_pair,
	.fetch = fetch_pair,
	.read_python = read_python_pair,
};

const struct kind kind_fcntl = {
	.expected = "a command such as F_GETFL or F_SETFL",
	CONSTANT(FCNTL), .result = strace_request_result,
	.shown = shown_request_result,
	.unknown = "F_???",
};

const struct kind kind_fcntl_value = {
	.expected = "what the command sets",
	.words = 1, .flags = true, .group = SYMBOL_GROUP_COUNT,
	.parse = parse_request_value, .print_c = c_request_value,
	.python = python_request_value, .strace = strace_request_value,
	.expression = express_request_value,
	.encode = encode_request_value, .decode = decode_request_value,
	.fetch = fetch_request_value,
	.read_python = read_python_request_value,
	.is_default = python_is_unset,
};

const struct kind kind_ioctl = {
	.expected = "a request such as FIONREAD or FIONBIO",
	.words = 1, .group = SYMBOL_IOCTL, .parse = parse_constant,
	.print_c = c_constant, .python = python_constant,
	.strace = strace_request, .expression = c_constant,
	.encode = encode_int, .decode = decode_int,
	.fetch = fetch_word,
};

const struct kind kind_ioctl_value = {
	.expected = "the number that the request sets",
	.words = 1, .group = SYMBOL_GROUP_COUNT,
	.parse = parse_request_value, .print_c = c_request_value,
	.python = python_request_value, .strace = strace_request_value,
	.shown = shown_request_value,
	.declare = declare_request_value,
	.expression = express_request_value,
	.encode = encode_request_value, .decode = decode_request_value,
	.take = take_request_value,
	.fetch = fetch_request_value,
	.read_python = read_python_request_value,
	.is_default = python_request_is_unset,
};

const struct kind kind_poll = {
	.expected = "descriptors and events such as {{srv, POLLIN}, "
		    "{cli, POLLIN|POLLOUT}}",
	.words = 2, .flags = true, .group = SYMBOL_POLL,
	.parse = parse_polls, .print_c = c_polls,
	.python = python_polls, .strace = strace_polls,
	.shown = shown_polls, .at_entry = true,
	.declare = declare_polls, .expression = express_polls,
	.encode = encode_polls, .decode = decode_polls,
	.take = take_polls, .result = strace_polls_result,
	.fetch = fetch_polls,
	.read_python = read_python_polls,
};

const struct kind kind_set = {
	.expected = "descriptors such as {a, b}, or NULL",
	.words = 1, .parse = parse_set,
	.print_c = c_fds, .python = python_set,
	.strace = strace_set, .shown = shown_set, .at_entry = true,
	.declare = declare_set, .expression = express_set,
	.encode = encode_set, .decode = decode_set, .take = take_set,
	.result = strace_set_result,
	.fetch = fetch_set,
	.read_python = read_python_set,
	.expected_python = "a list such as [a, b], or [] for none",
};

const struct kind kind_timeval = {
	.expected = "{seconds, microseconds}, or NULL for no end",
	.words = 1, .parse = parse_timeval,
	.print_c = c_numbers, .python = python_timeval,
	.strace = strace_timeval, .at_entry = true,
	.declare = declare_timeval, .expression = express_timeval,
	.encode = encode_timeval, .decode = decode_timeval,
	.take = take_timeval,
	.fetch = fetch_timeval,
	.read_python = read_python_timeval,
	.expected_python = "seconds such as 0.5, or None for no end",
	.is_default = python_is_unset,
};

const struct kind kind_epoll_flag = {
	.expected = "0 or EPOLL_CLOEXEC",
	.flags = true, CONSTANT(EPOLL_FLAG),
	.unknown = "EPOLL_???",
};

const struct kind kind_epoll_op = {
	.expected = "EPOLL_CTL_ADD, EPOLL_CTL_MOD or EPOLL_CTL_DEL",
	.words = 1, .group = SYMBOL_EPOLL_OP, .parse = parse_constant,
	.print_c = c_constant, .python = python_epoll_op,
	.strace = strace_constant, .expression = c_constant,
	.encode = encode_int, .decode = decode_int,
	.fetch = fetch_word,
	.read_python = read_python_epoll_op, .methods = epoll_methods,
	.unknown = "EPOLL_CTL_???",
};

const struct kind kind_epoll_events = {
	.expected = "events such as EPOLLIN|EPOLLET",
	.words = 1, .flags = true, .group = SYMBOL_EPOLL,
	.parse = parse_events, .read_python = read_python_events,
	.print_c = c_events,
	.python = python_events, .strace = strace_events,
	.declare = declare_events, .expression = express_events,
	.encode = encode_events, .decode = decode_events,
	.fetch = fetch_events,
	.expected_python = "events such as select.EPOLLIN|select.EPOLLET",
	.is_default = python_is_unset,
};

const struct kind kind_events_room = {
	.expected = "a number of events",
	.words = 2, .parse = parse_int,
	.print_c = c_plain, .python = python_number,
	.strace = strace_events_room, .shown = shown_events,
	.declare = declare_events_room,
	.expression = express_events_room,
	.encode = encode_events_room, .decode = decode_events_room,
	.take = take_events_room,
	.fetch = fetch_events_room,
};

const struct kind kind_message = {
	.expected = "a message such as {iov={\"ab\", \"cd\"}}",
	.words = 1, .parse = parse_message,
	.print_c = c_message, .python = python_message,
	.strace = strace_message,
	.declare = declare_message, .expression = express_message,
	.encode = encode_message, .decode = decode_message,
	.fetch = fetch_message,
	.read_python = read_python_message,
};

const struct kind kind_message_room = {
	.expected = "room for a message such as {iov={100, 4}, name}",
	.words = 1, .parse = parse_message_room,
	.print_c = c_message, .python = python_message_room,
	.strace = strace_message_room, .shown = shown_message,
	.declare = declare_message_room, .expression = express_message,
	.after = after_message_room,
	.encode = encode_message_room, .decode = decode_message_room,
	.take = take_message_room, .given = given_message_room,
	.fetch = fetch_message_room,
	.read_python = read_python_message_room,
	.methods = message_methods,
};

const struct kind kind_buffers = {
	.expected = "buffers such as {\"ab\", \"cd\"}",
	.words = 2, .parse = parse_buffers,
	.print_c = c_buffers, .python = python_buffers,
	.strace = strace_iov,
	.declare = declare_iov, .expression = express_iov,
	.encode = encode_buffers, .decode = decode_buffers,
	.fetch = fetch_buffers,
	.read_python = read_python_buffers,
	.expected_python = "a list of bytes such as [b\"ab\", b\"cd\"]",
};

const struct kind kind_rooms = {
	.expected = "sizes of buffers such as {100, 4}",
	.words = 2, .parse = parse_rooms,
	.print_c = c_numbers, .python = python_rooms,
	.strace = strace_iov,
	.declare = declare_iov, .expression = express_iov,
	.encode = encode_rooms, .decode = decode_rooms,
	.take = take_rooms,
	.fetch = fetch_rooms,
	.read_python = read_python_rooms,
	.expected_python = "buffers such as [bytearray(100), bytearray(4)]",
};

const struct kind kind_name = {
	.expected = "a name such as \"localhost\" or \"80\", or NULL",
	.words = 1, .parse = parse_text,
	.print_c = c_text, .python = python_text,
	.strace = strace_text, .expression = c_text,
	.encode = encode_text, .decode = decode_text,
	.read_python = read_python_text,
	.expected_python = "a name such as \"localhost\" or \"80\", or None",
};

const struct kind kind_hints = {
	.expected = "hints such as {AF_INET, SOCK_STREAM}",
	.words = 1, .parse = parse_hints,
	.print_c = c_hints, .python = python_hints,
	.strace = strace_hints,
	.declare = declare_hints, .expression = express_hints,
	.encode = encode_hints, .decode = decode_hints,
	.read_python = read_python_hints,
	.is_default = python_is_unset,
};

const struct kind kind_nameinfo = {
	.expected = "0 or flags such as NI_NUMERICHOST",
	.words = 1, .flags = true, .group = SYMBOL_NI,
	.parse = parse_constant, .print_c = c_constant,
	.python = python_constant, .strace = strace_constant,
	.expression = c_constant,
	.encode = encode_int, .decode = decode_int,
	.unknown = "NI_???",
};

const struct kind kind_peer = {
	.expected = "room for an address", .hidden = true, .words = 2,
	.strace = strace_peer,
	.declare = declare_peer, .expression = express_peer,
	.encode = encode_peer, .decode = decode_peer, .take = take_peer,
	.fetch = fetch_peer,
};

const struct kind kind_no_address = {
	.expected = "no address", .hidden = true, .words = 2,
	.strace = strace_no_address,
	.encode = encode_nothing, .decode = decode_nothing,
	.fetch = fetch_nothing,
};

const struct kind kind_no_peer = {
	.expected = "no room for an address", .hidden = true, .words = 2,
	.strace = strace_no_peer,
	.encode = encode_nothing, .decode = decode_nothing,
	.fetch = fetch_nothing,
};

const struct kind kind_option_room = {
	.expected = "room for an option", .hidden = true, .words = 2,
	.python = python_option_room, .strace = strace_option_room,
	.declare = declare_option_room,
	.expression = express_option_room,
	.encode = encode_option_room, .decode = decode_option_room, .fetch = fetch_peer,
	.take = take_option_room,
	.read_python = read_python_option_room,
	.is_default = python_option_is_int,
};

const struct kind kind_clone = {
	.expected = "flags of a clone", .hidden = true, .words = 3,
	.strace = strace_clone,
	.encode = encode_clone, .decode = decode_written,
};

const struct kind kind_wait_status = {
	.expected = "room for a status", .hidden = true, .words = 1,
	.strace = strace_wait_status,
	.declare = declare_wait_status,
	.expression = express_wait_status,
	.encode = encode_wait_status, .decode = decode_written,
	.take = take_wait_status,
};

const struct kind kind_no_usage = {
	.expected = "no room for usage", .hidden = true, .words = 1,
	.strace = strace_null,
	.encode = encode_zero, .decode = decode_zero,
};

const struct kind kind_clock = {
	.expected = "a clock", .hidden = true, .words = 2,
	.strace = strace_clock,
	.encode = encode_clock, .decode = decode_clock,
};

const struct kind kind_left = {
	.expected = "room for a time", .hidden = true, .words = 1,
	.strace = strace_left,
	.encode = encode_left, .decode = decode_written,
	.take = take_left, .takes_failure = true,
};

const struct kind kind_old_action = {
	.expected = "room for an action", .hidden = true, .words = 1,
	.strace = strace_old_action,
	.encode = encode_old_action, .decode = decode_written,
	.take = take_old_action,
};

const struct kind kind_found = {
	.expected = "room for addresses", .hidden = true, .words = 1,
	.strace = strace_found,
	.encode = encode_found, .decode = decode_written,
	.take = take_found,
};

const struct kind kind_names = {
	.expected = "room for names", .hidden = true, .words = 2,
	.strace = strace_names,
	.declare = declare_names, .expression = express_names,
	.encode = encode_names, .decode = decode_written,
	.take = take_names,
};

const struct kind kind_set_size = {
	.expected = "the size of a set", .hidden = true, .words = 1,
	.strace = strace_set_size,
	.encode = encode_set_size, .decode = decode_written,
};

const struct kind kind_count_fds = {
	.expected = "a count of descriptors", .hidden = true, .words = 1,
	.strace = strace_count_fds,
	.declare = declare_count_fds, .expression = express_count_fds,
	.encode = encode_count_fds, .decode = decode_count_fds,
	.fetch = fetch_word,
};

const struct kind kind_mask_pair = {
	.expected = "a signal mask", .hidden = true, .words = 1,
	.strace = strace_mask_pair,
	.encode = encode_mask_pair, .decode = decode_mask_pair,
	.fetch = fetch_mask_pair,
};

const struct kind kind_mask = {
	.expected = "a signal mask", .hidden = true, .words = 2,
	.strace = strace_mask,
	.encode = encode_mask, .decode = decode_mask,
	.fetch = fetch_mask,
};
/* clang-format on */
